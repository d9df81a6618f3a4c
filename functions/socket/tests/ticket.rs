//! What opens a socket.

use std::time::Duration;

use kenmovie_testkit::{ORIGIN, TestApp, at_once, ticket};
use serde_json::json;

const TICKET: &str = "/api/socket/ticket";

#[tokio::test]
async fn a_ticket_says_where_and_until_when_it_opens_a_socket() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let reply = ana.request("POST", TICKET).await;
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    let given = reply.ok(201);
    assert_eq!(given["url"], "ws://localhost:8080/ws");
    assert_eq!(given["expires_at"], "2026-01-01T12:00:30.000Z");
    let secure = TestApp::secure().await;
    let given = secure.user().await.request("POST", TICKET).await.ok(201);
    assert_eq!(given["url"], "wss://kenmovie.example/ws");
    app.visitor().request("POST", TICKET).await.problem(401, "unauthenticated");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_opens_one_socket_however_many_try_at_once() {
    let app = TestApp::new().await;
    let (ana, site) = (app.user().await, app.listen().await);
    let ticket = ticket(&ana).await;
    let mut tries = tokio::task::JoinSet::new();
    let site = std::sync::Arc::new(site);
    for _ in 0..10 {
        let (site, ticket) = (site.clone(), ticket.clone());
        tries.spawn(async move { site.open(&ticket, Some(ORIGIN)).await.map(|_| ()) });
    }
    let opened = tries.join_all().await;
    assert_eq!(opened.iter().filter(|one| one.is_ok()).count(), 1);
    assert_eq!(opened.iter().filter(|one| **one == Err(401)).count(), 9);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_is_good_for_thirty_seconds() {
    let app = TestApp::new().await;
    let (ana, site) = (app.user().await, app.listen().await);
    let (early, late) = (ticket(&ana).await, ticket(&ana).await);
    app.clock.advance(Duration::from_millis(29_999));
    assert!(site.open(&early, Some(ORIGIN)).await.is_ok());
    app.clock.advance(Duration::from_millis(1));
    assert_eq!(site.open(&late, Some(ORIGIN)).await.err(), Some(401));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_origin_opens_nothing_and_spends_no_ticket() {
    let app = TestApp::new().await;
    let (ana, site) = (app.user().await, app.listen().await);
    let ticket = ticket(&ana).await;
    for origin in ["https://evil.example", "null", "", "http://localhost:8081", "https://localhost:8080"] {
        assert_eq!(site.open(&ticket, Some(origin)).await.err(), Some(403), "{origin}");
    }
    assert!(site.open(&ticket, Some(ORIGIN)).await.is_ok());
    // A client that is no browser names none.
    assert!(site.open(&kenmovie_testkit::ticket(&ana).await, None).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_ends_with_its_session() {
    let app = TestApp::new().await;
    let (ana, site) = (app.user().await, app.listen().await);
    let ticket = ticket(&ana).await;
    ana.request("DELETE", "/api/session").header("content-type", "application/json").await.ok(204);
    assert_eq!(site.open(&ticket, Some(ORIGIN)).await.err(), Some(401));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_ticket_opens_nothing() {
    let app = TestApp::new().await;
    let (ana, site) = (app.user().await, app.listen().await);
    let good = ticket(&ana).await;
    let (name, secret) = good.split_once('.').unwrap();
    for bad in [
        String::new(),
        name.to_owned(),
        format!("{name}."),
        format!(".{secret}"),
        format!("{name}.{}", secret.to_lowercase()),
        format!("{name}.{secret}x"),
        "a".repeat(9_000),
        "%00.%00".to_owned(),
    ] {
        assert_eq!(site.open(&bad, Some(ORIGIN)).await.err(), Some(401), "{bad:.40}");
    }
    assert!(site.open(&good, Some(ORIGIN)).await.is_ok());
}

#[tokio::test]
async fn tickets_are_limited() {
    let app = TestApp::strict().await;
    let ana = app.user().await;
    let replies = at_once((0..61).map(|_| ana.request("POST", TICKET))).await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 201).count(), 60);
    assert_eq!(replies.iter().filter(|reply| reply.body["code"] == json!("rate_limited")).count(), 1);
}
