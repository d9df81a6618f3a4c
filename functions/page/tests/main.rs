//! Rendered pages, the sitemap and robots.txt through the real gateway.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test panics where it fails")]

mod answers;
mod film;
mod hostile;
mod robots;
mod sitemap;

use kenmovie_common::MovieId;
use kenmovie_common::domain::MovieDraft;
use kenmovie_testkit::{Client, TestApp};
use serde_json::{Value, json};

/// A film with everything.
fn roma() -> MovieDraft {
    MovieDraft {
        title: "Roma".to_owned(),
        original_title: Some("Roma, 1970".to_owned()),
        year: Some(2018),
        duration_minutes: Some(135),
        description: Some("Una familia en la colonia Roma.\n\nY quien la cuida.".to_owned()),
        content_rating: Some("R".to_owned()),
        genres: vec!["Drama".to_owned()],
        directors: vec!["Alfonso Cuarón".to_owned()],
        cast: vec!["Yalitza Aparicio".to_owned(), "Marina de Tavira".to_owned()],
        poster_url: Some("https://pictures.example/roma.jpg?w=1&h=2".to_owned()),
        ..MovieDraft::default()
    }
}

fn path(film: MovieId) -> String {
    format!("/films/{film}")
}

/// A film's page.
async fn page(visitor: &Client, film: MovieId) -> String {
    text(visitor.get(&path(film)).await.ok(200))
}

fn text(body: Value) -> String {
    let Value::String(text) = body else { panic!("{body} is no text") };
    text
}

/// What stands between these two, the first time.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    Some(text.split_once(before)?.1.split_once(after)?.0)
}

/// What a page tells search engines of its film.
fn linked_data(page: &str) -> Value {
    let json = between(page, "<script type=\"application/ld+json\">", "</script>");
    serde_json::from_str(json.unwrap()).unwrap()
}

/// Writes a comment on a film.
async fn say(author: &Client, film: MovieId, body: &str, spoiler: bool) -> String {
    let said = json!({ "body": body, "spoiler": spoiler });
    let comment = author.post(&format!("/api/movies/{film}/comments"), &said).await.ok(201);
    format!("/api/comments/{}", comment["id"].as_str().unwrap())
}

/// The page that the script alone fills.
async fn plain(app: &TestApp) -> String {
    text(app.visitor().get("/films/unknown").await.ok(404))
}
