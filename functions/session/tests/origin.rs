//! The sites from which a session is renewed and ended.

use kenmovie_testkit::{ORIGIN, SECURE_ORIGIN, TestApp};
use serde_json::json;

use crate::{PATH, REFRESH, SignedIn};

const REFUSED: [(&str, &str); 9] = [
    ("sec-fetch-site", "cross-site"),
    ("sec-fetch-site", "same-site"),
    ("sec-fetch-site", "SAME-ORIGIN"),
    ("sec-fetch-site", ""),
    ("origin", "https://evil.example"),
    ("origin", "null"),
    ("origin", "http://localhost:8081"),
    ("origin", "http://127.0.0.1:8080"),
    ("origin", SECURE_ORIGIN),
];

#[tokio::test]
async fn another_site_neither_renews_nor_ends_a_session() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    let held = app.visitor().with("cookie", &format!("km_access={}; km_refresh={}", ana.access, ana.refresh));
    for (name, value) in REFUSED {
        for reply in [
            held.clone().with(name, value).post(REFRESH, &json!({})).await,
            held.clone().with(name, value).delete(PATH).await,
        ] {
            assert!(reply.cookies().is_empty(), "{name}: {value}");
            reply.problem(403, "csrf");
        }
    }
    held.post(REFRESH, &json!({})).await.problem(403, "csrf");
    held.delete(PATH).await.problem(403, "csrf");
    // Nothing of all that touched the session.
    held.clone().with("origin", ORIGIN).post(REFRESH, &json!({})).await.ok(200);
}

#[tokio::test]
async fn another_site_is_refused_without_cookies_too() {
    let app = TestApp::new().await;
    for (name, value) in REFUSED {
        app.visitor().with(name, value).post(REFRESH, &json!({})).await.problem(403, "csrf");
        app.visitor().with(name, value).delete(PATH).await.problem(403, "csrf");
    }
}

#[tokio::test]
async fn the_site_itself_renews_and_ends_its_sessions() {
    let app = TestApp::new().await;
    for (name, value) in [("sec-fetch-site", "same-origin"), ("sec-fetch-site", "none"), ("origin", ORIGIN)] {
        let ana = SignedIn::new(&app).await;
        let held =
            app.visitor().with("cookie", &format!("km_access={}; km_refresh={}", ana.access, ana.refresh));
        let held = held.with(name, value);
        held.post(REFRESH, &json!({})).await.ok(200);
        held.delete(PATH).await.ok(204);
    }
}

#[tokio::test]
async fn a_bearer_needs_no_origin() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    app.visitor().bearer(&ana.access).with("origin", "https://elsewhere.example").delete(PATH).await.ok(204);
}
