//! What is not taken, and leaves nothing behind.

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{
    BODY_LIMIT, Client, MALFORMED_IDS, NOBODYS_ID, Sent, TestApp, padded, refuses_bad_bodies,
};
use serde_json::{Value, json};

use crate::{MOVIES, at, settled};

struct Scene {
    app: TestApp,
    film: String,
    before: Value,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let film = at(app.movie("Antes").await);
        let before = app.visitor().get(&film).await.ok(200);
        Self { app, film, before }
    }

    /// The requests of every route that writes.
    fn writes(&self, who: &Client) -> [Sent; 4] {
        let body = json!({"title": "Intruso"});
        [
            who.post(MOVIES, &body),
            who.put(&self.film, &body),
            who.patch(&self.film, &body),
            who.delete(&self.film),
        ]
    }

    /// The routes that take a body.
    fn bodied(&self) -> [(&'static str, &str); 3] {
        [("POST", MOVIES), ("PUT", &self.film), ("PATCH", &self.film)]
    }

    async fn nothing_changed(&self) {
        assert_eq!(self.app.visitor().get(&self.film).await.ok(200), self.before);
        assert_eq!(self.app.visitor().all(MOVIES).await.len(), 1);
        assert!(self.app.visitor().all("/api/genres").await.is_empty());
        settled(&self.app).await;
    }
}

#[tokio::test]
async fn nobody_writes_without_an_account() {
    let scene = Scene::new().await;
    for sent in scene.writes(&scene.app.visitor()) {
        sent.await.problem(401, "unauthenticated");
    }
    scene.nothing_changed().await;
}

#[tokio::test]
async fn only_an_admin_writes_films() {
    let scene = Scene::new().await;
    let app = &scene.app;
    let admin = app.person(Role::Admin).await;
    let others = [
        app.user().await,
        app.moderator().await,
        app.machine(&admin, Preset::Public).await,
        app.machine(&admin, Preset::Site).await,
        app.machine(&admin, Preset::Trusted).await,
        app.machine(&app.person(Role::User).await, Preset::Admin).await,
    ];
    for who in others {
        for sent in scene.writes(&who) {
            sent.await.problem(403, "insufficient_scope");
        }
    }
    scene.nothing_changed().await;
    let machine = app.machine(&admin, Preset::Admin).await;
    for (sent, status) in scene.writes(&machine).into_iter().zip([201, 200, 200, 204]) {
        sent.await.ok(status);
    }
}

#[tokio::test]
async fn a_role_that_was_taken_away_writes_no_more() {
    use kenmovie_common::ports::Clock as _;
    let scene = Scene::new().await;
    let person = scene.app.person(Role::Admin).await;
    let admin = scene.app.signed_in(&person).await;
    let person = scene.app.store.set_role(person.id, Role::User).await.unwrap().unwrap();
    scene.app.kv.raise_epoch(person.id, person.auth_epoch, scene.app.clock.now()).await.unwrap();
    for sent in scene.writes(&admin) {
        sent.await.problem(401, "unauthenticated");
    }
    scene.nothing_changed().await;
}

#[tokio::test]
async fn another_site_writes_nothing_with_an_admins_cookies() {
    let scene = Scene::new().await;
    let admin = scene.app.admin().await;
    for origin in ["cross-site", "same-site"] {
        for sent in scene.writes(&admin) {
            sent.header("sec-fetch-site", origin).await.problem(403, "csrf");
        }
    }
    scene.nothing_changed().await;
}

#[tokio::test]
async fn bodies_that_no_route_takes_are_refused_and_change_nothing() {
    let scene = Scene::new().await;
    let admin = scene.app.admin().await;
    for (method, path) in scene.bodied() {
        refuses_bad_bodies(|| admin.request(method, path), &json!({"title": "Después"})).await;
    }
    scene.nothing_changed().await;
}

#[tokio::test]
async fn a_body_of_64_kib_is_still_read() {
    let scene = Scene::new().await;
    let admin = scene.app.admin().await;
    for (method, path) in scene.bodied() {
        let sent = |bytes| {
            admin.request(method, path).raw("application/json", padded(&json!({"title": "Después"}), bytes))
        };
        sent(BODY_LIMIT + 1).await.problem(413, "body_too_large");
        assert_eq!(sent(BODY_LIMIT).await.body["title"], "Después");
    }
}

#[tokio::test]
async fn what_wins_is_size_then_identity_then_origin_then_scope_then_type_then_json_then_members() {
    let scene = Scene::new().await;
    let (visitor, ana, admin) = (scene.app.visitor(), scene.app.user().await, scene.app.admin().await);
    let large = padded(&json!({}), BODY_LIMIT + 1);
    for (method, path) in scene.bodied() {
        let send =
            |who: &Client, kind: &str, body: &str| who.request(method, path).raw(kind, body.to_owned());
        send(&visitor, "text/plain", &large).await.problem(413, "body_too_large");
        send(&visitor, "text/plain", "{").await.problem(401, "unauthenticated");
        let foreign = send(&ana, "text/plain", "{").header("sec-fetch-site", "cross-site");
        foreign.await.problem(403, "csrf");
        send(&ana, "text/plain", "{").await.problem(403, "insufficient_scope");
        send(&admin, "text/plain", "{").await.problem(415, "unsupported_media_type");
        send(&admin, "application/json", "{").await.problem(400, "malformed_json");
        send(&admin, "application/json", "{\"title\":\"\"}").await.invalid(&["title required"]);
    }
    scene.nothing_changed().await;
}

#[tokio::test]
async fn an_address_that_is_none_is_not_found_for_whoever_may_write() {
    let scene = Scene::new().await;
    let admin = scene.app.admin().await;
    let body = json!({"title": "Después"});
    for id in [NOBODYS_ID].into_iter().chain(MALFORMED_IDS) {
        scene.app.visitor().get(&at(id)).await.problem(404, "not_found");
        for sent in [admin.put(&at(id), &body), admin.patch(&at(id), &body), admin.delete(&at(id))] {
            sent.await.problem(404, "not_found");
        }
    }
    scene.nothing_changed().await;
}

#[tokio::test]
async fn other_methods_are_told_which_there_are() {
    let scene = Scene::new().await;
    let routes = [
        (MOVIES, "DELETE", ["GET", "POST"].as_slice()),
        (scene.film.as_str(), "POST", &["DELETE", "GET", "PATCH", "PUT"]),
        ("/api/genres", "POST", &["GET"]),
    ];
    for (path, method, expected) in routes {
        let reply = scene.app.visitor().request(method, path).await;
        let mut allowed: Vec<&str> = reply.header("allow").unwrap().split(',').map(str::trim).collect();
        allowed.retain(|method| *method != "HEAD");
        allowed.sort_unstable();
        assert_eq!(allowed, expected);
        reply.problem(405, "method_not_allowed");
    }
    scene.nothing_changed().await;
}
