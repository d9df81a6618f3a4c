//! Who may not upload.

use kenmovie_common::auth::{Preset, Scope, Scopes};
use kenmovie_common::domain::{Client, Role};
use kenmovie_common::ports::Clock as _;
use kenmovie_testkit::{PASSWORD, TestApp, refuses_bad_bodies};
use serde_json::json;

use crate::MEDIA;

#[tokio::test]
async fn a_visitor_and_a_client_that_only_shows_films_upload_nothing() {
    let app = TestApp::new().await;
    let plan = json!({ "purpose": "message", "content_type": "image/jpeg", "size": 1 });
    app.visitor().post(MEDIA, &plan).await.problem(401, "unauthenticated");
    let person = app.person(Role::User).await;
    app.machine(&person, Preset::Public).await.post(MEDIA, &plan).await.problem(403, "insufficient_scope");
    app.machine(&person, Preset::Site).await.post(MEDIA, &plan).await.ok(201);
}

#[tokio::test]
async fn an_avatar_is_uploaded_by_whoever_may_change_the_account() {
    let app = TestApp::new().await;
    let person = app.person(Role::User).await;
    let session = app.session(&person, Client::Web).await;
    let scopes = Scopes::NONE.with(Scope::MessagesWrite);
    let token = app.issuer().access(&session, scopes, app.clock.now(), app.random()).unwrap();
    let writer = app.visitor().bearer(&token);
    let plan = |purpose| json!({ "purpose": purpose, "content_type": "image/jpeg", "size": 1 });
    writer.post(MEDIA, &plan("message")).await.ok(201);
    writer.post(MEDIA, &plan("avatar")).await.problem(403, "insufficient_scope");
}

#[tokio::test]
async fn whoever_is_no_more_uploads_nothing() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let (one, other) = (app.signed_in(&ana).await, app.signed_in(&ana).await);
    other.get("/api/session").await.ok(200);
    one.delete("/api/account").json(&json!({ "password": PASSWORD })).await.ok(204);
    let plan = json!({ "purpose": "message", "content_type": "image/jpeg", "size": 1 });
    other.post(MEDIA, &plan).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn thirty_an_hour_are_enough() {
    let app = TestApp::strict().await;
    let ana = app.user().await;
    for _ in 0..30 {
        ana.asks_to_upload("message", 10).await;
    }
    let plan = json!({ "purpose": "message", "content_type": "image/jpeg", "size": 1 });
    ana.post(MEDIA, &plan).await.problem(429, "rate_limited");
}

#[tokio::test]
async fn a_body_that_is_no_plan_is_refused() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let plan = json!({ "purpose": "message", "content_type": "image/jpeg", "size": 1 });
    refuses_bad_bodies(|| ana.request("POST", MEDIA), &plan).await;
}
