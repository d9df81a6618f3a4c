//! How long a token and a session are believed.

use std::time::Duration;

use kenmovie_common::domain::{Client as SignInClient, Role};
use kenmovie_common::ports::Clock as _;
use kenmovie_testkit::TestApp;
use serde_json::json;

use crate::forge::Forge;
use crate::vote;

const MOMENT: Duration = Duration::from_millis(1);

#[tokio::test]
async fn a_token_holds_until_its_last_moment_and_expires_exactly_then() {
    let app = TestApp::new().await;
    let client = app.visitor().bearer(&Forge::new(&app).await.good);
    app.clock.advance(Duration::from_millis(899_999));
    vote(&app, &client).await.ok(200);
    app.clock.advance(MOMENT);
    let reply = vote(&app, &client).await;
    assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
    reply.problem(401, "token_expired");
}

#[tokio::test]
async fn an_expired_token_is_so_whether_it_was_seen_before_or_not() {
    let app = TestApp::new().await;
    let forge = Forge::new(&app).await;
    let now = app.clock.now().seconds();
    for exp in [now, now - 1, 0] {
        let client = app.visitor().bearer(&forge.claims_but("exp", exp));
        vote(&app, &client).await.problem(401, "token_expired");
    }
    vote(&app, &app.visitor().bearer(&forge.claims_but("exp", now + 1))).await.ok(200);
}

#[tokio::test]
async fn who_brings_an_expired_token_to_a_public_page_is_a_visitor() {
    let app = TestApp::new().await;
    app.movie("Vértigo").await;
    let good = Forge::new(&app).await.good;
    let clients = [app.visitor().bearer(&good), app.visitor().browser(&format!("km_access={good}"))];
    for client in &clients {
        let reply = client.get("/api/movies").await;
        assert_eq!(reply.header("cache-control"), Some("private, no-store"));
        assert!(reply.ok(200)["items"][0]["mine"].is_object());
    }
    app.expire_tokens();
    for client in &clients {
        let reply = client.get("/api/movies").await;
        assert!(reply.header("cache-control").unwrap().starts_with("public, max-age="));
        assert_eq!(reply.header("vary"), Some("Cookie, Authorization"));
        assert_eq!(reply.ok(200)["items"][0].get("mine"), None);
        vote(&app, client).await.problem(401, "token_expired");
    }
}

#[tokio::test]
async fn a_session_that_ends_is_believed_for_8_seconds_at_most() {
    let app = TestApp::new().await;
    let user = app.person(Role::User).await;
    let session = app.session(&user, SignInClient::Web).await;
    let client = app.visitor().bearer(&app.token(&user, &session, None));
    vote(&app, &client).await.ok(200);
    app.kv.end_session(session.id).await.unwrap();
    app.clock.advance(Duration::from_secs(8));
    vote(&app, &client).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn looking_again_and_again_does_not_make_a_dead_session_live_on() {
    let app = TestApp::new().await;
    let user = app.person(Role::User).await;
    let session = app.session(&user, SignInClient::Web).await;
    let client = app.visitor().bearer(&app.token(&user, &session, None));
    client.get("/api/blocked-movies").await.ok(200);
    app.kv.end_session(session.id).await.unwrap();
    for _ in 0..8 {
        app.clock.advance(Duration::from_secs(1));
        let _ = client.get("/api/blocked-movies").await;
    }
    client.get("/api/blocked-movies").await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_token_of_a_session_that_had_ended_is_refused_at_first_sight() {
    let app = TestApp::new().await;
    let user = app.person(Role::User).await;
    let session = app.session(&user, SignInClient::Web).await;
    app.kv.end_session(session.id).await.unwrap();
    let client = app.visitor().bearer(&app.token(&user, &session, None));
    vote(&app, &client).await.problem(401, "unauthenticated");
    assert_eq!(client.get("/api/session").await.ok(200), json!({}));
}

#[tokio::test]
async fn a_new_role_ends_every_session_of_before() {
    let app = TestApp::new().await;
    let user = app.person(Role::Admin).await;
    let (browser, machine) =
        (app.signed_in(&user).await, app.machine(&user, kenmovie_common::auth::Preset::Admin).await);
    let film = json!({ "title": "Vértigo" });
    browser.post("/api/movies", &film).await.ok(201);
    machine.post("/api/movies", &film).await.ok(201);
    let user = app.store.set_role(user.id, Role::User).await.unwrap().unwrap();
    app.kv.raise_epoch(user.id, user.auth_epoch, app.clock.now()).await.unwrap();
    app.clock.advance(Duration::from_secs(8));
    browser.post("/api/movies", &film).await.problem(401, "unauthenticated");
    machine.post("/api/movies", &film).await.problem(401, "unauthenticated");
    let again = app.signed_in(&user).await;
    again.post("/api/movies", &film).await.problem(403, "insufficient_scope");
    vote(&app, &again).await.ok(200);
}

#[tokio::test]
async fn a_session_that_nobody_began_is_none() {
    let app = TestApp::new().await;
    let user = app.person(Role::User).await;
    let now = app.clock.now();
    let mut session = app.session(&user, SignInClient::Web).await;
    session.id = kenmovie_common::SessionId::new(now, app.random());
    let client = app.visitor().bearer(&app.token(&user, &session, None));
    vote(&app, &client).await.problem(401, "unauthenticated");
}
