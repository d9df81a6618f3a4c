//! Somebody is given a role.

use std::time::Duration;

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{PASSWORD, TestApp, at_once};
use serde_json::json;

use crate::{LIST, give, role_of};

/// An address that only the signed-in may read.
const PROTECTED: &str = "/api/blocked-movies";

#[tokio::test]
async fn a_role_is_given_and_held_at_the_next_sign_in() {
    let app = TestApp::new().await;
    let (admin, ana) = (app.admin().await, app.person(Role::User).await);
    let body = give(&admin, &ana, "moderator").await.ok(200);
    let id = ana.id.to_string();
    assert_eq!(body, json!({"id": id, "name": ana.name, "email": ana.email, "role": "moderator"}));
    let reply = app.visitor().post("/api/login", &json!({"email": ana.email, "password": PASSWORD})).await;
    let session = app.visitor().browser(&reply.jar()).get("/api/session").await.ok(200);
    assert_eq!(session["user"]["role"], "moderator");
    assert!(session["scopes"].as_array().unwrap().contains(&json!("reports:moderate")));
}

#[tokio::test]
async fn every_session_of_that_person_ends_within_ten_seconds_and_of_nobody_else() {
    let app = TestApp::new().await;
    let (admin, ana, bob) = (app.admin().await, app.person(Role::Admin).await, app.person(Role::User).await);
    let ending =
        [app.signed_in(&ana).await, app.signed_in(&ana).await, app.machine(&ana, Preset::Admin).await];
    let staying = [app.signed_in(&bob).await, admin.clone()];
    for client in ending.iter().chain(&staying) {
        client.get(PROTECTED).await.ok(200);
    }
    give(&admin, &ana, "user").await.ok(200);
    app.clock.advance(Duration::from_secs(8));
    for client in &ending {
        client.get(LIST).await.problem(401, "unauthenticated");
        client.get(PROTECTED).await.problem(401, "unauthenticated");
        assert_eq!(client.post("/api/session/refresh", &json!({})).await.status, 401);
    }
    for client in &staying {
        client.get(PROTECTED).await.ok(200);
    }
    let ana = app.store.user(ana.id).await.unwrap().unwrap();
    app.signed_in(&ana).await.get(LIST).await.problem(403, "insufficient_scope");
}

#[tokio::test]
async fn the_role_that_somebody_has_already_ends_nothing() {
    let app = TestApp::new().await;
    let (admin, ana) = (app.admin().await, app.person(Role::User).await);
    give(&admin, &ana, "moderator").await.ok(200);
    let ana = app.store.user(ana.id).await.unwrap().unwrap();
    let client = app.signed_in(&ana).await;
    assert_eq!(give(&admin, &ana, "moderator").await.ok(200)["role"], "moderator");
    app.clock.advance(Duration::from_secs(8));
    client.get(PROTECTED).await.ok(200);
}

#[tokio::test]
async fn the_same_again_ends_what_a_crash_between_the_stores_left() {
    let app = TestApp::new().await;
    let (admin, ana) = (app.admin().await, app.person(Role::Admin).await);
    let client = app.signed_in(&ana).await;
    app.store.set_role(ana.id, Role::User).await.unwrap();
    client.get(PROTECTED).await.ok(200);
    give(&admin, &ana, "user").await.ok(200);
    app.clock.advance(Duration::from_secs(8));
    client.get(PROTECTED).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn nobody_changes_their_own_role() {
    let app = TestApp::new().await;
    let person = app.person(Role::Admin).await;
    let admin = app.signed_in(&person).await;
    for role in ["user", "moderator", "admin"] {
        give(&admin, &person, role).await.problem(403, "insufficient_scope");
    }
    assert_eq!(role_of(&app, &person).await, Role::Admin);
    app.clock.advance(Duration::from_secs(8));
    admin.get(LIST).await.ok(200);
}

#[tokio::test]
async fn a_machine_gives_no_role_whatever_it_holds() {
    let app = TestApp::new().await;
    let (person, ana) = (app.person(Role::Admin).await, app.person(Role::User).await);
    let machine = app.machine(&person, Preset::Admin).await;
    machine.get(LIST).await.ok(200);
    give(&machine, &ana, "admin").await.problem(403, "insufficient_scope");
    assert_eq!(role_of(&app, &ana).await, Role::User);
}

#[tokio::test]
async fn a_role_is_given_up_to_ten_minutes_after_the_password_was_shown() {
    let app = TestApp::new().await;
    let (admin, ana) = (app.admin().await, app.person(Role::User).await);
    app.clock.advance(Duration::from_mins(10));
    give(&admin, &ana, "moderator").await.ok(200);
    app.clock.advance(Duration::from_secs(1));
    give(&admin, &ana, "admin").await.problem(403, "reauthentication_required");
    let renewed = admin.post("/api/session/refresh", &json!({})).await.jar();
    let renewed = app.visitor().browser(&renewed);
    give(&renewed, &ana, "admin").await.problem(403, "reauthentication_required");
    renewed.get(LIST).await.ok(200);
    assert_eq!(role_of(&app, &ana).await, Role::Moderator);
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_that_are_given_at_once_leave_one_of_them_and_no_session_of_before() {
    let app = TestApp::new().await;
    let (admin, ana) = (app.admin().await, app.person(Role::User).await);
    let client = app.signed_in(&ana).await;
    let roles = ["moderator", "admin"];
    for reply in at_once((0..20).map(|number| give(&admin, &ana, roles[number % 2]))).await {
        assert!(roles.contains(&reply.ok(200)["role"].as_str().unwrap()));
    }
    assert_ne!(role_of(&app, &ana).await, Role::User);
    app.clock.advance(Duration::from_secs(8));
    client.get(PROTECTED).await.problem(401, "unauthenticated");
    let ana = app.store.user(ana.id).await.unwrap().unwrap();
    app.signed_in(&ana).await.get(PROTECTED).await.ok(200);
}
