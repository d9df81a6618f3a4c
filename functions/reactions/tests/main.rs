//! Votes through the real gateway.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test panics where it fails")]

mod many;
mod refusals;
mod vote;

use kenmovie_common::CommentId;
use kenmovie_testkit::{Client, TestApp};
use serde_json::{Value, json};

/// A film and a comment on it, by the addresses that they are read at.
struct Things {
    movie: String,
    comment: String,
}

impl Things {
    async fn new(app: &TestApp) -> Self {
        let movie = format!("/api/movies/{}", app.movie("El espíritu de la colmena").await);
        let comment = comment(&app.user().await, &movie).await;
        Self { movie, comment }
    }

    fn both(&self) -> [&str; 2] {
        [&self.movie, &self.comment]
    }
}

/// Writes a comment on a film; its address.
async fn comment(author: &Client, movie: &str) -> String {
    let body = author.post(&format!("{movie}/comments"), &json!({"body": "Qué silencio."})).await.ok(201);
    let id: CommentId = body["id"].as_str().unwrap().parse().unwrap();
    format!("/api/comments/{id}")
}

fn like() -> Value {
    json!({"value": "like"})
}

fn dislike() -> Value {
    json!({"value": "dislike"})
}

fn at(thing: &str) -> String {
    format!("{thing}/reaction")
}
