//! Reports of films and comments, and what becomes of them, through the real gateway.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test panics where it fails")]

mod blocked;
mod cases;
mod comments;
mod hidden;
mod many;
mod reasons;
mod refusals;
mod repeated;
mod report;

use kenmovie_common::MovieId;
use kenmovie_testkit::{Client, TestApp};
use serde_json::{Value, json};

const BLOCKED: &str = "/api/blocked-movies";

/// What this person has blocked, by title, in the order of the list.
async fn blocked(person: &Client) -> Vec<String> {
    let items = person.all(BLOCKED).await;
    items.iter().map(|item| item["movie"]["title"].as_str().unwrap().to_owned()).collect()
}

/// The titles that a list shows this person, in the order of the alphabet.
async fn shown(person: &Client, list: &str) -> Vec<String> {
    let mut titles: Vec<String> =
        person.all(list).await.iter().map(|film| film["title"].as_str().unwrap().to_owned()).collect();
    titles.sort();
    titles
}

fn reports_of(movie: MovieId) -> String {
    format!("/api/movies/{movie}/reports")
}

fn block_of(movie: MovieId) -> String {
    format!("{BLOCKED}/{movie}")
}

fn spam() -> Value {
    json!({"reason": "spam"})
}

/// No counter is other than its rows.
async fn settled(app: &TestApp) {
    assert_eq!(app.store.verify_counters().await.unwrap(), []);
}
