//! What is not taken, and leaves nothing behind.

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{BODY_LIMIT, Client, NOBODYS_ID, Sent, TestApp, padded, refuses_bad_bodies};
use serde_json::{Value, json};

use crate::{answer, at, counted, film, say, settled};

/// A film with a comment of somebody and a reply to it.
struct Scene {
    app: TestApp,
    author: Client,
    film: String,
    root: Value,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let (author, film) = (app.user().await, film(&app).await);
        let root = say(&author, &film, "Uno").await;
        answer(&author, &root, "Dos").await;
        Self { app, author, film, root }
    }

    /// The requests of every route that writes.
    fn writes(&self, who: &Client) -> [Sent; 4] {
        let body = json!({"body": "Intruso"});
        [
            who.post(&format!("{}/comments", self.film), &body),
            who.post(&format!("{}/replies", at(&self.root)), &body),
            who.patch(&at(&self.root), &body),
            who.delete(&at(&self.root)),
        ]
    }

    /// The routes that take a body.
    fn bodied(&self) -> [(&'static str, String); 3] {
        [
            ("POST", format!("{}/comments", self.film)),
            ("POST", format!("{}/replies", at(&self.root))),
            ("PATCH", at(&self.root)),
        ]
    }

    async fn nothing_changed(&self) {
        let mut shown = self.author.get(&at(&self.root)).await.ok(200);
        shown["replies"] = 0.into();
        assert_eq!(shown, self.root);
        assert_eq!(counted(&self.app, &self.film).await, 2);
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
async fn an_expired_token_writes_no_more() {
    let scene = Scene::new().await;
    scene.app.expire_tokens();
    for sent in scene.writes(&scene.author) {
        sent.await.problem(401, "token_expired");
    }
    let shown = scene.app.visitor().get(&at(&scene.root)).await.ok(200);
    assert_eq!((&shown["body"], &shown["replies"]), (&json!("Uno"), &json!(1)));
}

#[tokio::test]
async fn a_client_that_only_shows_films_writes_nothing_for_its_people() {
    let scene = Scene::new().await;
    let client = scene.app.machine(&scene.app.person(Role::Admin).await, Preset::Public).await;
    for sent in scene.writes(&client) {
        sent.await.problem(403, "insufficient_scope");
    }
    scene.nothing_changed().await;
}

#[tokio::test]
async fn another_site_writes_nothing_with_a_persons_cookies() {
    let scene = Scene::new().await;
    for origin in ["cross-site", "same-site"] {
        for sent in scene.writes(&scene.author) {
            sent.header("sec-fetch-site", origin).await.problem(403, "csrf");
        }
    }
    scene.nothing_changed().await;
}

#[tokio::test]
async fn a_machine_client_of_the_site_writes_like_its_person() {
    let scene = Scene::new().await;
    let person = scene.app.person(Role::User).await;
    let client = scene.app.machine(&person, Preset::Site).await;
    let comment = say(&client, &scene.film, "Desde un programa").await;
    assert_eq!(comment["author"]["id"], person.id.to_string());
    client.delete(&at(&comment)).await.ok(204);
    scene.nothing_changed().await;
}

#[tokio::test]
async fn bodies_that_no_route_takes_are_refused_and_change_nothing() {
    let scene = Scene::new().await;
    for (method, path) in scene.bodied() {
        refuses_bad_bodies(|| scene.author.request(method, &path), &json!({"body": "Tres"})).await;
    }
    scene.nothing_changed().await;
}

#[tokio::test]
async fn a_body_of_64_kib_is_still_read() {
    let scene = Scene::new().await;
    for (method, path) in scene.bodied() {
        let sent = |bytes| {
            let body = padded(&json!({"body": "Tres"}), bytes);
            scene.author.request(method, &path).raw("application/json", body)
        };
        sent(BODY_LIMIT + 1).await.problem(413, "body_too_large");
        assert_eq!(sent(BODY_LIMIT).await.body["body"], "Tres");
    }
}

#[tokio::test]
async fn a_million_characters_are_too_many_bytes_and_sixty_thousand_too_many_characters() {
    let scene = Scene::new().await;
    for (method, path) in scene.bodied() {
        let sent = |count| {
            let body = json!({"body": "a".repeat(count)});
            scene.author.request(method, &path).json(&body)
        };
        sent(1_000_000).await.problem(413, "body_too_large");
        sent(60_000).await.invalid(&["body too_long"]);
    }
    scene.nothing_changed().await;
}

#[tokio::test]
async fn a_bad_body_is_named_before_the_thing_is_looked_for() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let bad = json!({"body": ""});
    let comment = format!("/api/comments/{NOBODYS_ID}");
    ana.post(&format!("/api/movies/{NOBODYS_ID}/comments"), &bad).await.invalid(&["body required"]);
    ana.post(&format!("{comment}/replies"), &bad).await.invalid(&["body required"]);
    ana.patch(&comment, &bad).await.invalid(&["body required"]);
    let good = json!({"body": "Uno"});
    ana.post(&format!("/api/movies/{NOBODYS_ID}/comments"), &good).await.problem(404, "not_found");
    ana.post(&format!("{comment}/replies"), &good).await.problem(404, "not_found");
    ana.patch(&comment, &good).await.problem(404, "not_found");
}

#[tokio::test]
async fn other_methods_are_told_which_there_are() {
    let scene = Scene::new().await;
    let routes = [
        (format!("{}/comments", scene.film), "PUT", ["GET", "POST"].as_slice()),
        (format!("{}/replies", at(&scene.root)), "DELETE", &["GET", "POST"]),
        (at(&scene.root), "PUT", &["DELETE", "GET", "PATCH"]),
    ];
    for (path, method, expected) in routes {
        let reply = scene.author.request(method, &path).await;
        let mut allowed: Vec<&str> = reply.header("allow").unwrap().split(',').map(str::trim).collect();
        allowed.retain(|method| *method != "HEAD");
        allowed.sort_unstable();
        assert_eq!(allowed, expected);
        reply.problem(405, "method_not_allowed");
    }
    scene.nothing_changed().await;
}
