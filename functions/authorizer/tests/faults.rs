//! The authorizer's verdicts themselves, and what becomes of them where the store does not answer.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, HeaderValue, header};
use kenmovie_authorizer::authorize;
use kenmovie_common::auth::{
    Audience, Hmac, Identifier, Issuer, Scope, SigningKey, Verdict, Verifier, VerifyingKey,
};
use kenmovie_common::domain::{Client as SignInClient, Role};
use kenmovie_common::http::{Access, Caller, Front, FrontParts, Limits, Route, Routes, Site, Viewer, finish};
use kenmovie_common::ports::Sessions as _;
use kenmovie_embedded::SystemRandom;
use kenmovie_testkit::{Client, ORIGIN, TestApp};

use crate::forge::Forge;
use crate::sessions::{Fickle, REASON};

const GUARDED: Route = Route::get("/guarded", Access::Scope(Scope::ReactionsWrite));
const OPEN: Route = Route::get("/open", Access::Public);

/// What a function is handed, over sessions that can be made to fail.
fn front(app: &TestApp, keys: &[VerifyingKey]) -> (Front, Arc<Fickle>) {
    let sessions = Arc::new(Fickle::new(app.kv.clone()));
    #[expect(clippy::expect_used, reason = "a test's tool panics where the test fails")]
    let parts = FrontParts {
        site: Site::new(ORIGIN).expect("a site"),
        clock: app.clock.clone(),
        random: Arc::new(SystemRandom),
        identifier: Arc::new(Identifier::new(
            Verifier::new(keys, &Audience::of_site(ORIGIN)).expect("keys"),
            sessions.clone(),
            app.clock.clone(),
        )),
        counters: app.kv.clone(),
        limits: Limits::Production,
        edge: None,
        fingerprint: Hmac::new(b"test"),
    };
    (Front::new(parts), sessions)
}

/// A function without an authorizer before it.
fn alone(front: &Front) -> Client {
    let routes = Routes::new(front)
        .on(&GUARDED, async |Caller(caller): Caller| caller.user.to_string(), ())
        .on(&OPEN, async |Viewer(viewer): Viewer| if viewer.is_some() { "known" } else { "visitor" }, ());
    Client::new(finish(routes.into_router(), front))
}

fn bearer(token: &str) -> HeaderMap {
    let line = HeaderValue::from_str(&format!("Bearer {token}"));
    line.into_iter().map(|line| (header::AUTHORIZATION, line)).collect()
}

#[tokio::test]
async fn each_verdict_says_what_is_known() {
    let app = TestApp::new().await;
    let forge = Forge::new(&app).await;
    let (front, sessions) = front(&app, &app.keys.public());
    assert_eq!(authorize(&front, &HeaderMap::new()).await, Verdict::Missing);
    assert_eq!(authorize(&front, &bearer("nonsense")).await, Verdict::Invalid);
    assert_eq!(authorize(&front, &bearer(&forge.claims_but("exp", 1))).await, Verdict::Expired);
    let Verdict::Ok(identity) = authorize(&front, &bearer(&forge.good)).await else { panic!("a good token") };
    assert_eq!(identity.user.to_string(), forge.claims["sub"]);
    assert_eq!(identity.session.to_string(), forge.claims["sid"]);
    assert_eq!(identity.client, SignInClient::Web);
    assert_eq!(identity.scopes.to_string(), forge.claims["scope"]);
    assert_eq!(identity.auth_time.seconds(), forge.claims["auth_time"]);
    assert_eq!(identity.expires_at.seconds(), forge.claims["exp"]);
    sessions.fail(true);
    app.clock.advance(Duration::from_secs(8));
    assert_eq!(authorize(&front, &bearer(&forge.good)).await, Verdict::Unavailable);
    sessions.fail(false);
    sessions.end_session(identity.session).await.unwrap();
    assert_eq!(authorize(&front, &bearer(&forge.good)).await, Verdict::Revoked);
}

#[tokio::test]
async fn a_store_that_does_not_answer_lets_nobody_in() {
    let app = TestApp::new().await;
    let (front, sessions) = front(&app, &app.keys.public());
    let client = alone(&front).bearer(&Forge::new(&app).await.good);
    sessions.fail(true);
    let reply = client.get("/guarded").await;
    assert_eq!(reply.header("retry-after"), Some("1"));
    let body = reply.problem(503, "store_unavailable");
    assert!(!body.to_string().contains(REASON), "{body:#}");
    sessions.fail(false);
    client.get("/guarded").await.ok(200);
}

