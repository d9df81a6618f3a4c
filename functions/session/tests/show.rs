//! `GET /api/session`

use std::time::Duration;

use kenmovie_common::auth::{Preset, TOKEN_LIFE};
use kenmovie_common::domain::Role;
use kenmovie_common::ports::Clock as _;
use kenmovie_testkit::TestApp;
use serde_json::{Value, json};

use crate::{PATH, SignedIn, written};

#[tokio::test]
async fn a_visitor_has_none() {
    let app = TestApp::new().await;
    let reply = app.visitor().get(PATH).await;
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    assert!(reply.cookies().is_empty());
    assert_eq!(reply.ok(200), json!({}));
}

#[tokio::test]
async fn the_signed_in_see_themselves_their_scopes_and_when_their_token_ends() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    let reply = ana.browser(&app).get(PATH).await;
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    let mut body = reply.ok(200);
    assert_eq!(body["user"], serde_json::to_value(&ana.user).unwrap());
    assert_eq!(body["expires_at"], written(app.clock.now() + TOKEN_LIFE));
    assert_eq!(body["scopes"].take().as_array().unwrap().len(), 11);
    let members: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert_eq!(members.len(), 3, "{members:?}");
}

#[tokio::test]
async fn each_role_sees_its_scopes() {
    let app = TestApp::new().await;
    for (role, count) in [(Role::User, 11), (Role::Moderator, 13), (Role::Admin, 18)] {
        let body = app.signed_in(&app.person(role).await).await.get(PATH).await.ok(200);
        assert_eq!(body["user"]["role"], role.as_str());
        assert_eq!(body["scopes"].as_array().unwrap().len(), count, "{}", role.as_str());
    }
}

#[tokio::test]
async fn a_machine_sees_whom_it_acts_for() {
    let app = TestApp::new().await;
    let ana = app.person(Role::Admin).await;
    let body = app.machine(&ana, Preset::Public).await.get(PATH).await.ok(200);
    assert_eq!(body["user"]["id"], ana.id.to_string());
    assert_eq!(body["scopes"], json!(["movies:read", "user-movies:read", "user-movies:write"]));
}

#[tokio::test]
async fn who_holds_a_refresh_cookie_alone_is_told_to_use_it() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    assert_eq!(ana.only_refresh(&app).get(PATH).await.ok(200), json!({ "can_refresh": true }));
    app.expire_tokens();
    assert_eq!(ana.browser(&app).get(PATH).await.ok(200), json!({ "can_refresh": true }));
}

#[tokio::test]
async fn who_holds_an_expired_access_cookie_alone_is_a_visitor() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    app.expire_tokens();
    let browser = app.visitor().browser(&format!("km_access={}", ana.access));
    assert_eq!(browser.get(PATH).await.ok(200), json!({}));
}

#[tokio::test]
async fn secrets_that_nobody_gave_are_nothing() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    let (sid, _) = ana.refresh.split_once('.').unwrap();
    let other = TestApp::new().await.issuer().refresh_secret(ana.session.id, 0);
    let cut = &ana.refresh[..ana.refresh.len() - 1];
    for secret in [
        "",
        "x",
        "..",
        sid,
        cut,
        &format!("{sid}.0."),
        &format!("{sid}.0.AAAA"),
        &other,
        &format!("{}=", ana.refresh),
    ] {
        let browser = app.visitor().browser(&format!("km_refresh={secret}"));
        assert_eq!(browser.get(PATH).await.ok(200), json!({}), "{secret}");
    }
    let swapped = format!("{sid}.1.{}", ana.refresh.rsplit('.').next().unwrap());
    let browser = app.visitor().browser(&format!("km_refresh={swapped}"));
    assert_eq!(browser.get(PATH).await.ok(200), json!({}), "the number belongs to what is signed");
    let browser = app.visitor().browser("km_access=nonsense; km_refresh=nonsense");
    assert_eq!(browser.get(PATH).await.ok(200), json!({}));
}

#[tokio::test]
async fn an_authorization_header_stands_for_the_whole_caller() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    for header in ["Bearer nonsense", "Bearer ", "Basic YTpi", "nonsense"] {
        let both = ana.browser(&app).with("authorization", header);
        assert_eq!(both.get(PATH).await.ok(200), json!({}), "{header}");
    }
    let bea = SignedIn::new(&app).await;
    let both = ana.browser(&app).bearer(&bea.access);
    assert_eq!(both.get(PATH).await.ok(200)["user"]["id"], bea.user.id.to_string());
}

#[tokio::test]
async fn a_session_that_was_ended_is_not_shown_after_8_seconds() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    let browser = app.visitor().browser(&format!("km_access={}", ana.access));
    browser.get(PATH).await.ok(200);
    app.kv.end_session(ana.session.id).await.unwrap();
    app.clock.advance(Duration::from_secs(8));
    assert_eq!(browser.get(PATH).await.ok(200), json!({}));
}

#[tokio::test]
async fn a_role_that_was_given_shows_after_signing_in_again_and_not_before() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    let user = app.store.set_role(ana.user.id, Role::Moderator).await.unwrap().unwrap();
    app.kv.raise_epoch(user.id, user.auth_epoch, app.clock.now()).await.unwrap();
    let shown = ana.browser(&app).get(PATH).await.ok(200);
    assert_eq!(shown.get("scopes"), None, "{shown:#}");
    let again = SignedIn::of(&app, user).await.browser(&app).get(PATH).await.ok(200);
    assert_eq!(again["user"]["role"], "moderator");
    assert_eq!(again["scopes"].as_array().unwrap().len(), 13);
}

#[tokio::test]
async fn it_may_be_read_from_anywhere_a_browser_lets_it() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    // Reading changes nothing; that another site's script does not see the answer is the browser's to see to.
    let elsewhere = app
        .visitor()
        .with("cookie", &format!("km_access={}", ana.access))
        .with("sec-fetch-site", "cross-site");
    let reply = elsewhere.get(PATH).await;
    assert_eq!(reply.header("access-control-allow-origin"), None);
    reply.ok(200);
}

#[tokio::test]
async fn other_methods_are_told_which_there_are() {
    let app = TestApp::new().await;
    for method in ["POST", "PUT", "PATCH", "OPTIONS"] {
        let reply = app.visitor().request(method, PATH).await;
        let mut allowed: Vec<&str> = reply.header("allow").unwrap().split(',').map(str::trim).collect();
        allowed.sort_unstable();
        assert_eq!(allowed, ["DELETE", "GET", "HEAD"], "{method}");
        reply.problem(405, "method_not_allowed");
    }
    let reply = app.visitor().get(crate::REFRESH).await;
    assert_eq!(reply.header("allow"), Some("POST"));
    reply.problem(405, "method_not_allowed");
    let reply = app.visitor().request("HEAD", PATH).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.body, Value::Null);
}
