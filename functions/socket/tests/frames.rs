//! What clients say over a socket, and how long it stays open.

use std::time::Duration;

use kenmovie_testkit::{Message, ORIGIN, TestApp, ticket};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn the_first_ping_is_greeted_and_the_next_are_answered() {
    let app = TestApp::new().await;
    let (ana, site) = (app.user().await, app.listen().await);
    let mut socket = site.open(&ticket(&ana).await, Some(ORIGIN)).await.unwrap();
    socket.say(&json!({ "type": "ping" })).await;
    let hello = socket.hear("hello").await;
    assert_eq!(hello["heartbeat_seconds"], 60);
    assert!(hello["connection_id"].as_str().is_some_and(|id| id.len() == 22));
    socket.say(&json!({ "type": "ping" })).await;
    assert_eq!(socket.hear("pong").await, json!({ "type": "pong" }));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_frame_is_told_so_and_changes_nothing() {
    let app = TestApp::new().await;
    let (ana, site) = (app.user().await, app.listen().await);
    let mut socket = site.enter(&ana).await;
    for (text, code) in [
        ("", "malformed"),
        ("hola", "malformed"),
        ("[{\"type\":\"ping\"}]", "malformed"),
        ("{\"type\":\"typing\",\"to\":7}", "malformed"),
        ("{\"type\":\"watch\"}", "malformed"),
        ("{\"type\":\"hello\"}", "unknown"),
        ("{\"type\":\"PING\"}", "unknown"),
    ] {
        socket.send(Message::Text(text.into())).await;
        assert_eq!(socket.hear("error").await["code"], code, "{text}");
    }
    let largest = format!("{{\"type\":\"x\",\"y\":\"{}\"}}", "a".repeat(32 * 1024 - 19));
    assert_eq!(largest.len(), 32 * 1024);
    socket.send(Message::Text(largest.into())).await;
    assert_eq!(socket.hear("error").await["code"], "unknown");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_that_is_too_large_or_not_text_closes_the_socket() {
    let app = TestApp::new().await;
    let (ana, site) = (app.user().await, app.listen().await);
    for (message, code) in [
        (Message::Text("a".repeat(32 * 1024 + 1).into()), 1009),
        (Message::Text("a".repeat(1024 * 1024).into()), 1009),
        (Message::Binary(vec![1, 2, 3].into()), 1003),
    ] {
        let mut socket = site.enter(&ana).await;
        socket.send(message).await;
        assert_eq!(socket.closed().await, Some(code));
    }
    assert_eq!(app.user().await.get("/api/users").await.ok(200)["items"][0]["online"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_minutes_of_silence_end_a_socket_and_every_frame_puts_that_off() {
    let app = TestApp::new().await;
    let (ana, site) = (app.user().await, app.listen().await);
    let mut socket = site.enter(&ana).await;
    for _ in 0..3 {
        app.clock.advance(Duration::from_secs(599));
        socket.heard().await;
    }
    app.clock.advance(Duration::from_mins(10));
    assert_eq!(socket.closed().await, Some(1001));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hours_end_a_socket_whatever_is_said() {
    let app = TestApp::new().await;
    let (ana, site) = (app.user().await, app.listen().await);
    let mut socket = site.enter(&ana).await;
    for _ in 0..13 {
        app.clock.advance(Duration::from_mins(9));
        socket.heard().await;
    }
    app.clock.advance(Duration::from_mins(3));
    assert_eq!(socket.closed().await, Some(1001));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_has_twenty_sockets_and_the_oldest_makes_room() {
    let app = TestApp::new().await;
    let (ana, site) = (app.user().await, app.listen().await);
    let mut sockets = Vec::new();
    for _ in 0..21 {
        app.clock.advance(Duration::from_millis(1));
        sockets.push(site.enter(&ana).await);
    }
    assert_eq!(sockets.remove(0).closed().await, Some(1001));
    for socket in &mut sockets {
        socket.heard().await;
    }
}
