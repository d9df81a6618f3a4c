//! A machine client signs somebody in.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kenmovie_common::auth::{Preset, Scope, Scopes};
use kenmovie_common::domain::Role;
use kenmovie_testkit::{PASSWORD, TestApp, at_once};

use crate::{PATH, api_token, basic};

#[tokio::test]
async fn a_machine_gets_a_token_and_no_cookies() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let (_, secret) = app.api_token(Preset::Site).await;
    let machine =
        app.visitor().with("x-api-token", &secret).with("authorization", &basic(&ana.email, PASSWORD));
    let reply = machine.request("POST", PATH).await;
    assert!(reply.cookies().is_empty());
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    let body = reply.ok(200);
    let mut members: Vec<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
    members.sort_unstable();
    assert_eq!(members, ["access_token", "expires_in", "scope", "token_type", "user"]);
    assert_eq!(body["token_type"], "Bearer");
    assert_eq!(body["expires_in"], 900);
    assert_eq!(body["user"]["id"], ana.id.to_string());
    let bearer = app.visitor().bearer(body["access_token"].as_str().unwrap());
    assert_eq!(bearer.get("/api/session").await.ok(200)["user"], body["user"]);
}

#[tokio::test]
async fn its_token_lasts_a_quarter_of_an_hour() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let (_, secret) = app.api_token(Preset::Site).await;
    let machine =
        app.visitor().with("x-api-token", &secret).with("authorization", &basic(&ana.email, PASSWORD));
    let body = machine.request("POST", PATH).await.ok(200);
    let bearer = app.visitor().bearer(body["access_token"].as_str().unwrap());
    app.clock.advance(Duration::from_millis(899_999));
    bearer.get("/api/blocked-movies").await.ok(200);
    app.clock.advance(Duration::from_millis(1));
    bearer.get("/api/blocked-movies").await.problem(401, "token_expired");
}

#[tokio::test]
async fn a_body_beside_basic_credentials_is_not_looked_at() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let (_, secret) = app.api_token(Preset::Site).await;
    let machine =
        app.visitor().with("x-api-token", &secret).with("authorization", &basic(&ana.email, PASSWORD));
    machine.request("POST", PATH).raw("text/plain", "grant_type=password").await.ok(200);
    machine.request("POST", PATH).raw("application/json", "{").await.ok(200);
    machine.request("POST", PATH).raw("text/plain", "x".repeat(70_000)).await.problem(413, "body_too_large");
}

#[tokio::test]
async fn cookies_are_not_read_where_an_authorization_header_is_sent() {
    let app = TestApp::new().await;
    let (ana, bea) = (app.person(Role::User).await, app.person(Role::User).await);
    let (_, secret) = app.api_token(Preset::Site).await;
    let browser = app.signed_in(&bea).await;
    let machine = browser.with("x-api-token", &secret).with("authorization", &basic(&ana.email, PASSWORD));
    let reply = machine.request("POST", PATH).await;
    assert!(reply.cookies().is_empty());
    assert_eq!(reply.ok(200)["user"]["id"], ana.id.to_string());
}

#[tokio::test]
async fn a_missing_or_unknown_token_lets_nobody_in() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let (_, secret) = app.api_token(Preset::Admin).await;
    let machine = app.visitor().with("authorization", &basic(&ana.email, PASSWORD));
    machine.request("POST", PATH).await.problem(401, "invalid_credentials");
    let (cut, longer, upper) = (&secret[..secret.len() - 1], format!("{secret}x"), secret.to_uppercase());
    for wrong in ["", "km_", "nonsense", cut, &longer, &upper, "ñ"] {
        let reply = machine.request("POST", PATH).header("x-api-token", wrong).await;
        assert!(reply.cookies().is_empty());
        reply.problem(401, "invalid_credentials");
    }
}

#[tokio::test]
async fn an_expired_token_lets_nobody_in() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let secret = api_token(&app, Preset::Site.scopes(), Some(Duration::from_mins(1))).await.unwrap();
    let machine =
        app.visitor().with("x-api-token", &secret).with("authorization", &basic(&ana.email, PASSWORD));
    app.clock.advance(Duration::from_millis(59_999));
    machine.request("POST", PATH).await.ok(200);
    app.clock.advance(Duration::from_millis(1));
    machine.request("POST", PATH).await.problem(401, "invalid_credentials");
}

