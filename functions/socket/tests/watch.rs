//! Comments as they come.

use kenmovie_testkit::{Client, Listening, TestApp, TestSocket};
use serde_json::{Value, json};

async fn watches(site: &Listening, person: &Client, film: &str) -> TestSocket {
    let mut socket = site.enter(person).await;
    assert!(watch(&mut socket, film).await);
    socket
}

async fn watch(socket: &mut TestSocket, film: &str) -> bool {
    socket.say(&json!({ "type": "watch", "movie_id": film })).await;
    let told = socket.hear("watching").await;
    assert_eq!(told["movie_id"], film);
    told["live"].as_bool().unwrap()
}

async fn comment(person: &Client, film: &str, body: &str) -> Value {
    person.post(&format!("/api/movies/{film}/comments"), &json!({ "body": body })).await.ok(201)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_watches_a_film_is_told_of_its_comments_and_replies_until_they_look_elsewhere() {
    let app = TestApp::new().await;
    let (site, ana, bea) = (app.listen().await, app.user().await, app.user().await);
    let (film, other) = (app.movie("Tasio").await.to_string(), app.movie("Remando").await.to_string());
    let mut socket = watches(&site, &ana, &film).await;
    let said = comment(&bea, &film, "Qué montañas.").await;
    let told = socket.hear("comment").await;
    assert_eq!(told["movie_id"], film);
    assert_eq!(told["comment"]["body"], "Qué montañas.");
    assert_eq!(told["comment"]["author"]["id"], json!(bea.id()));
    assert!(told["comment"].get("mine").is_none(), "it is told to everybody");
    let path = format!("/api/comments/{}/replies", said["id"].as_str().unwrap());
    bea.post(&path, &json!({ "body": "Y qué nieve." })).await.ok(201);
    assert_eq!(socket.hear("comment").await["comment"]["root_id"], said["id"]);
    comment(&bea, &other, "Otra.").await;
    assert!(watch(&mut socket, &other).await);
    comment(&bea, &film, "Ya no.").await;
    comment(&bea, &other, "Ahora sí.").await;
    assert_eq!(socket.hear("comment").await["comment"]["body"], "Ahora sí.");
    socket.say(&json!({ "type": "unwatch", "movie_id": other })).await;
    socket.heard().await;
    comment(&bea, &other, "Nadie.").await;
    assert_eq!(socket.heard().await, [] as [Value; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_is_told_once_and_not_to_whom_its_author_blocked_or_who_blocked_them() {
    let app = TestApp::new().await;
    let (site, ana, bea, carla) = (app.listen().await, app.user().await, app.user().await, app.user().await);
    let film = app.movie("Tasio").await.to_string();
    ana.request("PUT", &format!("/api/blocked-users/{}", bea.id())).await.ok(204);
    bea.request("PUT", &format!("/api/blocked-users/{}", carla.id())).await.ok(204);
    let (mut one, mut other) = (watches(&site, &ana, &film).await, watches(&site, &carla, &film).await);
    let send = || {
        let path = format!("/api/movies/{film}/comments");
        bea.post(&path, &json!({ "body": "Hola" })).header("idempotency-key", "k")
    };
    let mut own = watches(&site, &bea, &film).await;
    for _ in 0..2 {
        send().await.ok(201);
    }
    assert_eq!(own.heard().await.len(), 1);
    assert_eq!(one.heard().await, [] as [Value; 0]);
    assert_eq!(other.heard().await, [] as [Value; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_answered_is_told_wherever_they_are_unless_they_muted_the_thread() {
    let app = TestApp::new().await;
    let (site, ana, bea) = (app.listen().await, app.user().await, app.user().await);
    let film = app.movie("Tasio").await.to_string();
    let said = comment(&ana, &film, "Qué montañas.").await;
    let thread = format!("/api/comments/{}", said["id"].as_str().unwrap());
    let mut socket = site.enter(&ana).await;
    let reply = bea.post(&format!("{thread}/replies"), &json!({ "body": "¿Verdad?" })).await.ok(201);
    let told = socket.hear("notification").await;
    assert_eq!(told["notification"]["reply"]["comment_id"], reply["id"]);
    assert_eq!(told["notification"]["read"], false);
    ana.request("PUT", &format!("{thread}/mute")).await.ok(204);
    bea.post(&format!("{thread}/replies"), &json!({ "body": "¿No?" })).await.ok(201);
    assert_eq!(socket.heard().await, [] as [Value; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_watch_a_film_and_who_comes_after_is_told_to_look() {
    let app = TestApp::new().await;
    let site = app.listen().await;
    let film = app.movie("Tasio").await.to_string();
    let mut sockets = Vec::new();
    for _ in 0..10 {
        let person = app.user().await;
        for _ in 0..20 {
            sockets.push(watches(&site, &person, &film).await);
        }
    }
    let late = app.user().await;
    let mut last = site.enter(&late).await;
    assert!(!watch(&mut last, &film).await);
    comment(&late, &film, "Cuántos somos.").await;
    for socket in &mut sockets {
        socket.hear("comment").await;
    }
    assert_eq!(last.heard().await, [] as [Value; 0]);
    let mut gone = sockets.pop().unwrap();
    gone.say(&json!({ "type": "unwatch", "movie_id": film })).await;
    gone.heard().await;
    assert!(watch(&mut last, &film).await);
}
