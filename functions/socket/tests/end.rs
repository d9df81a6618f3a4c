//! What ends a session closes the sockets that it opened.

use std::time::Duration;

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{PASSWORD, TestApp};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_closes_the_sockets_of_that_browser_alone() {
    let app = TestApp::new().await;
    let site = app.listen().await;
    let person = app.person(Role::User).await;
    let (here, there) = (app.signed_in(&person).await, app.signed_in(&person).await);
    let (mut here_socket, mut there_socket) = (site.enter(&here).await, site.enter(&there).await);
    here.request("DELETE", "/api/session").header("content-type", "application/json").await.ok(204);
    here_socket.closed().await;
    there_socket.heard().await;
    // Ending all others keeps one's own.
    let mut third = site.enter(&app.signed_in(&person).await).await;
    there.request("DELETE", "/api/sessions").await.ok(204);
    third.closed().await;
    there_socket.heard().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ending_a_session_from_the_list_closes_its_sockets() {
    let app = TestApp::new().await;
    let site = app.listen().await;
    let person = app.person(Role::User).await;
    let (here, there) = (app.signed_in(&person).await, app.signed_in(&person).await);
    let mut socket = site.enter(&there).await;
    let sessions = here.get("/api/sessions").await.ok(200);
    for session in sessions["items"].as_array().unwrap().iter().filter(|one| one["current"] != true) {
        here.delete(&format!("/api/sessions/{}", session["id"].as_str().unwrap())).await.ok(204);
    }
    socket.closed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_password_closes_every_other_socket() {
    let app = TestApp::new().await;
    let site = app.listen().await;
    let person = app.person(Role::User).await;
    let (here, there) = (app.signed_in(&person).await, app.signed_in(&person).await);
    let (mut here_socket, mut there_socket) = (site.enter(&here).await, site.enter(&there).await);
    let body = json!({ "current_password": PASSWORD, "new_password": "otra-butaca-catorce" });
    here.put("/api/account/password", &body).await.ok(204);
    there_socket.closed().await;
    here_socket.heard().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_account_a_new_role_and_a_revoked_api_token_close_sockets() {
    let app = TestApp::new().await;
    let (site, admin) = (app.listen().await, app.admin().await);
    let ana = app.user().await;
    let mut socket = site.enter(&ana).await;
    ana.request("DELETE", "/api/account").json(&json!({ "password": PASSWORD })).await.ok(204);
    socket.closed().await;
    let bea = app.user().await;
    let mut socket = site.enter(&bea).await;
    admin.patch(&format!("/api/users/{}", bea.id()), &json!({ "role": "moderator" })).await.ok(200);
    socket.closed().await;
    let machine = app.machine(&app.person(Role::User).await, Preset::Site).await;
    let mut socket = site.enter(&machine).await;
    let tokens = admin.get("/api/tokens").await.ok(200);
    let token = tokens["items"][0]["id"].as_str().unwrap();
    admin.delete(&format!("/api/tokens/{token}")).await.ok(204);
    socket.closed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ended_elsewhere_is_told_nothing_more_and_its_next_word_ends_the_socket() {
    let app = TestApp::new().await;
    let site = app.listen().await;
    let (ana, bea) = (app.user().await, app.user().await);
    let mut socket = site.enter(&ana).await;
    // As a process that died after its first step leaves it.
    app.kv.raise_epoch(ana.id(), 9, kenmovie_common::ports::Clock::now(app.clock.as_ref())).await.unwrap();
    app.clock.advance(Duration::from_secs(8));
    let path = format!("/api/conversations/{}/messages", ana.id());
    let sent = bea.post(&path, &json!({ "client_id": "c", "text": "Hola" })).await.ok(201);
    assert!(sent.get("delivered_at").is_none());
    socket.closed().await;
}
