//! `DELETE /api/session`

use std::time::Duration;

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{TestApp, at_once};
use serde_json::{Value, json};

use crate::{PATH, PROTECTED, SignedIn, attributes, clears, holding, refresh};

/// A session that was seen to live is believed for this long.
const BELIEVED: Duration = Duration::from_secs(8);

#[tokio::test]
async fn signing_out_ends_the_session_and_clears_the_cookies() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    let browser = ana.browser(&app);
    browser.get(PROTECTED).await.ok(200);
    let reply = browser.delete(PATH).await;
    assert!(clears(&reply), "{:?}", reply.cookies());
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    assert_eq!(reply.ok(204), Value::Null);
    refresh(&ana.only_refresh(&app)).await.problem(401, "unauthenticated");
    app.clock.advance(BELIEVED);
    browser.get(PROTECTED).await.problem(401, "unauthenticated");
    app.visitor().bearer(&ana.access).get(PROTECTED).await.problem(401, "unauthenticated");
    assert_eq!(
        app.visitor().browser(&format!("km_access={}", ana.access)).get(PATH).await.ok(200),
        json!({})
    );
}

#[tokio::test]
async fn a_token_that_was_not_seen_before_is_refused_at_once() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    ana.only_refresh(&app).delete(PATH).await.ok(204);
    ana.browser(&app).get(PROTECTED).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn on_https_the_prefixed_cookies_are_cleared() {
    let app = TestApp::secure().await;
    let browser = app.user().await;
    let reply = browser.delete(PATH).await;
    let lines: Vec<_> = reply.cookies().iter().map(|line| attributes(line)).collect();
    assert_eq!(
        lines,
        [
            ("__Host-km_access; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure".to_owned(), false),
            ("__Host-km_refresh; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure".to_owned(), false),
        ]
    );
    app.clock.advance(BELIEVED);
    browser.get(PROTECTED).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn signing_out_twice_is_signing_out() {
    let app = TestApp::new().await;
    let browser = app.user().await;
    for _ in 0..2 {
        let reply = browser.delete(PATH).await;
        assert!(clears(&reply));
        reply.ok(204);
    }
    for reply in at_once((0..20).map(|_| browser.delete(PATH))).await {
        reply.ok(204);
    }
}

#[tokio::test]
async fn a_visitor_may_sign_out_too() {
    let app = TestApp::new().await;
    for client in [app.visitor(), app.visitor().browser("km_access=nonsense; km_refresh=nonsense")] {
        let reply = client.delete(PATH).await;
        assert!(clears(&reply));
        reply.ok(204);
    }
}

#[tokio::test]
async fn the_refresh_cookie_alone_ends_its_session_after_the_token_has_expired() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    app.expire_tokens();
    ana.browser(&app).delete(PATH).await.ok(204);
    refresh(&ana.only_refresh(&app)).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn the_access_cookie_alone_ends_its_session() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    app.visitor().browser(&format!("km_access={}", ana.access)).delete(PATH).await.ok(204);
    refresh(&ana.only_refresh(&app)).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn cookies_of_two_sessions_end_both() {
    let app = TestApp::new().await;
    let (one, two) = (SignedIn::new(&app).await, SignedIn::new(&app).await);
    let mixed = app.visitor().browser(&format!("km_access={}; km_refresh={}", one.access, two.refresh));
    mixed.delete(PATH).await.ok(204);
    for session in [one, two] {
        refresh(&session.only_refresh(&app)).await.problem(401, "unauthenticated");
    }
}

#[tokio::test]
async fn a_machine_ends_the_session_of_its_token() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let (machine, browser) = (app.machine(&ana, Preset::Site).await, app.signed_in(&ana).await);
    machine.get(PROTECTED).await.ok(200);
    machine.delete(PATH).await.ok(204);
    app.clock.advance(BELIEVED);
    machine.get(PROTECTED).await.problem(401, "unauthenticated");
    browser.get(PROTECTED).await.ok(200);
}

#[tokio::test]
async fn an_authorization_header_leaves_the_session_of_the_cookies_alone() {
    let app = TestApp::new().await;
    let (one, two) = (SignedIn::new(&app).await, SignedIn::new(&app).await);
    one.browser(&app).bearer(&two.access).delete(PATH).await.ok(204);
    refresh(&one.only_refresh(&app)).await.ok(200);
    refresh(&two.only_refresh(&app)).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn the_other_devices_stay_signed_in() {
    let app = TestApp::new().await;
    let laptop = SignedIn::new(&app).await;
    let phone = SignedIn::of(&app, laptop.user.clone()).await;
    laptop.browser(&app).delete(PATH).await.ok(204);
    app.clock.advance(BELIEVED);
    phone.browser(&app).get(PROTECTED).await.ok(200);
    refresh(&phone.browser(&app)).await.ok(200);
}

#[tokio::test]
async fn nobody_ends_a_session_by_its_number() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    let (sid, _) = ana.refresh.split_once('.').unwrap();
    let stranger = TestApp::new().await.issuer().refresh_secret(ana.session.id, 0);
    for secret in [format!("{sid}.0.AAAA"), stranger, sid.to_owned()] {
        holding(&app, &secret).delete(PATH).await.ok(204);
    }
    refresh(&ana.only_refresh(&app)).await.ok(200);
}
