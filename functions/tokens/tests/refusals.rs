//! Who may not, and what is not taken.

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{Client, NOBODYS_ID, Sent, TestApp, refuses_bad_bodies};
use serde_json::{Value, json};

use crate::{PATH, asked, at, count, made};

/// A token, and an administrator to look after it.
struct Scene {
    app: TestApp,
    admin: Client,
    token: Value,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let admin = app.admin().await;
        let token = made(&admin, "public").await;
        Self { app, admin, token }
    }

    fn asks(&self, who: &Client) -> [Sent; 3] {
        [who.get(PATH), who.post(PATH, &asked("public")), who.delete(&at(&self.token))]
    }

    async fn nothing_changed(&self) {
        assert_eq!(count(&self.admin).await, 1);
        assert!(self.admin.all(PATH).await.iter().any(|token| token["id"] == self.token["id"]));
    }
}

#[tokio::test]
async fn a_visitor_sees_and_does_nothing() {
    let scene = Scene::new().await;
    for ask in scene.asks(&scene.app.visitor()) {
        ask.await.problem(401, "unauthenticated");
    }
    scene.nothing_changed().await;
}

#[tokio::test]
async fn people_and_moderators_see_and_do_nothing_through_any_client() {
    let scene = Scene::new().await;
    for role in [Role::User, Role::Moderator] {
        let person = scene.app.person(role).await;
        let mut clients = vec![scene.app.signed_in(&person).await];
        for preset in Preset::ALL {
            clients.push(scene.app.machine(&person, preset).await);
        }
        for client in clients {
            for ask in scene.asks(&client) {
                ask.await.problem(403, "insufficient_scope");
            }
        }
    }
    scene.nothing_changed().await;
}

#[tokio::test]
async fn another_site_does_nothing_with_an_administrators_cookies() {
    let scene = Scene::new().await;
    for origin in ["cross-site", "same-site"] {
        let [_, create, revoke] = scene.asks(&scene.admin);
        create.header("sec-fetch-site", origin).await.problem(403, "csrf");
        revoke.header("sec-fetch-site", origin).await.problem(403, "csrf");
    }
    scene.nothing_changed().await;
}

#[tokio::test]
async fn an_administrator_whose_access_token_expired_must_renew_it() {
    let scene = Scene::new().await;
    let person = scene.app.person(Role::Admin).await;
    let late = scene.app.signed_in(&person).await;
    scene.app.expire_tokens();
    for ask in scene.asks(&late) {
        ask.await.problem(401, "token_expired");
    }
    assert_eq!(count(&scene.app.admin().await).await, 1);
}

#[tokio::test]
async fn an_api_token_itself_is_nobody() {
    let scene = Scene::new().await;
    let token = made(&scene.admin, "admin").await;
    let secret = token["token"].as_str().unwrap();
    let bearer = scene.app.visitor().bearer(secret);
    let header = scene.app.visitor().with("x-api-token", secret);
    for ask in scene.asks(&bearer).into_iter().chain(scene.asks(&header)) {
        ask.await.problem(401, "unauthenticated");
    }
}

#[tokio::test]
async fn bodies_that_no_route_takes_are_refused_and_change_nothing() {
    let scene = Scene::new().await;
    refuses_bad_bodies(|| scene.admin.request("POST", PATH), &asked("public")).await;
    scene.nothing_changed().await;
}

#[tokio::test]
async fn other_methods_are_told_which_there_are() {
    let scene = Scene::new().await;
    let one = format!("{PATH}/{NOBODYS_ID}");
    for (path, method, expected) in
        [(PATH, "PUT", ["GET", "POST"].as_slice()), (&one, "GET", &["DELETE"]), (&one, "PATCH", &["DELETE"])]
    {
        let reply = scene.admin.request(method, path).json(&json!({})).await;
        let mut allowed: Vec<&str> = reply.header("allow").unwrap().split(',').map(str::trim).collect();
        allowed.retain(|method| *method != "HEAD");
        allowed.sort_unstable();
        assert_eq!(allowed, expected);
        reply.problem(405, "method_not_allowed");
    }
}
