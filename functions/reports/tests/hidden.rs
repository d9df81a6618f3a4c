//! What a report hides, and from whom.

use kenmovie_common::MovieId;
use kenmovie_common::domain::MovieDraft;
use kenmovie_testkit::TestApp;
use serde_json::json;

use crate::{block_of, blocked, reports_of, shown, spam};

/// Three films that every list below finds.
async fn films(app: &TestApp) -> [MovieId; 3] {
    let film = |title: &str| {
        app.film(MovieDraft {
            title: title.to_owned(),
            year: Some(1961),
            genres: vec!["Drama".into()],
            ..MovieDraft::default()
        })
    };
    [film("Casa uno").await, film("Casa dos").await, film("Casa tres").await]
}

const LISTS: [&str; 9] = [
    "/api/movies",
    "/api/movies?sort=popular&limit=1",
    "/api/movies?sort=top_rated",
    "/api/movies?sort=newest",
    "/api/movies?sort=title",
    "/api/movies?q=casa",
    "/api/movies?q=ca&sort=title",
    "/api/movies?genre=Drama",
    "/api/movies?year_from=1961&year_to=1961",
];

#[tokio::test]
async fn a_reported_film_leaves_every_list_and_search_of_whoever_reported_it() {
    let app = TestApp::new().await;
    let (ana, [one, ..]) = (app.user().await, films(&app).await);
    for list in LISTS {
        assert_eq!(shown(&ana, list).await, ["Casa dos", "Casa tres", "Casa uno"], "{list}");
    }
    ana.post(&reports_of(one), &spam()).await.ok(201);
    for list in LISTS {
        assert_eq!(shown(&ana, list).await, ["Casa dos", "Casa tres"], "{list}");
    }
}

#[tokio::test]
async fn everybody_else_still_sees_it() {
    let app = TestApp::new().await;
    let (ana, berta, [one, ..]) = (app.user().await, app.user().await, films(&app).await);
    ana.post(&reports_of(one), &spam()).await.ok(201);
    for list in LISTS {
        for viewer in [&berta, &app.visitor()] {
            assert_eq!(shown(viewer, list).await, ["Casa dos", "Casa tres", "Casa uno"], "{list}");
        }
    }
    assert!(blocked(&berta).await.is_empty());
    assert_eq!(berta.get(&format!("/api/movies/{one}")).await.ok(200)["mine"]["blocked"], false);
}

#[tokio::test]
async fn the_reporter_sees_it_in_every_session_the_same() {
    let app = TestApp::new().await;
    let person = app.person(kenmovie_common::domain::Role::User).await;
    let [one, ..] = films(&app).await;
    app.signed_in(&person).await.post(&reports_of(one), &spam()).await.ok(201);
    let elsewhere = app.signed_in(&person).await;
    assert_eq!(shown(&elsewhere, "/api/movies").await, ["Casa dos", "Casa tres"]);
    assert_eq!(blocked(&elsewhere).await, ["Casa uno"]);
}

#[tokio::test]
async fn a_blocked_film_opened_by_its_address_says_that_it_is_blocked() {
    let app = TestApp::new().await;
    let (ana, [one, two, _]) = (app.user().await, films(&app).await);
    ana.post(&reports_of(one), &spam()).await.ok(201);
    let film = ana.get(&format!("/api/movies/{one}")).await.ok(200);
    assert_eq!(film["mine"], json!({"listed": false, "blocked": true}));
    let film = ana.get(&format!("/api/movies/{two}")).await.ok(200);
    assert_eq!(film["mine"], json!({"listed": false, "blocked": false}));
    assert_eq!(app.visitor().get(&format!("/api/movies/{one}")).await.ok(200).get("mine"), None);
}

#[tokio::test]
async fn a_film_that_is_shown_again_is_back_everywhere() {
    let app = TestApp::new().await;
    let (ana, [one, ..]) = (app.user().await, films(&app).await);
    ana.post(&reports_of(one), &spam()).await.ok(201);
    ana.delete(&block_of(one)).await.ok(204);
    for list in LISTS {
        assert_eq!(shown(&ana, list).await, ["Casa dos", "Casa tres", "Casa uno"], "{list}");
    }
    assert!(blocked(&ana).await.is_empty());
    let film = ana.get(&format!("/api/movies/{one}")).await.ok(200);
    assert_eq!(film["mine"], json!({"listed": false, "blocked": false}));
}

#[tokio::test]
async fn pages_of_a_list_are_full_however_many_films_are_hidden_among_them() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let mut kept = Vec::new();
    for number in 0..40 {
        let movie = app.movie(&format!("Film {number:02}")).await;
        if number % 4 == 0 {
            kept.push(format!("Film {number:02}"));
        } else {
            ana.post(&reports_of(movie), &spam()).await.ok(201);
        }
    }
    for sort in ["popular", "top_rated", "newest", "title"] {
        let pages = ana.pages(&format!("/api/movies?sort={sort}&limit=4")).await;
        let sizes: Vec<usize> = pages.iter().map(Vec::len).collect();
        assert_eq!(sizes, [4, 4, 2], "{sort}");
        assert_eq!(shown(&ana, &format!("/api/movies?sort={sort}&limit=4")).await, kept, "{sort}");
    }
}

#[tokio::test]
async fn a_blocked_film_that_is_deleted_leaves_the_blocked_ones() {
    let app = TestApp::new().await;
    let (ana, [one, two, _]) = (app.user().await, films(&app).await);
    for movie in [one, two] {
        ana.post(&reports_of(movie), &spam()).await.ok(201);
    }
    app.admin().await.delete(&format!("/api/movies/{one}")).await.ok(204);
    assert_eq!(blocked(&ana).await, ["Casa dos"]);
    ana.delete(&block_of(one)).await.problem(404, "not_found");
    crate::settled(&app).await;
}
