//! Which answer wins where several hold.

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{BODY_LIMIT, Client, NOBODYS_ID, Sent, TestApp};

use crate::forge::Forge;

/// A vote for a film that is not there.
fn ask(client: &Client) -> Sent {
    client.request("PUT", &format!("/api/movies/{NOBODYS_ID}/reaction"))
}

#[tokio::test]
async fn an_unknown_path_comes_before_everything() {
    let app = TestApp::new().await;
    let large = "x".repeat(BODY_LIMIT + 1);
    app.visitor()
        .request("PUT", "/api/nothing")
        .raw("text/plain", large.clone())
        .await
        .problem(404, "not_found");
    app.visitor().request("BREW", "/api/nothing").raw("text/plain", large).await.problem(404, "not_found");
}

#[tokio::test]
async fn then_the_method_then_the_size() {
    let app = TestApp::new().await;
    let path = format!("/api/movies/{NOBODYS_ID}/reaction");
    let large = "x".repeat(BODY_LIMIT + 1);
    let reply = app.visitor().request("POST", &path).raw("text/plain", large.clone()).await;
    let mut allowed: Vec<&str> = reply.header("allow").unwrap().split(',').map(str::trim).collect();
    allowed.sort_unstable();
    assert_eq!(allowed, ["DELETE", "PUT"]);
    reply.problem(405, "method_not_allowed");
    let elsewhere = app.visitor().with("sec-fetch-site", "cross-site").with("cookie", "km_access=x");
    ask(&elsewhere).raw("text/plain", large).await.problem(413, "body_too_large");
}

#[tokio::test]
async fn then_who_calls_then_from_where() {
    let app = TestApp::new().await;
    let good = Forge::new(&app).await.good;
    let from = |site: &str, cookie: &str| app.visitor().with("sec-fetch-site", site).with("cookie", cookie);
    ask(&from("cross-site", "km_access=x")).raw("text/plain", "{").await.problem(401, "unauthenticated");
    let cookie = format!("km_access={good}");
    ask(&from("cross-site", &cookie)).raw("text/plain", "{").await.problem(403, "csrf");
    app.expire_tokens();
    ask(&from("cross-site", &cookie)).raw("text/plain", "{").await.problem(401, "token_expired");
}

#[tokio::test]
async fn then_the_scope_then_the_bodys_type() {
    let app = TestApp::new().await;
    let poor = app.machine(&app.person(Role::User).await, Preset::Public).await;
    ask(&poor).raw("text/plain", "{").await.problem(403, "insufficient_scope");
    let ana = app.user().await;
    ask(&ana).raw("text/plain", "{").await.problem(415, "unsupported_media_type");
}

#[tokio::test]
async fn another_site_comes_before_the_scope() {
    let app = TestApp::new().await;
    let forge = Forge::new(&app).await;
    let poor = forge.claims_but("scope", "movies:read");
    let elsewhere =
        app.visitor().with("cookie", &format!("km_access={poor}")).with("origin", "https://evil.example");
    ask(&elsewhere).raw("text/plain", "{").await.problem(403, "csrf");
}

#[tokio::test]
async fn then_json_then_its_members_then_the_thing() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    ask(&ana).raw("application/json", "{").await.problem(400, "malformed_json");
    ask(&ana).raw("application/json", r#"{"value":"love"}"#).await.invalid(&["value invalid_value"]);
    ask(&ana).raw("application/json", r#"{"value":"like"}"#).await.problem(404, "not_found");
}

#[tokio::test]
async fn every_site_but_its_own_is_refused_where_cookies_speak() {
    let app = TestApp::new().await;
    let good = Forge::new(&app).await.good;
    let movie = app.movie("Vértigo").await;
    let path = format!("/api/movies/{movie}/reaction");
    let held = app.visitor().with("cookie", &format!("km_access={good}"));
    let table = [
        (vec![("sec-fetch-site", "same-origin")], true),
        (vec![("sec-fetch-site", "none")], true),
        (vec![("origin", kenmovie_testkit::ORIGIN)], true),
        (vec![("sec-fetch-site", "cross-site")], false),
        (vec![("sec-fetch-site", "same-site")], false),
        (vec![("sec-fetch-site", "cross-site"), ("origin", kenmovie_testkit::ORIGIN)], false),
        (vec![("origin", "null")], false),
        (vec![("origin", "https://evil.example")], false),
        (vec![("referer", "http://localhost:8080/")], false),
        (vec![], false),
    ];
    for (headers, allowed) in table {
        let client = headers.iter().fold(held.clone(), |client, (name, value)| client.with(name, value));
        for reply in
            [client.put(&path, &serde_json::json!({ "value": "like" })).await, client.delete(&path).await]
        {
            assert_eq!(reply.status, if allowed { 200 } else { 403 }, "{headers:?} {}", reply.asked);
            if !allowed {
                reply.problem(403, "csrf");
            }
        }
        client.get("/api/blocked-movies").await.ok(200);
    }
}

#[tokio::test]
async fn a_bearer_may_come_from_anywhere() {
    let app = TestApp::new().await;
    let good = Forge::new(&app).await.good;
    let elsewhere = app
        .visitor()
        .bearer(&good)
        .with("origin", "https://elsewhere.example")
        .with("sec-fetch-site", "cross-site");
    crate::vote(&app, &elsewhere).await.ok(200);
}
