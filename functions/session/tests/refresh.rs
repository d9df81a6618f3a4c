//! `POST /api/session/refresh`

use std::time::Duration;

use kenmovie_common::auth::TOKEN_LIFE;
use kenmovie_common::domain::Role;
use kenmovie_common::ports::Clock as _;
use kenmovie_testkit::TestApp;
use serde_json::json;

use crate::{PATH, PROTECTED, REFRESH, SignedIn, attributes, clears, holding, refresh, written};

const GRACE: Duration = Duration::from_secs(10);
const MOMENT: Duration = Duration::from_millis(1);

#[tokio::test]
async fn a_refresh_gives_two_new_cookies_and_the_session() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    app.expire_tokens();
    let reply = refresh(&ana.browser(&app)).await;
    let lines: Vec<_> = reply.cookies().iter().map(|line| attributes(line)).collect();
    assert_eq!(
        lines,
        [
            ("km_access; Path=/; Max-Age=900; HttpOnly; SameSite=Lax".to_owned(), true),
            ("km_refresh; Path=/; Max-Age=1209600; HttpOnly; SameSite=Strict".to_owned(), true),
        ]
    );
    assert_eq!(reply.cookie("km_refresh").unwrap(), ana.number(&app, 1));
    assert_ne!(reply.cookie("km_access").unwrap(), ana.access);
    let browser = app.visitor().browser(&reply.jar());
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    let body = reply.ok(200);
    assert_eq!(body["expires_at"], written(app.clock.now() + TOKEN_LIFE));
    assert_eq!(browser.get(PATH).await.ok(200), body, "what a refresh says is what the session is");
    browser.get(PROTECTED).await.ok(200);
}

#[tokio::test]
async fn no_secret_is_in_the_body() {
    let app = TestApp::new().await;
    let reply = refresh(&SignedIn::new(&app).await.browser(&app)).await;
    let body = reply.body.to_string();
    for name in ["km_access", "km_refresh"] {
        assert!(!body.contains(&reply.cookie(name).unwrap()), "{name}");
    }
    let members: Vec<&String> = reply.body.as_object().unwrap().keys().collect();
    assert_eq!(members.len(), 3, "{members:?}");
}

#[tokio::test]
async fn on_https_the_prefixed_cookies_are_rotated() {
    let app = TestApp::secure().await;
    let ana = SignedIn::new(&app).await;
    let browser = app.visitor().browser(&format!("__Host-km_refresh={}", ana.refresh));
    let reply = refresh(&browser).await;
    assert_eq!(reply.status, 200, "{:#}", reply.body);
    assert_eq!(reply.cookie("__Host-km_refresh").unwrap(), ana.number(&app, 1));
    assert!(reply.cookies().iter().all(|line| line.ends_with("; Secure")));
    refresh(&holding(&app, &ana.refresh)).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn the_refresh_cookie_alone_is_enough_many_times_on() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    let mut secret = ana.refresh.clone();
    for number in 1..=50 {
        app.clock.advance(TOKEN_LIFE);
        let reply = refresh(&holding(&app, &secret)).await;
        assert_eq!(reply.status, 200, "{number}");
        secret = reply.cookie("km_refresh").unwrap();
        assert_eq!(secret, ana.number(&app, number));
    }
}

#[tokio::test]
async fn a_number_shown_again_within_ten_seconds_gives_the_same_next_one() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    let first = refresh(&ana.only_refresh(&app)).await.cookie("km_refresh").unwrap();
    app.clock.advance(GRACE);
    let again = refresh(&ana.only_refresh(&app)).await;
    assert_eq!(again.cookie("km_refresh").unwrap(), first);
    app.visitor().browser(&again.jar()).get(PROTECTED).await.ok(200);
    assert_eq!(refresh(&holding(&app, &first)).await.cookie("km_refresh").unwrap(), ana.number(&app, 2));
}

