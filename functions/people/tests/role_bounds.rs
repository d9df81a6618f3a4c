//! What is no role, and nobody.

use kenmovie_common::domain::Role;
use kenmovie_testkit::{MALFORMED_IDS, NOBODYS_ID, TestApp, refuses_bad_bodies};
use serde_json::json;

use crate::{at, role_of};

#[tokio::test]
async fn a_role_is_one_of_three_words() {
    let app = TestApp::new().await;
    let (admin, ana) = (app.admin().await, app.person(Role::User).await);
    for (role, code) in [
        (json!("king"), "invalid_value"),
        (json!(""), "invalid_value"),
        (json!("Admin"), "invalid_value"),
        (json!(" admin"), "invalid_value"),
        (json!(null), "invalid_type"),
        (json!(3), "invalid_type"),
        (json!(["admin"]), "invalid_type"),
        (json!({"$ne": null}), "invalid_type"),
    ] {
        admin.patch(&at(&ana), &json!({"role": role})).await.invalid(&[&format!("role {code}")]);
    }
    admin.patch(&at(&ana), &json!({})).await.invalid(&["role required"]);
    let body = json!({"role": "admin", "user": ana.id, "name": "x"});
    admin.patch(&at(&ana), &body).await.invalid(&["user unknown_field", "name unknown_field"]);
    assert_eq!(role_of(&app, &ana).await, Role::User);
}

#[tokio::test]
async fn nobody_gets_no_role() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let role = json!({"role": "moderator"});
    admin.patch(&format!("/api/users/{NOBODYS_ID}"), &role).await.problem(404, "not_found");
    for id in MALFORMED_IDS.into_iter().filter(|id| !id.is_empty()) {
        admin.patch(&format!("/api/users/{id}"), &role).await.problem(404, "not_found");
    }
}

#[tokio::test]
async fn bodies_that_no_route_takes_are_refused_and_change_nothing() {
    let app = TestApp::new().await;
    let (admin, ana) = (app.admin().await, app.person(Role::User).await);
    refuses_bad_bodies(|| admin.request("PATCH", &at(&ana)), &json!({"role": "admin"})).await;
    assert_eq!(role_of(&app, &ana).await, Role::User);
}
