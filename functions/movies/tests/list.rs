//! The list of films: what an item is, and its orders.

use kenmovie_common::domain::{MovieDraft, SourceRating};
use kenmovie_testkit::TestApp;
use serde_json::json;

use crate::{MOVIES, at, draft, listed, vote, whole};

#[tokio::test]
async fn a_catalogue_without_films_is_an_empty_list() {
    let app = TestApp::new().await;
    for sort in ["", "?sort=popular", "?sort=top_rated", "?sort=newest", "?sort=title", "?q=a"] {
        assert_eq!(app.visitor().get(&format!("{MOVIES}{sort}")).await.ok(200), json!({"items": []}));
    }
}

#[tokio::test]
async fn an_item_is_the_film_without_description_cast_and_histogram() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let mut expected = admin.post(MOVIES, &whole()).await.ok(201);
    for left_out in ["description", "cast"] {
        assert!(expected.as_object_mut().unwrap().remove(left_out).is_some());
    }
    expected["rating"] = json!({"count": 0});
    for list in ["", "?sort=top_rated", "?sort=newest", "?sort=title", "?q=rojo", "?genre=Guerra"] {
        let items = app.visitor().all(&format!("{MOVIES}{list}")).await;
        assert_eq!(items, [expected.clone()], "{list}");
    }
}

#[tokio::test]
async fn a_film_from_elsewhere_names_its_source() {
    let app = TestApp::new().await;
    let source = kenmovie_common::domain::Source { name: "imdb".into(), id: "tt0057012".into() };
    let id = app.film(MovieDraft { source: Some(source), ..draft("Telefono", None) }).await;
    for film in [app.visitor().get(&at(id)).await.ok(200), app.visitor().all(MOVIES).await.remove(0)] {
        assert_eq!(film["source"], json!({"name": "imdb", "id": "tt0057012"}));
    }
}

#[tokio::test]
async fn popular_is_the_order_unless_another_is_asked_for() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let of = |title: &str, votes: u64| MovieDraft {
        source_rating: Some(SourceRating { average: 7.0, votes }),
        ..draft(title, None)
    };
    // Popularity: 1000·log10(1 + votes of the source) + 30 a like − 20 a dislike + 20 a comment.
    let films = [
        ("A", app.film(of("A", 999_999)).await),
        ("B", app.film(of("B", 999)).await),
        ("C", app.film(draft("C", None)).await),
        ("D", app.film(draft("D", None)).await),
        ("E", app.film(draft("E", None)).await),
        ("F", app.film(draft("F", None)).await),
    ];
    let [.., commented, liked, disliked, both] = films;
    vote(&ana, liked.1, "like").await;
    vote(&ana, disliked.1, "dislike").await;
    vote(&ana, both.1, "like").await;
    vote(&app.user().await, both.1, "dislike").await;
    ana.post(&format!("{}/comments", at(commented.1)), &json!({"body": "Bien."})).await.ok(201);
    for list in ["", "?sort=popular", "?sort=", "?limit=2"] {
        let found = listed(&app.visitor(), &format!("{MOVIES}{list}")).await;
        assert_eq!(found, ["A", "B", "D", "C", "F", "E"], "{list}");
    }
    ana.delete(&format!("{}/reaction", at(liked.1))).await.ok(200);
    assert_eq!(listed(&app.visitor(), MOVIES).await, ["A", "B", "C", "F", "D", "E"]);
}

#[tokio::test]
async fn top_rated_weighs_what_a_source_says_by_how_many_said_it() {
    let app = TestApp::new().await;
    let of = |title: &str, average: f64, votes: u64| MovieDraft {
        source_rating: Some(SourceRating { average, votes }),
        ..draft(title, None)
    };
    // Nothing from a source is 6.5, and so is what fewer than a thousand said.
    for film in [
        of("Mala", 3.1, 50_000),
        of("Buena", 8.4, 1_000),
        of("Mejor", 9.2, 2_000_000),
        of("Algo mejor", 6.6, 5_000),
        draft("Sin votos", None),
    ] {
        app.film(film).await;
    }
    let expected = ["Mejor", "Buena", "Algo mejor", "Sin votos", "Mala"];
    assert_eq!(listed(&app.visitor(), "/api/movies?sort=top_rated").await, expected);
    app.film(of("Por pocos", 9.9, 999)).await;
    let found = listed(&app.visitor(), "/api/movies?sort=top_rated").await;
    assert_eq!(found.last().map(String::as_str), Some("Mala"));
    assert!(found[3..5].contains(&"Por pocos".to_owned()), "{found:?}");
}

