//! The edit of a film.

use std::time::Duration;

use kenmovie_testkit::{MALFORMED_IDS, NOBODYS_ID, TestApp};
use serde_json::{Value, json};

use crate::{MOVIES, at, listed, place, settled, untouched, vote, whole};

/// A film with every member, made a minute ago, and its address.
async fn film(app: &TestApp) -> (Value, String) {
    let movie = app.admin().await.post(MOVIES, &whole()).await.ok(201);
    let path = place(&movie);
    app.clock.advance(Duration::from_mins(1));
    (movie, path)
}

const NOW: &str = "2026-01-01T12:01:00.000Z";

#[tokio::test]
async fn a_patch_changes_what_it_names_and_nothing_else() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let changes = [
        json!({"title": "Otro título"}),
        json!({"original_title": "Other"}),
        json!({"year": 1888}),
        json!({"duration_minutes": 1}),
        json!({"description": "Otra sinopsis."}),
        json!({"content_rating": "18"}),
        json!({"genres": ["Drama"]}),
        json!({"tags": []}),
        json!({"directors": ["Otra", "Persona"]}),
        json!({"cast": ["Alguien"]}),
        json!({"poster_url": "https://example.com/otro.jpg"}),
        json!({"cover_url": "https://example.com/otra.jpg"}),
        json!({"source_url": "https://example.com/"}),
        json!({"title": "A la vez", "year": 2000, "tags": ["a", "b"]}),
    ];
    for change in changes {
        let (mut expected, path) = film(&app).await;
        for (member, value) in change.as_object().unwrap() {
            expected[member] = value.clone();
        }
        let edited = admin.patch(&path, &change).await.ok(200);
        expected["updated_at"] = edited["updated_at"].clone();
        assert_eq!(edited, expected, "{change}");
        assert!(edited["updated_at"].as_str() > edited["created_at"].as_str(), "{change}");
        assert_eq!(app.visitor().get(&path).await.ok(200), expected, "{change}");
    }
    settled(&app).await;
}

#[tokio::test]
async fn null_in_a_patch_removes_a_member() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    for field in whole().as_object().unwrap().keys().filter(|field| *field != "title") {
        let (mut expected, path) = film(&app).await;
        let mut change = json!({});
        change[field] = Value::Null;
        let edited = admin.patch(&path, &change).await.ok(200);
        if ["genres", "tags", "directors", "cast"].contains(&field.as_str()) {
            expected[field] = json!([]);
        } else {
            expected.as_object_mut().unwrap().remove(field);
        }
        expected["updated_at"] = edited["updated_at"].clone();
        assert_eq!(edited, expected, "{field}");
        assert_eq!(app.visitor().get(&path).await.ok(200), expected, "{field}");
        // Twice is once.
        assert_eq!(admin.patch(&path, &change).await.ok(200), expected, "{field}");
    }
}

#[tokio::test]
async fn a_put_replaces_all_that_was_there() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (movie, path) = film(&app).await;
    let edited = admin.put(&path, &json!({"title": "Sola"})).await.ok(200);
    let mut expected = untouched(&movie, &json!({"title": "Sola"}));
    expected["updated_at"] = NOW.into();
    assert_eq!(edited, expected);
    assert_eq!(app.visitor().get(&path).await.ok(200), expected);
    let edited = admin.put(&path, &whole()).await.ok(200);
    let mut expected = movie;
    expected["updated_at"] = NOW.into();
    assert_eq!(edited, expected);
    admin.put(&path, &json!({"year": 1990})).await.invalid(&["title required"]);
    assert_eq!(app.visitor().get(&path).await.ok(200), expected);
    settled(&app).await;
}

#[tokio::test]
async fn an_edit_leaves_what_people_did_alone() {
    let app = TestApp::new().await;
    let (admin, ana) = (app.admin().await, app.user().await);
    let (movie, path) = film(&app).await;
    vote(&ana, movie["id"].as_str().unwrap().parse().unwrap(), "like").await;
    ana.post(&format!("{path}/comments"), &json!({"body": "Bien."})).await.ok(201);
    let other = app.movie("Otra").await;
    for reply in
        [admin.put(&path, &json!({"title": "Sola"})).await, admin.patch(&path, &json!({"year": 1990})).await]
    {
        let edited = reply.ok(200);
        assert_eq!(edited["reactions"], json!({"likes": 1, "dislikes": 0}));
        assert_eq!((&edited["comments"], &edited["id"]), (&json!(1), &movie["id"]));
        assert_eq!(edited["created_at"], "2026-01-01T12:00:00.000Z");
    }
    assert_eq!(listed(&app.visitor(), MOVIES).await, ["Sola", "Otra"], "it is still the more popular");
    assert_eq!(app.visitor().get(&at(other)).await.ok(200)["title"], "Otra");
    settled(&app).await;
}

#[tokio::test]
async fn an_empty_patch_changes_no_member() {
    let app = TestApp::new().await;
    let (mut movie, path) = film(&app).await;
    let mut edited = app.admin().await.patch(&path, &json!({})).await.ok(200);
    assert_eq!(movie["updated_at"].take(), "2026-01-01T12:00:00.000Z");
    edited["updated_at"].take();
    assert_eq!(edited, movie);
}

#[tokio::test]
async fn a_film_that_is_not_there_cannot_be_edited() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let deleted = app.movie("Ida").await;
    admin.delete(&at(deleted)).await.ok(204);
    let deleted = deleted.to_string();
    for id in [NOBODYS_ID, &deleted].into_iter().chain(MALFORMED_IDS.into_iter().filter(|id| !id.is_empty()))
    {
        for if_match in ["*", "\"1-0\""] {
            let body = json!({"title": "A"});
            for sent in [admin.put(&at(id), &body), admin.patch(&at(id), &body), admin.delete(&at(id))] {
                sent.header("if-match", if_match).await.problem(404, "not_found");
            }
        }
        app.visitor().get(&at(id)).await.problem(404, "not_found");
    }
    assert!(listed(&app.visitor(), MOVIES).await.is_empty());
    let bad = json!({"title": ""});
    admin.put(&at(NOBODYS_ID), &bad).await.invalid(&["title required"]);
    admin.patch(&at(NOBODYS_ID), &bad).await.invalid(&["title required"]);
}
