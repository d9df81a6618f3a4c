//! What an address allows, and nothing else.

use std::time::Duration;

use kenmovie_common::domain::Media;
use kenmovie_testkit::{Client, Reply, TestApp, picture};

/// Somebody with an address, and what they would upload.
struct Asked {
    ana: Client,
    url: String,
    bytes: Vec<u8>,
    key: String,
}

async fn asked(app: &TestApp) -> Asked {
    let (ana, bytes) = (app.user().await, picture(20, 20));
    let answer = ana.asks_to_upload("message", bytes.len()).await;
    let key = Media::upload_key(answer["media_id"].as_str().unwrap().parse().unwrap());
    Asked { ana, url: answer["upload"]["url"].as_str().unwrap().to_owned(), bytes, key }
}

impl Asked {
    async fn sends(&self, url: &str, kind: &str, bytes: &[u8]) -> Reply {
        self.ana.request("PUT", url).raw(kind, bytes.to_vec()).await
    }

    async fn lies(&self, app: &TestApp) -> bool {
        app.blobs.get(&self.key, Media::MAX_BYTES).await.unwrap().is_some()
    }
}

#[tokio::test]
async fn another_size_or_kind_than_was_signed_is_refused() {
    let app = TestApp::new().await;
    let asked = asked(&app).await;
    let (url, bytes) = (&asked.url, &asked.bytes);
    let longer = [bytes, &b"x"[..]].concat();
    for wrong in [&bytes[1..], &longer, b""] {
        asked.sends(url, "image/png", wrong).await.ok(403);
        let told = wrong.len().to_string();
        let sent = asked.ana.request("PUT", url).raw("image/png", wrong.to_vec());
        sent.header("content-length", &told).await.ok(403);
        // A length that is a lie.
        let sent = asked.ana.request("PUT", url).raw("image/png", wrong.to_vec());
        sent.header("content-length", &bytes.len().to_string()).await.ok(403);
    }
    for kind in ["image/jpeg", "text/html", "image/png; charset=utf-8", ""] {
        asked.sends(url, kind, bytes).await.ok(403);
    }
    asked.ana.request("PUT", url).await.ok(403);
    assert!(!asked.lies(&app).await);
    asked.sends(url, "image/png", bytes).await.ok(200);
    assert!(asked.lies(&app).await);
}

#[tokio::test]
async fn an_address_works_once() {
    let app = TestApp::new().await;
    let asked = asked(&app).await;
    asked.sends(&asked.url, "image/png", &asked.bytes).await.ok(200);
    let other = vec![7; asked.bytes.len()];
    asked.sends(&asked.url, "image/png", &other).await.ok(412);
    assert_eq!(app.blobs.get(&asked.key, 10_000).await.unwrap(), Some(asked.bytes));
}

#[tokio::test]
async fn an_address_works_for_ten_minutes() {
    let app = TestApp::new().await;
    let (first, second) = (asked(&app).await, asked(&app).await);
    app.clock.advance(Duration::from_mins(10) - Duration::from_millis(1));
    first.sends(&first.url, "image/png", &first.bytes).await.ok(200);
    app.clock.advance(Duration::from_millis(1));
    second.sends(&second.url, "image/png", &second.bytes).await.ok(403);
}

#[tokio::test]
async fn an_address_that_was_changed_anywhere_is_refused() {
    let app = TestApp::new().await;
    let asked = asked(&app).await;
    let (url, size) = (&asked.url, asked.bytes.len());
    let (path, query) = url.split_once('?').unwrap();
    let (rest, signature) = query.rsplit_once('=').unwrap();
    let flipped = if signature.starts_with('A') { "B" } else { "A" };
    for changed in [
        path.to_owned(),
        format!("{path}?{rest}="),
        format!("{path}?{rest}={flipped}{}", &signature[1..]),
        format!("{path}?{rest}={}", &signature[..40]),
        url.replace("image/png", "image/jpeg"),
        url.replace(&format!("size={size}"), &format!("size={}", size + 1)),
        url.replace("until=17", "until=27"),
        url.replace("until=17", "until=-17"),
        url.replace("/uploads/", "/pictures/"),
        url.replace("/uploads/", "/uploads/../uploads/"),
        url.replace("/uploads/", "/..%2fuploads/"),
        url.replace("/uploads/", "/uploads%2f"),
        url.replace("/uploads/", "//uploads/"),
        format!("{path}%00?{query}"),
        format!("{path}.jpg?{query}"),
        format!("/media/..%2f..%2fkeys?{query}"),
        format!("/media/%ff?{query}"),
    ] {
        let reply = asked.sends(&changed, "image/png", &asked.bytes).await;
        // A slash may be written in two ways: it is the same key.
        let same = changed.contains("/uploads%2f");
        assert_eq!(reply.status, if same { 200 } else { 403 }, "{changed}");
        if same {
            app.blobs.delete(&asked.key).await.unwrap();
        }
        assert!(!asked.lies(&app).await, "{changed}");
    }
    asked.sends(url, "image/png", &asked.bytes).await.ok(200);
}

#[tokio::test]
async fn an_address_to_upload_shows_nothing_and_takes_no_other_method() {
    let app = TestApp::new().await;
    let asked = asked(&app).await;
    asked.sends(&asked.url, "image/png", &asked.bytes).await.ok(200);
    asked.ana.get(&asked.url).await.ok(403);
    for method in ["POST", "DELETE", "PATCH"] {
        asked.ana.request(method, &asked.url).await.ok(405);
    }
}
