//! The making of films.

use std::time::Duration;

use kenmovie_testkit::{TestApp, at_once};
use serde_json::json;

use crate::{MOVIES, listed, place, settled, untouched, whole};

#[tokio::test]
async fn a_film_is_answered_as_it_was_made() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let reply = admin.post(MOVIES, &whole()).await;
    let location = reply.header("location").unwrap().to_owned();
    let tag = reply.header("etag").unwrap().to_owned();
    assert!(tag.starts_with("\"1-"), "{tag}");
    assert_eq!(reply.header("idempotency-replayed"), None);
    let movie = reply.ok(201);
    assert_eq!(movie, untouched(&movie, &whole()));
    assert_eq!(location, place(&movie));
    let shown = app.visitor().get(&location).await;
    assert!(shown.header("etag").unwrap().starts_with("\"1-"));
    assert_eq!(shown.ok(200), movie);
    settled(&app).await;
}

#[tokio::test]
async fn a_title_is_all_that_a_film_needs() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let movie = admin.post(MOVIES, &json!({"title": "Plácido"})).await.ok(201);
    assert_eq!(movie, untouched(&movie, &json!({"title": "Plácido"})));
    let mut seen = admin.get(&place(&movie)).await.ok(200);
    assert_eq!(seen["mine"].take(), json!({"listed": false, "blocked": false}));
    assert_eq!(listed(&app.visitor(), MOVIES).await, ["Plácido"]);
}

#[tokio::test]
async fn texts_are_kept_trimmed_and_in_one_form() {
    let app = TestApp::new().await;
    let draft = json!({
        "title": " \tEl nin\u{303}o ",
        "original_title": "  The Child  ",
        "description": "\n uno\r\ndos \n",
        "content_rating": " PG ",
        "genres": [" Drama "],
        "tags": ["nin\u{303}ez"],
        "directors": [" Ana "],
        "cast": ["Jose\u{301}"],
    });
    let movie = app.admin().await.post(MOVIES, &draft).await.ok(201);
    let clean = json!({
        "title": "El niño",
        "original_title": "The Child",
        "description": "uno\ndos",
        "content_rating": "PG",
        "genres": ["Drama"],
        "tags": ["niñez"],
        "directors": ["Ana"],
        "cast": ["José"],
    });
    assert_eq!(movie, untouched(&movie, &clean));
}

#[tokio::test]
async fn html_and_signs_stay_as_they_were_written() {
    let app = TestApp::new().await;
    for title in ["<b>Título</b>", "<script>alert('x')</script>", "& \"x\" 'y' \\ / %00", "👩‍👩‍👧‍👦 漢字", "null"]
    {
        let movie =
            app.admin().await.post(MOVIES, &json!({"title": title, "description": title})).await.ok(201);
        let shown = app.visitor().get(&place(&movie)).await.ok(200);
        assert_eq!((&shown["title"], &shown["description"]), (&json!(title), &json!(title)));
    }
}

#[tokio::test]
async fn the_same_film_twice_is_two_films() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let [one, two] = [admin.post(MOVIES, &whole()).await.ok(201), admin.post(MOVIES, &whole()).await.ok(201)];
    assert_ne!(one["id"], two["id"]);
    assert_eq!(listed(&app.visitor(), MOVIES).await.len(), 2);
    settled(&app).await;
}

#[tokio::test]
async fn ids_rise_with_time() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let mut ids = Vec::new();
    for _ in 0..5 {
        app.clock.advance(Duration::from_millis(1));
        ids.push(admin.post(MOVIES, &json!({"title": "A"})).await.ok(201)["id"].to_string());
    }
    assert!(ids.is_sorted(), "{ids:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_films_at_once_are_all_made() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let drafts: Vec<_> =
        (0..30).map(|n| json!({"title": format!("Film {n:02}"), "genres": ["Drama"]})).collect();
    for reply in at_once(drafts.iter().map(|draft| admin.post(MOVIES, draft))).await {
        reply.ok(201);
    }
    let found = listed(&app.visitor(), &format!("{MOVIES}?sort=title&genre=Drama")).await;
    let expected: Vec<_> = (0..30).map(|n| format!("Film {n:02}")).collect();
    assert_eq!(found, expected);
    settled(&app).await;
}