#[tokio::test]
async fn newest_is_by_year_of_release_and_unknown_years_come_last() {
    let app = TestApp::new().await;
    for (title, year) in
        [("C", Some(1950)), ("E", None), ("A", Some(2024)), ("D", Some(1888)), ("B", Some(1994))]
    {
        app.film(draft(title, year)).await;
    }
    assert_eq!(listed(&app.visitor(), "/api/movies?sort=newest").await, ["A", "B", "C", "D", "E"]);
}

#[tokio::test]
async fn titles_are_ordered_as_people_read_them() {
    let app = TestApp::new().await;
    let expected = ["¡Átame!", "El verdugo", "él", "Élite", "nada", "Ñandú", "«Ñu»", "Zodiac"];
    for title in ["Zodiac", "Ñandú", "Élite", "¡Átame!", "nada", "él", "«Ñu»", "El verdugo"] {
        app.film(draft(title, None)).await;
    }
    // `fold` makes ñ n: "nada" < "nandu" < "nu"; and "el" < "el verdugo" < "elite".
    let found = listed(&app.visitor(), "/api/movies?sort=title").await;
    let mut sorted = expected;
    sorted.sort_by_key(|title| kenmovie_common::text::fold(title));
    assert_eq!(found, sorted);
    assert_eq!(sorted, ["¡Átame!", "él", "El verdugo", "Élite", "nada", "Ñandú", "«Ñu»", "Zodiac"]);
}

#[tokio::test]
async fn relevance_without_words_is_refused() {
    let app = TestApp::new().await;
    for query in ["sort=relevance", "sort=relevance&q=", "sort=relevance&genre=Drama"] {
        app.visitor().get(&format!("{MOVIES}?{query}")).await.invalid(&["sort invalid_value"]);
    }
    app.visitor().get(&format!("{MOVIES}?sort=relevance&q=a")).await.ok(200);
}

#[tokio::test]
async fn every_bad_parameter_is_named() {
    let app = TestApp::new().await;
    let cases = [
        ("limit=0", &["limit too_small"][..]),
        ("limit=-1", &["limit too_small"]),
        ("limit=101", &["limit too_large"]),
        ("limit=abc", &["limit invalid_type"]),
        ("limit=1.5", &["limit invalid_type"]),
        ("limit=1e1", &["limit invalid_type"]),
        ("limit=%2020", &["limit invalid_type"]),
        ("limit=99999999999999999999", &["limit invalid_type"]),
        ("sort=best", &["sort invalid_value"]),
        ("sort=Popular", &["sort invalid_value"]),
        ("sort=popular%00", &["sort invalid_value"]),
        ("year_from=x", &["year_from invalid_type"]),
        ("year_to=1999.5", &["year_to invalid_type"]),
        ("year_to=10000", &["year_to too_large"]),
        ("year_from=0", &["year_from too_small"]),
        ("year_from=-1990", &["year_from too_small"]),
        ("genre=a%00b", &["genre forbidden_character"]),
        ("genre=a%E2%80%AEb", &["genre forbidden_character"]),
        ("q=a%00b", &["q forbidden_character"]),
        ("q=%00", &["q forbidden_character"]),
        ("q=a%0Ab", &["q forbidden_character"]),
        ("q=a%E2%80%AEb", &["q forbidden_character"]),
        ("limit=0&sort=x&year_to=x", &["limit too_small", "sort invalid_value", "year_to invalid_type"]),
    ];
    for (query, expected) in cases {
        app.visitor().get(&format!("{MOVIES}?{query}")).await.invalid(expected);
    }
    let genre = |count| format!("{MOVIES}?genre={}", "a".repeat(count));
    app.visitor().get(&genre(40)).await.ok(200);
    app.visitor().get(&genre(41)).await.invalid(&["genre too_long"]);
}

#[tokio::test]
async fn queries_that_nobody_would_type_are_no_fault_of_ours() {
    let app = TestApp::new().await;
    app.movie("Plácido").await;
    for query in [
        "",
        "&&&",
        "=",
        "=a",
        "q",
        "q=%",
        "q=%ff%fe",
        "q=%zz",
        "x=1",
        "q=a=b&c",
        "limit=5&limit=6",
        "q=a&q=b",
    ] {
        app.visitor().get(&format!("{MOVIES}?{query}")).await.ok(200);
    }
}
