//! The catalogue through the real gateway.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test panics where it fails")]

mod bounds;
mod create;
mod delete;
mod edit;
mod filters;
mod genres;
mod kept;
mod list;
mod mine;
mod pages;
mod refusals;
mod repeated;
mod search;
mod search_order;
mod search_table;
mod versions;

use kenmovie_common::MovieId;
use kenmovie_common::domain::MovieDraft;
use kenmovie_testkit::{Client, TestApp};
use serde_json::{Value, json};

const MOVIES: &str = "/api/movies";

fn at(id: impl std::fmt::Display) -> String {
    format!("{MOVIES}/{id}")
}

/// The address of a film that an answer shows.
fn place(movie: &Value) -> String {
    at(movie["id"].as_str().unwrap())
}

fn titles(films: &[Value]) -> Vec<&str> {
    films.iter().map(|film| film["title"].as_str().unwrap()).collect()
}

/// The titles of every page of this list, in its order.
async fn listed(client: &Client, list: &str) -> Vec<String> {
    titles(&client.all(list).await).into_iter().map(str::to_owned).collect()
}

/// A draft with this title and year.
fn draft(title: &str, year: Option<i32>) -> MovieDraft {
    MovieDraft { title: title.to_owned(), year, ..MovieDraft::default() }
}

fn genres(of: &[&str]) -> Vec<String> {
    of.iter().map(|&genre| genre.to_owned()).collect()
}

/// Every member that an editor writes.
fn whole() -> Value {
    json!({
        "title": "¿Teléfono rojo? Volamos hacia Moscú",
        "original_title": "Dr. Strangelove",
        "year": 1964,
        "duration_minutes": 95,
        "description": "Un general pierde la cabeza.\nEl mundo, la calma.",
        "content_rating": "PG",
        "genres": ["Comedia", "Guerra"],
        "tags": ["guerra fría", "sátira"],
        "directors": ["Stanley Kubrick"],
        "cast": ["Peter Sellers", "George C. Scott"],
        "poster_url": "https://example.com/poster.jpg",
        "cover_url": "https://example.com/cover.jpg?w=1200#top",
        "source_url": "https://example.com/source",
    })
}

/// A film as it is answered before anybody touched it.
fn untouched(movie: &Value, draft: &Value) -> Value {
    let mut expected = draft.clone();
    for (member, value) in [
        ("id", movie["id"].clone()),
        ("rating", json!({"count": 0, "histogram": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]})),
        ("reactions", json!({"likes": 0, "dislikes": 0})),
        ("comments", json!(0)),
        ("created_at", json!("2026-01-01T12:00:00.000Z")),
        ("updated_at", json!("2026-01-01T12:00:00.000Z")),
    ] {
        expected[member] = value;
    }
    for list in ["genres", "tags", "directors", "cast"] {
        if expected.get(list).is_none() {
            expected[list] = json!([]);
        }
    }
    expected
}

async fn vote(voter: &Client, movie: MovieId, value: &str) {
    voter.put(&format!("{}/reaction", at(movie)), &json!({"value": value})).await.ok(200);
}

/// No counter is other than its rows.
async fn settled(app: &TestApp) {
    assert_eq!(app.store.verify_counters().await.unwrap(), []);
}