#[tokio::test]
async fn a_token_without_the_scope_lets_nobody_in_and_tells_nothing_of_the_password() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    for scopes in [
        Preset::Admin.scopes().without(Scope::SigninAuth),
        Scopes::NONE,
        Scopes::NONE.with(Scope::SignupAuth),
    ] {
        let secret = api_token(&app, scopes, None).await.unwrap();
        for password in [PASSWORD, "otra-cosa-distinta"] {
            let machine = app.visitor().with("x-api-token", &secret);
            let ask = machine.request("POST", PATH).header("authorization", &basic(&ana.email, password));
            ask.await.problem(403, "insufficient_scope");
        }
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let (_, secret) = app.api_token(Preset::Site).await;
    let ask = async |email: &str, password: &str| {
        let machine =
            app.visitor().with("x-api-token", &secret).with("authorization", &basic(email, password));
        let mut body = machine.request("POST", PATH).await.problem(401, "invalid_credentials");
        body["request_id"] = "".into();
        body.to_string()
    };
    assert_eq!(ask(&ana.email, "otra-cosa-distinta").await, ask("nadie@example.com", PASSWORD).await);
}

#[tokio::test]
async fn credentials_that_cannot_be_read_let_nobody_in() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let (_, secret) = app.api_token(Preset::Site).await;
    let good = basic(&ana.email, PASSWORD);
    let encoded = |text: &[u8]| format!("Basic {}", STANDARD.encode(text));
    let bad = [
        String::new(),
        "Basic".to_owned(),
        "Basic ".to_owned(),
        "Basic !!!".to_owned(),
        encoded(ana.email.as_bytes()),
        encoded(b":"),
        encoded(format!(":{PASSWORD}").as_bytes()),
        encoded(format!("{}:", ana.email).as_bytes()),
        encoded(b"\xff\xfe:\xff"),
        encoded(format!("{}:{}", ana.email, "ñ".repeat(129)).as_bytes()),
        encoded(format!("{}:{PASSWORD}", "a".repeat(2000)).as_bytes()),
        good.replace("Basic", "Bearer"),
        good.replace("Basic", "Digest"),
        good.replace("Basic ", "Basic"),
        format!("{good}, {good}"),
    ];
    for line in bad {
        let machine = app.visitor().with("x-api-token", &secret).with("authorization", &line);
        let reply = machine.request("POST", PATH).await;
        assert_eq!(reply.status, 401, "{line}: {:#}", reply.body);
        assert!(reply.cookies().is_empty());
        reply.problem(401, "invalid_credentials");
    }
    let lower = good.replace("Basic", "basic");
    app.visitor()
        .with("x-api-token", &secret)
        .with("authorization", &lower)
        .request("POST", PATH)
        .await
        .ok(200);
}

#[tokio::test]
async fn a_password_with_colons_and_letters_of_any_script_works_in_either_form() {
    let app = TestApp::new().await;
    let password = "siete: sillas: pin\u{303}ata 七人";
    let body =
        serde_json::json!({ "name": "Ana", "age": 30, "email": "ñandú@example.com", "password": password });
    app.visitor().post("/api/register", &body).await.ok(201);
    let (_, secret) = app.api_token(Preset::Site).await;
    for (email, password) in [
        ("ñandú@example.com", "siete: sillas: piñata 七人"),
        ("ñandú@example.com", password),
        (" N\u{303}ANDU\u{301}@example.com ", password),
    ] {
        let machine =
            app.visitor().with("x-api-token", &secret).with("authorization", &basic(email, password));
        machine.request("POST", PATH).await.ok(200);
    }
}

#[tokio::test]
async fn many_at_once_all_get_a_token_of_their_own() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let (_, secret) = app.api_token(Preset::Site).await;
    let machine =
        app.visitor().with("x-api-token", &secret).with("authorization", &basic(&ana.email, PASSWORD));
    let mut tokens: Vec<String> = at_once((0..20).map(|_| machine.request("POST", PATH)))
        .await
        .into_iter()
        .map(|reply| reply.ok(200)["access_token"].to_string())
        .collect();
    tokens.sort();
    tokens.dedup();
    assert_eq!(tokens.len(), 20);
}
