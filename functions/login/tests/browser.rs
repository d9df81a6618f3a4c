//! A browser signs in.

use kenmovie_common::domain::Role;
use kenmovie_testkit::{PASSWORD, TestApp, at_once};
use serde_json::json;
use std::collections::HashSet;

use crate::{PATH, credentials};

#[tokio::test]
async fn a_person_signs_in_and_has_a_session() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let reply = app.visitor().post(PATH, &credentials(&ana.email, PASSWORD)).await;
    let browser = app.visitor().browser(&reply.jar());
    let id = ana.id.to_string();
    assert_eq!(
        reply.ok(200),
        json!({ "user": {
            "id": id, "name": ana.name, "age": 30, "email": ana.email, "email_verified": false,
            "role": "user",
            "language": "es", "has_password": true, "created_at": "2026-01-01T12:00:00.000Z",
        }}),
        "the user and nothing else"
    );
    let session = browser.get("/api/session").await.ok(200);
    assert_eq!(session["user"]["id"], id);
    assert_eq!(session["expires_at"], "2026-01-01T12:15:00.000Z");
}

#[tokio::test]
async fn an_address_is_found_whatever_its_case_and_the_spaces_around_it() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    for email in [ana.email.to_uppercase(), format!("  {}\t", ana.email)] {
        app.visitor().post(PATH, &credentials(&email, PASSWORD)).await.ok(200);
    }
}

#[tokio::test]
async fn each_sign_in_is_a_session_of_its_own() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let sign_in = async || app.visitor().post(PATH, &credentials(&ana.email, PASSWORD)).await.jar();
    let (laptop, phone) = (sign_in().await, sign_in().await);
    assert_ne!(laptop, phone);
    app.visitor().browser(&laptop).delete("/api/session").await.ok(204);
    let session = app.visitor().browser(&phone).get("/api/session").await.ok(200);
    assert_eq!(session["user"]["id"], ana.id.to_string());
}

#[tokio::test]
async fn thirty_sign_ins_at_once_queue_and_all_succeed() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let visitor = app.visitor();
    let replies = at_once((0..30).map(|_| visitor.post(PATH, &credentials(&ana.email, PASSWORD)))).await;
    let secrets: HashSet<_> = replies.iter().filter_map(|reply| reply.cookie("km_refresh")).collect();
    assert_eq!(secrets.len(), 30);
}

#[tokio::test]
async fn what_is_left_of_an_old_session_does_not_keep_anybody_out() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let before = app.signed_in(&ana).await;
    app.expire_tokens();
    before.post(PATH, &credentials(&ana.email, PASSWORD)).await.ok(200);
    let odd = app.visitor().browser("km_access=nonsense; km_refresh=nonsense");
    odd.post(PATH, &credentials(&ana.email, PASSWORD)).await.ok(200);
}

#[tokio::test]
async fn a_role_is_in_the_session_that_begins_after_it_was_given() {
    let app = TestApp::new().await;
    let ana = app.person(Role::Admin).await;
    let reply = app.visitor().post(PATH, &credentials(&ana.email, PASSWORD)).await;
    let session = app.visitor().browser(&reply.jar()).get("/api/session").await.ok(200);
    assert_eq!(session["user"]["role"], "admin");
    assert!(session["scopes"].as_array().unwrap().contains(&json!("users:admin")));
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_get_the_same_answer() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let wrong = app.visitor().post(PATH, &credentials(&ana.email, "otra-cosa-distinta")).await;
    let unknown = app.visitor().post(PATH, &credentials("nadie@example.com", PASSWORD)).await;
    let names = |reply: &kenmovie_testkit::Reply| {
        let mut names: Vec<_> = reply.headers.keys().map(|name| name.as_str().to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&wrong), names(&unknown));
    assert!(wrong.cookies().is_empty() && unknown.cookies().is_empty());
    let mut wrong = wrong.problem(401, "invalid_credentials");
    let mut unknown = unknown.problem(401, "invalid_credentials");
    wrong["request_id"] = "".into();
    unknown["request_id"] = "".into();
    assert_eq!(wrong.to_string(), unknown.to_string());
}