#[tokio::test]
async fn a_session_is_read_once_in_8_seconds_and_then_again() {
    let app = TestApp::new().await;
    let (front, sessions) = front(&app, &app.keys.public());
    let client = alone(&front).bearer(&Forge::new(&app).await.good);
    for _ in 0..20 {
        client.get("/guarded").await.ok(200);
    }
    assert_eq!(sessions.reads(), 1);
    app.clock.advance(Duration::from_millis(7_999));
    client.get("/guarded").await.ok(200);
    assert_eq!(sessions.reads(), 1);
    sessions.fail(true);
    app.clock.advance(Duration::from_millis(1));
    client.get("/guarded").await.problem(503, "store_unavailable");
    assert_eq!(sessions.reads(), 2, "what was seen before is no yes where the store fails");
}

#[tokio::test]
async fn what_is_not_signed_costs_the_store_nothing() {
    let app = TestApp::new().await;
    let (front, sessions) = front(&app, &app.keys.public());
    let forge = Forge::new(&app).await;
    for token in [
        "x",
        "",
        &forge.good[..forge.good.len() - 2],
        &forge.claims_but("exp", 1),
        &forge.header_but("typ", "JWT"),
    ] {
        alone(&front).bearer(token).get("/guarded").await;
        alone(&front).bearer(token).get("/open").await.ok(200);
    }
    assert_eq!(sessions.reads(), 0);
}

#[tokio::test]
async fn a_function_without_an_authorizer_before_it_verifies_the_token_itself() {
    let app = TestApp::new().await;
    let (front, _) = front(&app, &app.keys.public());
    let forge = Forge::new(&app).await;
    alone(&front).get("/guarded").await.problem(401, "unauthenticated");
    alone(&front).bearer(&forge.unsigned("none", "")).get("/guarded").await.problem(401, "unauthenticated");
    let poor = forge.claims_but("scope", "movies:read nonsense");
    alone(&front).bearer(&poor).get("/guarded").await.problem(403, "insufficient_scope");
    assert_eq!(alone(&front).bearer(&forge.good).get("/guarded").await.ok(200), forge.claims["sub"]);
    assert_eq!(alone(&front).bearer(&forge.good).get("/open").await.ok(200), "known");
    assert_eq!(alone(&front).get("/open").await.ok(200), "visitor");
}

#[tokio::test]
async fn a_handler_behind_no_guard_knows_nobody() {
    let app = TestApp::new().await;
    let (front, _) = front(&app, &app.keys.public());
    let bare = Router::new()
        .route("/bare", axum::routing::get(async |Caller(caller): Caller| caller.user.to_string()));
    let client = Client::new(finish(bare, &front)).bearer(&Forge::new(&app).await.good);
    client.get("/bare").await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn while_keys_are_rotated_the_old_and_the_new_are_believed_and_afterwards_the_new() {
    let app = TestApp::new().await;
    let (old, new) =
        (SigningKey::generate(app.random()).unwrap(), SigningKey::generate(app.random()).unwrap());
    let user = app.person(Role::User).await;
    let token = async |key: &SigningKey| {
        let session = app.session(&user, SignInClient::Web).await;
        let issuer = Issuer::new(key, Audience::of_site(ORIGIN), Hmac::new(b"test"));
        let scopes = kenmovie_common::auth::Scopes::of_role(Role::User);
        issuer
            .access(&session, scopes, kenmovie_common::ports::Clock::now(app.clock.as_ref()), app.random())
            .unwrap()
    };
    let (by_old, by_new) = (token(&old).await, token(&new).await);
    let (both, _) = front(&app, &[new.public().clone(), old.public().clone()]);
    alone(&both).bearer(&by_old).get("/guarded").await.ok(200);
    alone(&both).bearer(&by_new).get("/guarded").await.ok(200);
    let (one, _) = front(&app, &[new.public().clone()]);
    alone(&one).bearer(&by_old).get("/guarded").await.problem(401, "unauthenticated");
    alone(&one).bearer(&by_new).get("/guarded").await.ok(200);
}

#[tokio::test]
async fn a_panic_is_a_fault_of_ours_and_says_no_more() {
    let app = TestApp::new().await;
    let (front, _) = front(&app, &app.keys.public());
    let routes = Routes::new(&front).on(&OPEN, async || -> &'static str { panic!("{REASON}") }, ());
    let body = Client::new(finish(routes.into_router(), &front)).get("/open").await.problem(500, "internal");
    assert!(!body.to_string().contains(REASON), "{body:#}");
}
