//! A report of a film.

use std::time::Duration;

use kenmovie_common::domain::MovieDraft;
use kenmovie_testkit::TestApp;
use serde_json::{Value, json};

use crate::{BLOCKED, block_of, blocked, reports_of, settled, spam};

#[tokio::test]
async fn a_report_is_answered_as_it_was_stored() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    let body = json!({"reason": "wrong_data", "text": "  El año\r\nno es ése.  "});
    let reply = ana.post(&reports_of(movie), &body).await;
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    assert_eq!(reply.header("idempotency-replayed"), None);
    let report = reply.ok(201);
    let expected = json!({
        "id": report["id"],
        "movie_id": movie,
        "reason": "wrong_data",
        "text": "El año\nno es ése.",
        "status": "open",
        "created_at": "2026-01-01T12:00:00.000Z",
    });
    assert_eq!(report, expected);
    settled(&app).await;
}

#[tokio::test]
async fn a_reported_film_stands_in_blocked_with_its_report() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let movie = app
        .film(MovieDraft {
            title: "Arrebato".into(),
            year: Some(1979),
            directors: vec!["Iván Zulueta".into()],
            cast: vec!["Eusebio Poncela".into()],
            description: Some("Un cineasta recibe un paquete.".into()),
            ..MovieDraft::default()
        })
        .await;
    ana.put(&format!("/api/movies/{movie}/reaction"), &json!({"value": "dislike"})).await.ok(200);
    app.clock.advance(Duration::from_mins(1));
    let report = ana.post(&reports_of(movie), &json!({"reason": "violence", "text": "Mucha."})).await.ok(201);
    let reply = ana.get(BLOCKED).await;
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    let expected = json!({"items": [{
        "movie": {
            "id": movie,
            "title": "Arrebato",
            "year": 1979,
            "genres": [],
            "tags": [],
            "directors": ["Iván Zulueta"],
            "rating": {"count": 0},
            "reactions": {"likes": 0, "dislikes": 1},
            "comments": 0,
            "created_at": "2026-01-01T12:00:00.000Z",
            "updated_at": "2026-01-01T12:00:00.000Z",
            "mine": {"reaction": "dislike", "listed": false, "blocked": true},
        },
        "report": {
            "id": report["id"],
            "movie_id": movie,
            "reason": "violence",
            "text": "Mucha.",
            "status": "open",
            "created_at": "2026-01-01T12:01:00.000Z",
        },
    }]});
    assert_eq!(reply.ok(200), expected);
}

#[tokio::test]
async fn a_report_without_a_word_has_no_text() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    for text in [None, Some(""), Some("  \r\n\t ")] {
        let movie = app.movie("Arrebato").await;
        let mut body = spam();
        if let Some(text) = text {
            body["text"] = Value::from(text);
        }
        let report = ana.post(&reports_of(movie), &body).await.ok(201);
        assert_eq!(report.get("text"), None, "{text:?}");
    }
    for item in ana.all(BLOCKED).await {
        assert_eq!(item["report"].get("text"), None);
    }
}

#[tokio::test]
async fn another_reason_needs_a_word_of_explanation() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    for body in [
        json!({"reason": "other"}),
        json!({"reason": "other", "text": ""}),
        json!({"reason": "other", "text": " \n\t\u{a0}\u{3000}"}),
    ] {
        ana.post(&reports_of(movie), &body).await.invalid(&["text required"]);
    }
    assert!(blocked(&ana).await.is_empty());
    ana.post(&reports_of(movie), &json!({"reason": "other", "text": "."})).await.ok(201);
}

#[tokio::test]
async fn a_text_has_a_thousand_characters_at_most() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    for letter in ["a", "ñ", "🎬"] {
        let movie = app.movie("Arrebato").await;
        let body = |count| json!({"reason": "other", "text": format!(" {} ", letter.repeat(count))});
        ana.post(&reports_of(movie), &body(1001)).await.invalid(&["text too_long"]);
        let report = ana.post(&reports_of(movie), &body(1000)).await.ok(201);
        assert_eq!(report["text"], letter.repeat(1000));
    }
}

#[tokio::test]
async fn a_second_report_of_the_same_film_is_refused_while_the_first_is_open() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    ana.post(&reports_of(movie), &spam()).await.ok(201);
    for body in [spam(), json!({"reason": "hate", "text": "También."})] {
        ana.post(&reports_of(movie), &body).await.problem(409, "already_reported");
    }
    let items = ana.all(BLOCKED).await;
    assert_eq!(items.len(), 1);
    assert_eq!(items[0]["report"]["reason"], "spam");
    settled(&app).await;
}

#[tokio::test]
async fn a_film_can_be_reported_by_many_and_each_has_their_own_report() {
    let app = TestApp::new().await;
    let movie = app.movie("Arrebato").await;
    let mut people = Vec::new();
    for number in 0..5 {
        let person = app.user().await;
        let body = json!({"reason": "spam", "text": format!("Motivo {number}")});
        person.post(&reports_of(movie), &body).await.ok(201);
        people.push(person);
    }
    for (number, person) in people.iter().enumerate() {
        let items = person.all(BLOCKED).await;
        assert_eq!(items.len(), 1);
        assert_eq!(items[0]["report"]["text"], format!("Motivo {number}"));
    }
    settled(&app).await;
}

#[tokio::test]
async fn a_film_can_be_reported_again_after_it_was_shown_again() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    let mut reports = Vec::new();
    for reason in ["spam", "hate", "spam"] {
        let report = ana.post(&reports_of(movie), &json!({"reason": reason})).await.ok(201);
        assert_eq!(report["reason"], reason);
        assert!(!reports.contains(&report["id"]), "a report came back");
        reports.push(report["id"].clone());
        let items = ana.all(BLOCKED).await;
        assert_eq!(items.len(), 1);
        assert_eq!(items[0]["report"], report);
        ana.delete(&block_of(movie)).await.ok(204);
        settled(&app).await;
    }
    assert!(blocked(&ana).await.is_empty());
}
