//! Films of a genre, and of some years.

use kenmovie_common::domain::MovieDraft;
use kenmovie_testkit::{TestApp, encoded};

use crate::{MOVIES, draft, genres, listed};

async fn some(app: &TestApp) {
    for (title, year, of) in [
        ("A", Some(1950), &["Drama"][..]),
        ("B", Some(1960), &["Drama", "Comedia"]),
        ("C", Some(1960), &["Comedia"]),
        ("D", Some(1970), &["Ciencia ficción", "Drama"]),
        ("E", None, &["Drama"]),
        ("F", Some(1980), &[]),
    ] {
        app.film(MovieDraft { genres: genres(of), ..draft(title, year) }).await;
    }
}

#[tokio::test]
async fn filters_hold_together_in_every_order() {
    let app = TestApp::new().await;
    some(&app).await;
    let cases = [
        ("genre=Drama", "ABDE"),
        ("genre=Comedia", "BC"),
        ("genre=Ciencia%20ficci%C3%B3n", "D"),
        ("genre=Ciencia+ficci%C3%B3n", "D"),
        ("genre=Terror", ""),
        ("genre=", "ABCDEF"),
        ("year_from=1960", "BCDF"),
        ("year_from=1961", "DF"),
        ("year_to=1960", "ABC"),
        ("year_to=1959", "A"),
        ("year_from=1960&year_to=1960", "BC"),
        ("year_from=1960&year_to=1970", "BCD"),
        ("year_from=1970&year_to=1960", ""),
        ("year_from=1981", ""),
        ("year_from=1&year_to=9999", "ABCDF"),
        ("genre=Drama&year_from=1960", "BD"),
        ("genre=Drama&year_to=1960", "AB"),
        ("genre=Comedia&year_from=1960&year_to=1960", "BC"),
        ("genre=Terror&year_from=1960", ""),
    ];
    for (filter, expected) in cases {
        for sort in ["popular", "top_rated", "newest", "title"] {
            for viewer in [app.visitor(), app.user().await] {
                let list = format!("{MOVIES}?{filter}&sort={sort}&limit=2");
                let mut found = listed(&viewer, &list).await;
                found.sort();
                assert_eq!(found.concat(), expected, "{list}");
            }
        }
    }
}

#[tokio::test]
async fn words_hold_together_with_the_other_filters() {
    let app = TestApp::new().await;
    for (title, year, genre) in [
        ("Casa A", 1950, "Drama"),
        ("Casa B", 1960, "Drama"),
        ("Casa C", 1960, "Comedia"),
        ("Torre D", 1960, "Drama"),
    ] {
        app.film(MovieDraft { genres: genres(&[genre]), ..draft(title, Some(year)) }).await;
    }
    for (filter, expected) in [
        ("q=casa&genre=Drama", ["Casa A", "Casa B"].as_slice()),
        ("q=casa&year_from=1960", &["Casa B", "Casa C"]),
        ("q=casa&genre=Drama&year_from=1960&year_to=1960", &["Casa B"]),
        ("q=torre&genre=Comedia", &[]),
        ("q=casa&genre=Terror", &[]),
    ] {
        for sort in ["relevance", "popular", "top_rated", "newest", "title"] {
            let mut found = listed(&app.visitor(), &format!("{MOVIES}?{filter}&sort={sort}")).await;
            found.sort();
            assert_eq!(found, expected, "{filter} {sort}");
        }
    }
}

#[tokio::test]
async fn a_genre_is_matched_whole_and_as_it_is_written() {
    let app = TestApp::new().await;
    some(&app).await;
    for genre in [
        "drama",
        "DRAMA",
        "Dram",
        "Drama Comedia",
        "Drama,Comedia",
        "%",
        "Dram_",
        "' OR 1=1 --",
        "[\"Drama\"]",
    ] {
        let list = format!("{MOVIES}?genre={}", encoded(genre));
        assert!(listed(&app.visitor(), &list).await.is_empty(), "{genre}");
    }
    assert_eq!(listed(&app.visitor(), &format!("{MOVIES}?genre=%20Drama%20")).await.len(), 4);
}

#[tokio::test]
async fn a_films_new_genre_and_year_are_where_it_is_found() {
    let app = TestApp::new().await;
    let id = app.film(MovieDraft { genres: genres(&["Drama"]), ..draft("A", Some(1950)) }).await;
    let change = serde_json::json!({"genres": ["Terror"], "year": 1990});
    app.admin().await.patch(&crate::at(id), &change).await.ok(200);
    for (filter, count) in [
        ("genre=Drama", 0),
        ("genre=Terror", 1),
        ("year_to=1989", 0),
        ("year_from=1990", 1),
        ("genre=Terror&year_from=1990", 1),
    ] {
        assert_eq!(listed(&app.visitor(), &format!("{MOVIES}?{filter}")).await.len(), count, "{filter}");
    }
}