#[tokio::test]
async fn a_number_shown_again_later_ends_the_session_for_everybody() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    let renewed = refresh(&ana.only_refresh(&app)).await;
    let browser = app.visitor().browser(&renewed.jar());
    browser.get(PROTECTED).await.ok(200);
    app.clock.advance(GRACE + MOMENT);
    let reply = refresh(&ana.only_refresh(&app)).await;
    assert!(clears(&reply), "{:?}", reply.cookies());
    reply.problem(401, "unauthenticated");
    // The one who has the newest is out as well: nobody can tell who of the two is the thief.
    refresh(&browser).await.problem(401, "unauthenticated");
    app.clock.advance(Duration::from_secs(8));
    browser.get(PROTECTED).await.problem(401, "unauthenticated");
    ana.browser(&app).get(PROTECTED).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_number_before_the_last_ends_the_session_at_any_time() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    refresh(&ana.only_refresh(&app)).await.ok(200);
    refresh(&holding(&app, &ana.number(&app, 1))).await.ok(200);
    refresh(&ana.only_refresh(&app)).await.problem(401, "unauthenticated");
    refresh(&holding(&app, &ana.number(&app, 2))).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_secret_that_was_not_made_here_ends_nothing() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    let stranger = TestApp::new().await.issuer();
    let (sid, rest) = ana.refresh.split_once('.').unwrap();
    let (_, tag) = rest.split_once('.').unwrap();
    let upper = ana.refresh.to_uppercase();
    let forged = [
        stranger.refresh_secret(ana.session.id, 0),
        stranger.refresh_secret(ana.session.id, 1),
        format!("{sid}.1.{tag}"),
        format!("{sid}.00.{tag}."),
        format!("{sid}.-1.{tag}"),
        format!("{sid}.18446744073709551616.{tag}"),
        format!("{sid}.0."),
        sid.to_owned(),
        upper,
        "x".repeat(3000),
    ];
    for secret in forged {
        let reply = refresh(&holding(&app, &secret)).await;
        assert!(clears(&reply), "{secret}");
        reply.problem(401, "unauthenticated");
    }
    refresh(&ana.only_refresh(&app)).await.ok(200);
}

#[tokio::test]
async fn who_holds_no_refresh_cookie_is_refused() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    refresh(&app.visitor()).await.problem(401, "unauthenticated");
    let only_access = app.visitor().browser(&format!("km_access={}", ana.access));
    refresh(&only_access).await.problem(401, "unauthenticated");
    let machine = app.visitor().bearer(&ana.access);
    refresh(&machine).await.problem(401, "unauthenticated");
    let both = ana.browser(&app).bearer(&ana.access);
    refresh(&both).await.problem(401, "unauthenticated");
    refresh(&ana.browser(&app)).await.ok(200);
}

#[tokio::test]
async fn a_session_whose_person_was_given_a_role_is_not_renewed() {
    let app = TestApp::new().await;
    for told in [true, false] {
        let ana = SignedIn::new(&app).await;
        let user = app.store.set_role(ana.user.id, Role::Admin).await.unwrap().unwrap();
        if told {
            app.kv.raise_epoch(user.id, user.auth_epoch, app.clock.now()).await.unwrap();
        }
        let reply = refresh(&ana.browser(&app)).await;
        assert!(clears(&reply), "told: {told}");
        reply.problem(401, "unauthenticated");
        refresh(&holding(&app, &ana.number(&app, 1))).await.problem(401, "unauthenticated");
        refresh(&SignedIn::of(&app, user).await.browser(&app)).await.ok(200);
    }
}

#[tokio::test]
async fn bodies_that_are_none_are_refused_and_spend_no_number() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    let browser = ana.browser(&app);
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
        browser.request("POST", REFRESH).raw(kind, "{}").await.problem(415, "unsupported_media_type");
    }
    browser.request("POST", REFRESH).await.problem(415, "unsupported_media_type");
    browser.request("POST", REFRESH).raw("application/json", "[]").await.problem(400, "malformed_json");
    browser.request("POST", REFRESH).raw("application/json", "{").await.problem(400, "malformed_json");
    browser.post(REFRESH, &json!({ "refresh_token": "x" })).await.invalid(&["refresh_token unknown_field"]);
    browser
        .request("POST", REFRESH)
        .raw("application/json", " ".repeat(70_000))
        .await
        .problem(413, "body_too_large");
    app.clock.advance(GRACE + MOMENT);
    refresh(&browser).await.ok(200);
}

#[tokio::test]
async fn an_empty_body_of_json_is_a_body_without_members() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    ana.browser(&app).request("POST", REFRESH).raw("application/json", "").await.ok(200);
}
