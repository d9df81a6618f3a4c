//! Who may not, and what no route takes.

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{PASSWORD, TestApp, refuses_bad_bodies};
use serde_json::{Value, json};

use crate::{
    ACCOUNT, CHANGE_EMAIL, CHANGE_PASSWORD, CONFIRM, EXPORT, FORGOTTEN, NEW, RESET, SIGN_INS, VERIFY, letters,
};

/// The routes that want somebody signed in, with a body that they would take.
fn personal() -> [(&'static str, &'static str, Option<Value>); 9] {
    [
        ("GET", ACCOUNT, None),
        ("GET", SIGN_INS, None),
        ("GET", EXPORT, None),
        ("PATCH", ACCOUNT, Some(json!({"name": "Otra"}))),
        ("PUT", CHANGE_PASSWORD, Some(json!({"current_password": PASSWORD, "new_password": NEW}))),
        ("POST", CHANGE_EMAIL, Some(json!({"email": "nueva@example.com", "password": PASSWORD}))),
        ("POST", VERIFY, Some(json!({}))),
        ("POST", CONFIRM, Some(json!({"token": "x.y"}))),
        ("DELETE", ACCOUNT, Some(json!({"password": PASSWORD}))),
    ]
}

#[tokio::test]
async fn a_visitor_has_no_account() {
    let app = TestApp::new().await;
    for (method, path, body) in personal() {
        let asked = app.visitor().request(method, path);
        let reply = match body {
            Some(body) => asked.json(&body).await,
            None => asked.await,
        };
        reply.problem(401, "unauthenticated");
    }
}

#[tokio::test]
async fn a_client_that_only_shows_films_may_not_touch_the_account() {
    let app = TestApp::new().await;
    let ana = app.person(Role::Admin).await;
    let machine = app.machine(&ana, Preset::Public).await;
    for (method, path, body) in personal() {
        let asked = machine.request(method, path);
        let reply = match body {
            Some(body) => asked.json(&body).await,
            None => asked.await,
        };
        reply.problem(403, "insufficient_scope");
    }
    assert!(app.store.user(ana.id).await.unwrap().is_some());
}

#[tokio::test]
async fn another_site_changes_nothing_of_an_account() {
    let app = TestApp::new().await;
    let user = app.person(Role::User).await;
    let session = app.session(&user, kenmovie_common::domain::Client::Web).await;
    let held = app.visitor().with("cookie", &format!("km_access={}", app.token(&user, &session, None)));
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
    ] {
        for (method, path, body) in personal() {
            if let Some(body) = body {
                let asked = held.request(method, path).json(&body).header(name, value);
                asked.await.problem(403, "csrf");
            }
        }
    }
    assert_eq!(letters(&app).await, []);
    assert_eq!(app.store.user(user.id).await.unwrap(), Some(user));
}

#[tokio::test]
async fn bodies_that_no_route_takes_are_refused() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    for (method, path, body) in personal() {
        // One without members may be left out.
        if let Some(body) = body.filter(|body| *body != json!({})) {
            refuses_bad_bodies(|| ana.request(method, path), &body).await;
        }
    }
    let visitor = app.visitor();
    for (path, body) in [
        (FORGOTTEN, json!({"email": "ana@example.com"})),
        (RESET, json!({"token": "x.y", "new_password": NEW})),
    ] {
        refuses_bad_bodies(|| visitor.request("POST", path), &body).await;
    }
    assert!(app.store.user(ana.id()).await.unwrap().is_some());
}

#[tokio::test]
async fn no_address_is_taken_that_mail_cannot_be_sent_to() {
    let app = TestApp::new().await;
    let ask = async |email: Value| app.visitor().post(FORGOTTEN, &json!({ "email": email })).await;
    ask(json!("ana")).await.invalid(&["email invalid_format"]);
    ask(json!("")).await.invalid(&["email required"]);
    ask(json!("a\r\nbcc:x@example.com")).await.invalid(&["email forbidden_character"]);
    ask(json!({"$gt": ""})).await.invalid(&["email invalid_type"]);
    app.visitor().post(FORGOTTEN, &json!({})).await.invalid(&["email required"]);
    assert_eq!(letters(&app).await, []);
}
