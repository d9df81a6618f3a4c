//! The genres and how many films have each.

use kenmovie_common::domain::MovieDraft;
use kenmovie_testkit::TestApp;
use serde_json::json;

use crate::{at, draft, genres, settled};

const GENRES: &str = "/api/genres";

async fn counts(app: &TestApp) -> Vec<(String, u64)> {
    let items = app.visitor().all(GENRES).await;
    items
        .iter()
        .map(|item| (item["genre"].as_str().unwrap().to_owned(), item["count"].as_u64().unwrap()))
        .collect()
}

fn expected(of: &[(&str, u64)]) -> Vec<(String, u64)> {
    of.iter().map(|&(genre, count)| (genre.to_owned(), count)).collect()
}

#[tokio::test]
async fn the_genre_of_most_films_stands_first() {
    let app = TestApp::new().await;
    assert_eq!(app.visitor().get(GENRES).await.ok(200), json!({"items": []}));
    for of in [&["Drama", "Comedia"][..], &["Drama"], &["Terror", "Drama"], &["Comedia"], &[], &["Acción"]] {
        app.film(MovieDraft { genres: genres(of), ..draft("A", None) }).await;
    }
    let items = app.visitor().get(GENRES).await.ok(200);
    assert_eq!(
        items,
        json!({"items": [
            {"genre": "Drama", "count": 3},
            {"genre": "Comedia", "count": 2},
            {"genre": "Acción", "count": 1},
            {"genre": "Terror", "count": 1},
        ]})
    );
}

#[tokio::test]
async fn the_counts_follow_every_film_that_comes_changes_and_goes() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let film =
        admin.post("/api/movies", &json!({"title": "A", "genres": ["Drama", "Comedia"]})).await.ok(201);
    let path = crate::place(&film);
    let other = app.film(MovieDraft { genres: genres(&["Drama"]), ..draft("B", None) }).await;
    assert_eq!(counts(&app).await, expected(&[("Drama", 2), ("Comedia", 1)]));
    admin.patch(&path, &json!({"genres": ["Comedia", "Terror"]})).await.ok(200);
    assert_eq!(counts(&app).await, expected(&[("Comedia", 1), ("Drama", 1), ("Terror", 1)]));
    admin.patch(&path, &json!({"title": "C"})).await.ok(200);
    assert_eq!(counts(&app).await, expected(&[("Comedia", 1), ("Drama", 1), ("Terror", 1)]));
    admin.put(&path, &json!({"title": "C", "genres": ["Terror"]})).await.ok(200);
    assert_eq!(counts(&app).await, expected(&[("Drama", 1), ("Terror", 1)]));
    admin.patch(&path, &json!({"genres": null})).await.ok(200);
    assert_eq!(counts(&app).await, expected(&[("Drama", 1)]));
    admin.delete(&at(other)).await.ok(204);
    assert_eq!(counts(&app).await, []);
    admin.patch(&path, &json!({"genres": ["Drama"]})).await.ok(200);
    assert_eq!(counts(&app).await, expected(&[("Drama", 1)]));
    settled(&app).await;
}

#[tokio::test]
async fn what_is_refused_counts_nothing() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let movie = app.film(MovieDraft { genres: genres(&["Drama"]), ..draft("B", None) }).await;
    let body = json!({"title": "A", "genres": ["Terror"]});
    let stale = admin.put(&at(movie), &body).header("if-match", "\"9-0\"");
    stale.await.problem(412, "precondition_failed");
    admin.post("/api/movies", &json!({"title": "", "genres": ["Terror"]})).await.invalid(&["title required"]);
    admin.delete(&at(movie)).header("if-match", "\"9-0\"").await.problem(412, "precondition_failed");
    assert_eq!(counts(&app).await, expected(&[("Drama", 1)]));
}

#[tokio::test]
async fn every_genre_leads_to_as_many_films_as_it_counts() {
    let app = TestApp::new().await;
    for number in 0..30 {
        let of: Vec<String> = ["Drama", "Ciencia ficción", "Western & más"]
            .into_iter()
            .enumerate()
            .filter(|(at, _)| number % (at + 2) == 0)
            .map(|(_, genre)| genre.to_owned())
            .collect();
        app.film(MovieDraft { genres: of, ..draft("A", None) }).await;
    }
    let counts = counts(&app).await;
    assert_eq!(counts, expected(&[("Drama", 15), ("Ciencia ficción", 10), ("Western & más", 8)]));
    for (genre, count) in counts {
        let list = format!("/api/movies?limit=100&genre={}", kenmovie_testkit::encoded(&genre));
        assert_eq!(u64::try_from(app.visitor().all(&list).await.len()), Ok(count), "{genre}");
    }
}
