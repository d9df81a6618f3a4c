//! Tokens at work: who signs in through them, with what, and how long.

use std::time::Duration;

use kenmovie_common::domain::Role;
use kenmovie_testkit::TestApp;
use serde_json::json;

use crate::{PATH, asked, made, secret, sign_in, sign_up, through};

#[tokio::test]
async fn people_sign_in_and_up_through_a_token_that_was_made_here() {
    let app = TestApp::new().await;
    let (admin, ana) = (app.admin().await, app.person(Role::User).await);
    let token = made(&admin, "public").await;
    let body = sign_in(&app, &ana, secret(&token)).await.ok(200);
    assert_eq!(body["scope"], "movies:read user-movies:read user-movies:write");
    sign_up(&app, "nueva@example.com", secret(&token)).await.ok(201);
}

#[tokio::test]
async fn a_token_opens_the_doors_that_it_names_alone() {
    let app = TestApp::new().await;
    let (admin, ana) = (app.admin().await, app.person(Role::User).await);
    let (inwards, upwards) =
        (made(&admin, json!(["signin:auth"])).await, made(&admin, json!(["signup:auth"])).await);
    let neither = made(&admin, json!(["movies:read"])).await;
    sign_in(&app, &ana, secret(&inwards)).await.ok(200);
    sign_up(&app, "una@example.com", secret(&upwards)).await.ok(201);
    for token in [&upwards, &neither] {
        sign_in(&app, &ana, secret(token)).await.problem(403, "insufficient_scope");
    }
    for token in [&inwards, &neither] {
        sign_up(&app, "otra@example.com", secret(token)).await.problem(403, "insufficient_scope");
    }
}

#[tokio::test]
async fn an_administrator_gets_nothing_of_an_administrator_through_a_public_client() {
    let app = TestApp::new().await;
    let person = app.person(Role::Admin).await;
    let token = made(&app.signed_in(&person).await, "public").await;
    let client = through(&app, &person, secret(&token)).await;
    client.post("/api/movies", &json!({"title": "Vértigo"})).await.problem(403, "insufficient_scope");
    client.get("/api/admin/users").await.problem(403, "insufficient_scope");
    client.get(PATH).await.problem(403, "insufficient_scope");
    let role = json!({"role": "admin"});
    client.patch(&format!("/api/users/{}", person.id), &role).await.problem(403, "insufficient_scope");
}

#[tokio::test]
async fn scopes_cannot_be_asked_for_at_the_door() {
    let app = TestApp::new().await;
    let person = app.person(Role::Admin).await;
    let token = made(&app.signed_in(&person).await, "public").await;
    let wish = json!({"scope": "tokens:admin", "scopes": ["tokens:admin"], "role": "admin"});
    let body = sign_in(&app, &person, secret(&token)).json(&wish).await.ok(200);
    assert_eq!(body["scope"], "movies:read user-movies:read user-movies:write");
}

#[tokio::test]
async fn a_secret_is_guessed_by_nothing_that_the_list_shows() {
    let app = TestApp::new().await;
    let (admin, ana) = (app.admin().await, app.person(Role::User).await);
    let token = made(&admin, "public").await;
    let good = secret(&token);
    let last = if good.ends_with('A') { 'B' } else { 'A' };
    let guesses = [
        token["prefix"].as_str().unwrap().to_owned(),
        format!("{}{}", token["prefix"].as_str().unwrap(), "A".repeat(38)),
        format!("{}%", token["prefix"].as_str().unwrap()),
        token["id"].as_str().unwrap().to_owned(),
        good[..45].to_owned(),
        format!("{}{last}", &good[..45]),
        format!("{good}A"),
        good[3..].to_owned(),
        good.to_uppercase(),
        "km_".to_owned(),
        "{\"$gt\": \"\"}".to_owned(),
    ];
    for guess in guesses {
        sign_in(&app, &ana, &guess).await.problem(401, "invalid_credentials");
        sign_up(&app, "nueva@example.com", &guess).await.problem(401, "invalid_credentials");
    }
    assert!(admin.all(PATH).await[0].get("last_used_at").is_none());
    sign_in(&app, &ana, good).await.ok(200);
}

#[tokio::test]
async fn an_expired_token_lets_nobody_in_and_its_sessions_end_with_it() {
    let app = TestApp::new().await;
    let (admin, ana) = (app.admin().await, app.person(Role::User).await);
    let mut body = asked("site");
    body["expires_in_days"] = 1.into();
    let token = admin.post(PATH, &body).await.ok(201);
    app.clock.advance(Duration::from_hours(24) - Duration::from_mins(1));
    let answer = sign_in(&app, &ana, secret(&token)).await.ok(200);
    assert_eq!(answer["expires_in"], 60);
    let client = app.visitor().bearer(answer["access_token"].as_str().unwrap());
    app.clock.advance(Duration::from_millis(59_999));
    sign_in(&app, &ana, secret(&token)).await.ok(200);
    client.get("/api/blocked-movies").await.ok(200);
    app.clock.advance(Duration::from_millis(1));
    sign_in(&app, &ana, secret(&token)).await.problem(401, "invalid_credentials");
    sign_up(&app, "nueva@example.com", secret(&token)).await.problem(401, "invalid_credentials");
    app.clock.advance(Duration::from_secs(8));
    client.get("/api/blocked-movies").await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn the_list_shows_to_the_hour_when_a_token_was_last_used() {
    let app = TestApp::new().await;
    let (person, ana) = (app.person(Role::Admin).await, app.person(Role::User).await);
    let used = made(&app.signed_in(&person).await, "public").await;
    let noted = async || {
        let all = app.signed_in(&person).await.all(PATH).await;
        all[0].get("last_used_at").map(|at| at.as_str().unwrap().to_owned())
    };
    assert_eq!(noted().await, None);
    sign_in(&app, &ana, secret(&used)).await.ok(200);
    assert_eq!(noted().await.as_deref(), Some("2026-01-01T12:00:00.000Z"));
    app.clock.advance(Duration::from_hours(1));
    sign_in(&app, &ana, secret(&used)).await.ok(200);
    assert_eq!(noted().await.as_deref(), Some("2026-01-01T12:00:00.000Z"));
    app.clock.advance(Duration::from_millis(1));
    sign_up(&app, "nueva@example.com", secret(&used)).await.ok(201);
    assert_eq!(noted().await.as_deref(), Some("2026-01-01T13:00:00.001Z"));
}
