//! Signing people up through a machine client.

use std::time::Duration;

use kenmovie_common::ApiTokenId;
use kenmovie_common::auth::{Preset, Scope, Scopes, new_api_token, sha256};
use kenmovie_common::domain::ApiToken;
use kenmovie_common::ports::Clock as _;
use kenmovie_testkit::{PASSWORD, TestApp};
use serde_json::json;

use crate::{PATH, ana, ana_but};

#[tokio::test]
async fn every_preset_signs_people_up_and_gets_no_cookies() {
    let app = TestApp::new().await;
    for preset in Preset::ALL {
        let (_, secret) = app.api_token(preset).await;
        let email = format!("{}@example.com", preset.as_str());
        let reply =
            app.visitor().with("x-api-token", &secret).post(PATH, &ana_but("email", email.clone())).await;
        assert!(reply.cookies().is_empty(), "{}", preset.as_str());
        let body = reply.ok(201);
        assert_eq!(body["user"]["email"], email);
        assert_eq!(body.as_object().unwrap().len(), 1, "no token either: {body:#}");
    }
}

#[tokio::test]
async fn who_was_signed_up_by_a_machine_can_sign_in_in_a_browser() {
    let app = TestApp::new().await;
    let (_, secret) = app.api_token(Preset::Public).await;
    app.visitor().with("x-api-token", &secret).post(PATH, &ana()).await.ok(201);
    let login = json!({ "email": "ana@example.com", "password": PASSWORD });
    app.visitor().post("/api/login", &login).await.ok(200);
}

#[tokio::test]
async fn an_administrators_client_makes_users_like_any_other() {
    let app = TestApp::new().await;
    let (_, secret) = app.api_token(Preset::Admin).await;
    let body = app.visitor().with("x-api-token", &secret).post(PATH, &ana()).await.ok(201);
    assert_eq!(body["user"]["role"], "user");
}

#[tokio::test]
async fn an_unknown_token_signs_nobody_up() {
    let app = TestApp::new().await;
    let (_, secret) = app.api_token(Preset::Site).await;
    let cut = &secret[..secret.len() - 1];
    let other_case = secret.to_uppercase();
    for wrong in ["", "km_", "nonsense", cut, &other_case, &format!("{secret}x"), "ñ"] {
        let reply = app.visitor().with("x-api-token", wrong).post(PATH, &ana()).await;
        assert!(reply.cookies().is_empty());
        reply.problem(401, "invalid_credentials");
    }
    assert!(app.store.credentials("ana@example.com").await.unwrap().is_none());
}

#[tokio::test]
async fn a_token_ends_at_its_hour() {
    let app = TestApp::new().await;
    let now = app.clock.now();
    let secret = new_api_token(app.random());
    let token = ApiToken {
        id: ApiTokenId::new(now, app.random()),
        name: "breve".to_owned(),
        prefix: secret.chars().take(8).collect(),
        scopes: Preset::Site.scopes(),
        issuers: Vec::new(),
        expires_at: Some(now + Duration::from_mins(1)),
        created_at: now,
        last_used_at: None,
    };
    app.store.create_api_token(&token, sha256(secret.as_bytes())).await.unwrap();
    let machine = app.visitor().with("x-api-token", &secret);
    app.clock.advance(Duration::from_millis(59_999));
    machine.post(PATH, &ana()).await.ok(201);
    app.clock.advance(Duration::from_millis(1));
    machine.post(PATH, &ana_but("email", "bea@example.com")).await.problem(401, "invalid_credentials");
}

#[tokio::test]
async fn a_token_without_the_scope_signs_nobody_up() {
    let app = TestApp::new().await;
    let now = app.clock.now();
    let secret = new_api_token(app.random());
    let token = ApiToken {
        id: ApiTokenId::new(now, app.random()),
        name: "solo entrar".to_owned(),
        prefix: secret.chars().take(8).collect(),
        scopes: Preset::Admin.scopes().without(Scope::SignupAuth),
        issuers: Vec::new(),
        expires_at: None,
        created_at: now,
        last_used_at: None,
    };
    app.store.create_api_token(&token, sha256(secret.as_bytes())).await.unwrap();
    let none = ApiToken { id: ApiTokenId::new(now, app.random()), scopes: Scopes::NONE, ..token };
    let other = new_api_token(app.random());
    app.store.create_api_token(&none, sha256(other.as_bytes())).await.unwrap();
    for secret in [secret, other] {
        let machine = app.visitor().with("x-api-token", &secret);
        machine.post(PATH, &ana()).await.problem(403, "insufficient_scope");
    }
    assert!(app.store.credentials("ana@example.com").await.unwrap().is_none());
}

#[tokio::test]
async fn a_bad_token_is_told_before_a_bad_body() {
    let app = TestApp::new().await;
    let machine = app.visitor().with("x-api-token", "km_unknown");
    let ask = || machine.request("POST", PATH);
    ask().raw("text/plain", "x").await.problem(401, "invalid_credentials");
    ask().raw("application/json", "{").await.problem(401, "invalid_credentials");
    machine.post(PATH, &json!({})).await.problem(401, "invalid_credentials");
    machine.post(PATH, &ana()).await.problem(401, "invalid_credentials");
}

#[tokio::test]
async fn a_machines_sign_up_has_the_same_rules() {
    let app = TestApp::new().await;
    let (_, secret) = app.api_token(Preset::Trusted).await;
    let machine = app.visitor().with("x-api-token", &secret);
    machine.post(PATH, &ana_but("age", 12)).await.invalid(&["age too_small"]);
    machine.post(PATH, &ana()).await.ok(201);
    machine.post(PATH, &ana()).await.problem(409, "email_taken");
}
