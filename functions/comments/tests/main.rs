//! Comments and replies through the real gateway.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test panics where it fails")]

mod counters;
mod create;
mod delete;
mod edit;
mod limit;
mod list;
mod mine;
mod model;
mod refusals;
mod repeated;
mod replies;
mod text;
mod while_writing;

use kenmovie_testkit::{Client, TestApp};
use serde_json::{Value, json};

/// A new film's address.
async fn film(app: &TestApp) -> String {
    format!("/api/movies/{}", app.movie("El verdugo").await)
}

/// The address of a comment.
fn at(comment: &Value) -> String {
    format!("/api/comments/{}", comment["id"].as_str().unwrap())
}

/// Writes a comment on the film at this address.
async fn say(author: &Client, film: &str, body: &str) -> Value {
    author.post(&format!("{film}/comments"), &json!({"body": body})).await.ok(201)
}

/// Answers a comment.
async fn answer(author: &Client, comment: &Value, body: &str) -> Value {
    author.post(&format!("{}/replies", at(comment)), &json!({"body": body})).await.ok(201)
}

/// The bodies of these comments, in their order.
fn bodies(comments: &[Value]) -> Vec<&str> {
    comments.iter().map(|comment| comment["body"].as_str().unwrap_or("(deleted)")).collect()
}

fn ids(comments: &[Value]) -> Vec<&str> {
    comments.iter().map(|comment| comment["id"].as_str().unwrap()).collect()
}

/// How many comments a film says that it has.
async fn counted(app: &TestApp, film: &str) -> u64 {
    app.visitor().get(film).await.ok(200)["comments"].as_u64().unwrap()
}

/// No counter is other than its rows.
async fn settled(app: &TestApp) {
    assert_eq!(app.store.verify_counters().await.unwrap(), []);
}
