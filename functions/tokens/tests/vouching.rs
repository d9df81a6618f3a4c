//! `signin:provider`: a token that vouches for people is made by an administrator who just proved to be there.

use std::time::Duration;

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::TestApp;
use serde_json::json;

use crate::{PATH, asked, count, made};

#[tokio::test]
async fn it_is_made_in_a_browser_up_to_ten_minutes_after_the_password_was_shown() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    made(&admin, "trusted").await;
    app.clock.advance(Duration::from_mins(10));
    let token = made(&admin, json!(["signin:provider"])).await;
    assert_eq!(token["scopes"], json!(["signin:provider"]));
    app.clock.advance(Duration::from_secs(1));
    for scopes in [json!("trusted"), json!(["signin:provider"])] {
        admin.post(PATH, &asked(scopes)).await.problem(403, "reauthentication_required");
    }
    made(&admin, "admin").await;
    assert_eq!(count(&admin).await, 3);
}

#[tokio::test]
async fn a_renewed_session_is_not_a_new_proof() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    app.clock.advance(Duration::from_mins(11));
    let renewed = admin.post("/api/session/refresh", &json!({})).await;
    assert_eq!(renewed.status, 200);
    let renewed = app.visitor().browser(&renewed.jar());
    renewed.post(PATH, &asked("trusted")).await.problem(403, "reauthentication_required");
    made(&renewed, "site").await;
}

#[tokio::test]
async fn no_machine_makes_it_whatever_it_holds() {
    let app = TestApp::new().await;
    let person = app.person(Role::Admin).await;
    let client = app.machine(&person, Preset::Admin).await;
    for scopes in [json!("trusted"), json!(["signin:provider"]), json!(["tokens:admin", "signin:provider"])] {
        client.post(PATH, &asked(scopes)).await.problem(403, "insufficient_scope");
    }
    assert_eq!(count(&client).await, 0);
}
