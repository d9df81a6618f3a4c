//! How a caller brings a token.

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::TestApp;

use crate::forge::Forge;
use crate::vote;

#[tokio::test]
async fn who_brings_nothing_is_told_to_sign_in() {
    let app = TestApp::new().await;
    let reply = vote(&app, &app.visitor()).await;
    assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    reply.problem(401, "unauthenticated");
    for cookie in
        ["km_access=", "km_access", "other=1", "km_accessx=1", "=x", "", ";;;", "__Host-km_access=x"]
    {
        let browser = app.visitor().browser(cookie);
        vote(&app, &browser).await.problem(401, "unauthenticated");
    }
}

#[tokio::test]
async fn a_browser_brings_its_cookie_among_others() {
    let app = TestApp::new().await;
    let good = Forge::new(&app).await.good;
    for cookie in [
        format!("km_access={good}"),
        format!("theme=dark; km_access={good}; lang=es"),
        format!("theme=dark;km_access={good};"),
        format!("xkm_access=nonsense; km_access={good}"),
    ] {
        vote(&app, &app.visitor().browser(&cookie)).await.ok(200);
    }
    let lines = app.visitor().with("cookie", "theme=dark").browser(&format!("km_access={good}"));
    vote(&app, &lines).await.ok(200);
}

#[tokio::test]
async fn a_bearer_may_write_the_scheme_as_it_likes() {
    let app = TestApp::new().await;
    let good = Forge::new(&app).await.good;
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let client = app.visitor().with("authorization", &format!("{scheme} {good}"));
        vote(&app, &client).await.ok(200);
    }
}

#[tokio::test]
async fn another_scheme_brings_nobody() {
    let app = TestApp::new().await;
    let good = Forge::new(&app).await.good;
    for line in [
        format!("Basic {good}"),
        format!("Token {good}"),
        format!("Bearer{good}"),
        format!("Bearer Bearer {good}"),
        format!("Bearer {good}, Bearer {good}"),
        good.clone(),
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        String::new(),
        "Bearer ñ".to_owned(),
    ] {
        vote(&app, &app.visitor().with("authorization", &line)).await.problem(401, "unauthenticated");
    }
}

#[tokio::test]
async fn two_authorization_headers_bring_nobody() {
    let app = TestApp::new().await;
    let good = Forge::new(&app).await.good;
    vote(&app, &app.visitor().bearer(&good).bearer(&good)).await.problem(401, "unauthenticated");
    vote(&app, &app.visitor().bearer(&good).bearer("x")).await.problem(401, "unauthenticated");
    vote(&app, &app.visitor().bearer("x").bearer(&good)).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn cookies_are_not_read_beside_an_authorization_header() {
    let app = TestApp::new().await;
    let browser = app.user().await;
    for line in ["Bearer nonsense", "Basic YTpi", "", "nonsense", "Bearer ñ"] {
        vote(&app, &browser.clone().with("authorization", line)).await.problem(401, "unauthenticated");
    }
}

#[tokio::test]
async fn a_token_in_the_address_or_another_header_is_not_seen() {
    let app = TestApp::new().await;
    let good = Forge::new(&app).await.good;
    let path = format!("/api/blocked-movies?access_token={good}&token={good}");
    app.visitor().get(&path).await.problem(401, "unauthenticated");
    for name in
        ["x-access-token", "x-authorization", "proxy-authorization", "x-km-verdict", "x-amzn-oidc-data"]
    {
        let client = app.visitor().with(name, &format!("Bearer {good}"));
        client.get("/api/blocked-movies").await.problem(401, "unauthenticated");
    }
}

#[tokio::test]
async fn who_is_signed_in_but_lacks_the_scope_is_refused() {
    let app = TestApp::new().await;
    let ana = app.person(Role::Admin).await;
    let poor = app.machine(&ana, Preset::Public).await;
    vote(&app, &poor).await.problem(403, "insufficient_scope");
    for preset in [Preset::Site, Preset::Admin, Preset::Trusted] {
        vote(&app, &app.machine(&ana, preset).await).await.ok(200);
    }
    for browser in [app.user().await, app.moderator().await, app.admin().await] {
        vote(&app, &browser).await.ok(200);
    }
}

#[tokio::test]
async fn on_https_only_the_prefixed_cookie_is_read() {
    let app = TestApp::secure().await;
    let good = Forge::new(&app).await.good;
    vote(&app, &app.visitor().browser(&format!("__Host-km_access={good}"))).await.ok(200);
    vote(&app, &app.visitor().browser(&format!("km_access={good}"))).await.problem(401, "unauthenticated");
    let planted = app.visitor().browser(&format!("km_access=x; __Host-km_access={good}"));
    vote(&app, &planted).await.ok(200);
}

#[tokio::test]
async fn a_token_of_another_site_is_nobodys_there() {
    let (app, other) = (TestApp::new().await, TestApp::new().await);
    let good = Forge::new(&other).await.good;
    vote(&app, &app.visitor().bearer(&good)).await.problem(401, "unauthenticated");
}
