use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt as _;
use kenmovie_common::domain::{Language, Letter, Mail};
use kenmovie_common::ports::Mailer as _;
use kenmovie_common::{LetterId, Time};
use kenmovie_embedded::SystemRandom;
use tempfile::TempDir;
use tower::ServiceExt as _;

use super::*;

fn outbox() -> (TempDir, Outbox) {
    let folder = TempDir::new().unwrap();
    let outbox = Outbox::open(folder.path().join("outbox"), Arc::new(SystemRandom)).unwrap();
    (folder, outbox)
}

async fn post(outbox: &Outbox, number: i64, name: &str) {
    let created_at = Time::from_millis(1_767_268_800_000 + number);
    let letter = Letter {
        id: LetterId::new(created_at, &SystemRandom),
        to: format!("persona{number}@example.com"),
        name: name.to_owned(),
        language: Language::Es,
        mail: Mail::VerifyEmail { link: format!("http://localhost:8080/verify#token=a.{number}&b") },
        created_at,
    };
    outbox.send(&letter).await.unwrap();
}

async fn ask(outbox: &Outbox, peer: Option<&str>, host: Option<&str>) -> Response {
    let mut request = Request::get(PATH);
    if let Some(host) = host {
        request = request.header(header::HOST, host);
    }
    let mut request = request.body(Body::empty()).unwrap();
    if let Some(peer) = peer {
        request.extensions_mut().insert(ClientAddress(peer.parse().unwrap()));
    }
    page(outbox.clone()).oneshot(request).await.unwrap()
}

async fn shown(outbox: &Outbox) -> String {
    let response = ask(outbox, Some("127.0.0.1"), Some("localhost:8080")).await;
    assert_eq!(response.status(), StatusCode::OK);
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

#[tokio::test]
async fn the_last_letters_are_shown_newest_first_with_links_to_follow() {
    let (_folder, outbox) = outbox();
    assert!(shown(&outbox).await.contains("It is empty."));
    for number in 0..60 {
        post(&outbox, number, "Ana").await;
    }
    let page = shown(&outbox).await;
    assert_eq!(page.matches("<article>").count(), 50);
    assert!(page.contains("persona59@example.com, 2026-01-01T12:00:00.059Z"), "{page}");
    assert!(!page.contains("persona9@example.com"));
    assert!(page.find("persona59@").unwrap() < page.find("persona58@").unwrap());
    assert!(page.contains("\n<a href=\"http://localhost:8080/verify#token=a.59&#38;b\">"), "{page}");
}

#[tokio::test]
async fn a_letter_is_text_and_never_markup() {
    let (_folder, outbox) = outbox();
    post(&outbox, 1, "<script>alert(1)").await;
    let page = shown(&outbox).await;
    assert!(page.contains("&#60;script&#62;alert(1)") && !page.contains("<script"), "{page}");
}

#[tokio::test]
async fn the_page_is_kept_nowhere_and_loads_nothing() {
    let (_folder, outbox) = outbox();
    let response = ask(&outbox, Some("::1"), Some("[::1]:8080")).await;
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
}

#[tokio::test]
async fn nobody_elsewhere_sees_it() {
    let (_folder, outbox) = outbox();
    for host in ["localhost", "localhost:8080", "LOCALHOST:80", "127.0.0.1:8080", "[::1]:8080", "[::1]"] {
        assert_eq!(ask(&outbox, Some("127.0.0.1"), Some(host)).await.status(), StatusCode::OK, "{host}");
    }
    for host in [
        None,
        Some(""),
        Some("kenmovie.example"),
        Some("localhost.evil.example:8080"),
        Some("127.0.0.1.evil.example"),
        Some("192.168.0.2:8080"),
        Some("0.0.0.0:8080"),
    ] {
        assert_eq!(ask(&outbox, Some("127.0.0.1"), host).await.status(), StatusCode::NOT_FOUND, "{host:?}");
    }
    for peer in [None, Some("192.168.0.2"), Some("2001:db8::1")] {
        assert_eq!(ask(&outbox, peer, Some("localhost")).await.status(), StatusCode::NOT_FOUND, "{peer:?}");
    }
    assert_eq!(ask(&outbox, Some("::ffff:127.0.0.1"), Some("localhost")).await.status(), StatusCode::OK);
}
