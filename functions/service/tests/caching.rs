//! Who may keep a public answer, and how it is asked for again.

use kenmovie_testkit::TestApp;
use serde_json::Value;

const KEPT: [(&str, u32); 3] = [("/api/config", 300), ("/.well-known/jwks.json", 300), ("/api/genres", 300)];

#[tokio::test]
async fn a_visitors_answer_may_be_kept_and_is_found_again_by_its_tag() {
    let app = TestApp::new().await;
    app.movie("Vértigo").await;
    for (path, seconds) in KEPT {
        let first = app.visitor().get(path).await;
        assert_eq!(first.status, 200, "{path}");
        assert_eq!(
            first.header("cache-control"),
            Some(format!("public, max-age={seconds}").as_str()),
            "{path}"
        );
        assert_eq!(first.header("vary"), Some("Cookie, Authorization"), "{path}");
        let tag = first.header("etag").unwrap();
        assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
        let again = app.visitor().with("if-none-match", tag).get(path).await;
        for name in ["etag", "cache-control", "vary"] {
            assert_eq!(again.header(name), first.header(name), "{path} {name}");
        }
        assert!(again.header("x-request-id").is_some());
        assert_eq!(again.header("content-type"), None);
        assert_eq!(again.ok(304), Value::Null, "{path}");
    }
}

#[tokio::test]
async fn a_tag_is_found_in_a_list_and_when_it_is_weak() {
    let app = TestApp::new().await;
    for (path, _) in KEPT {
        let tag = app.visitor().get(path).await.header("etag").unwrap().to_owned();
        for (given, status) in [
            (format!("W/{tag}"), 304),
            (format!("\"x\", {tag}"), 304),
            (format!("\"x\",W/{tag} , \"y\""), 304),
            ("*".to_owned(), 304),
            ("\"x\"".to_owned(), 200),
            (tag.trim_matches('"').to_owned(), 200),
            (String::new(), 200),
            ("ñ".to_owned(), 200),
        ] {
            let reply = app.visitor().with("if-none-match", &given).get(path).await;
            assert_eq!(reply.status, status, "{path} {given}");
        }
    }
}

#[tokio::test]
async fn what_the_signed_in_see_is_kept_by_nobody() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    for (path, _) in KEPT {
        let tag = app.visitor().get(path).await.header("etag").unwrap().to_owned();
        let reply = ana.clone().with("if-none-match", &tag).get(path).await;
        assert_eq!(reply.header("cache-control"), Some("private, no-store"), "{path}");
        assert_eq!(reply.header("vary"), Some("Cookie, Authorization"), "{path}");
        reply.ok(200);
    }
}

#[tokio::test]
async fn the_tag_changes_with_what_it_names() {
    let app = TestApp::new().await;
    let tag = async || app.visitor().get("/api/movies").await.header("etag").unwrap().to_owned();
    let before = tag().await;
    assert_eq!(before, tag().await);
    app.movie("Vértigo").await;
    assert_ne!(before, tag().await);
}

#[tokio::test]
async fn a_refusal_is_kept_by_nobody() {
    let app = TestApp::new().await;
    for path in ["/api/nothing", "/api/movies?limit=0", "/api/movies?cursor=x", "/api/movies/x"] {
        let reply = app.visitor().get(path).await;
        assert!(reply.status >= 400, "{path}");
        assert_eq!(reply.header("cache-control"), Some("private, no-store"), "{path}");
        assert_eq!(reply.header("etag"), None, "{path}");
    }
}
