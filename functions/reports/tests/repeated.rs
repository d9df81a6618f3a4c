//! `Idempotency-Key`: a report that is asked for twice is made once.

use kenmovie_testkit::{TestApp, at_once};
use serde_json::json;

use crate::{BLOCKED, block_of, reports_of, settled, spam};

#[tokio::test]
async fn the_same_key_and_body_give_the_same_report_again() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    let send = || ana.post(&reports_of(movie), &spam()).header("idempotency-key", "k-1");
    let first = send().await;
    assert_eq!(first.header("idempotency-replayed"), None);
    let report = first.ok(201);
    for _ in 0..2 {
        let again = send().await;
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.ok(201), report);
    }
    assert_eq!(ana.all(BLOCKED).await.len(), 1);
    settled(&app).await;
}

#[tokio::test]
async fn the_same_key_with_another_body_or_film_is_a_conflict() {
    let app = TestApp::new().await;
    let (ana, movie, other) = (app.user().await, app.movie("Arrebato").await, app.movie("Plácido").await);
    ana.post(&reports_of(movie), &spam()).header("idempotency-key", "k-1").await.ok(201);
    for (movie, body) in [
        (movie, json!({"reason": "hate"})),
        (movie, json!({"reason": "spam", "text": "Más."})),
        (other, spam()),
    ] {
        let sent = ana.post(&reports_of(movie), &body).header("idempotency-key", "k-1");
        sent.await.problem(409, "idempotency_conflict");
    }
    assert_eq!(ana.all(BLOCKED).await.len(), 1);
    settled(&app).await;
}

#[tokio::test]
async fn another_key_does_not_make_a_second_report() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    ana.post(&reports_of(movie), &spam()).header("idempotency-key", "k-1").await.ok(201);
    let sent = ana.post(&reports_of(movie), &spam()).header("idempotency-key", "k-2");
    sent.await.problem(409, "already_reported");
}

#[tokio::test]
async fn two_people_can_use_the_same_key() {
    let app = TestApp::new().await;
    let movie = app.movie("Arrebato").await;
    for _ in 0..2 {
        let reply = app.user().await.post(&reports_of(movie), &spam()).header("idempotency-key", "k-1").await;
        assert_eq!(reply.header("idempotency-replayed"), None);
        reply.ok(201);
    }
    settled(&app).await;
}

#[tokio::test]
async fn a_withdrawn_report_gives_its_key_back() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    ana.post(&reports_of(movie), &spam()).header("idempotency-key", "k-1").await.ok(201);
    ana.delete(&block_of(movie)).await.ok(204);
    ana.post(&reports_of(movie), &spam()).header("idempotency-key", "k-1").await.ok(201);
    assert_eq!(ana.all(BLOCKED).await.len(), 1);
    settled(&app).await;
}

#[tokio::test]
async fn a_key_has_1_to_128_visible_characters() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    for key in ["", " ", "a b", "a\tb", "ñ", &"k".repeat(129)] {
        let sent = ana.post(&reports_of(movie), &spam()).header("idempotency-key", key);
        sent.await.problem(400, "bad_request");
    }
    assert!(ana.all(BLOCKED).await.is_empty());
    let sent = ana.post(&reports_of(movie), &spam()).header("idempotency-key", &"~".repeat(128));
    sent.await.ok(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_twenty_times_at_once_makes_one_report() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    let sent = (0..20).map(|_| ana.post(&reports_of(movie), &spam()).header("idempotency-key", "k-1"));
    let replies = at_once(sent).await;
    let new = replies.iter().filter(|reply| reply.header("idempotency-replayed").is_none()).count();
    assert_eq!(new, 1);
    let mut ids: Vec<String> = replies.into_iter().map(|reply| reply.ok(201)["id"].to_string()).collect();
    ids.dedup();
    assert_eq!(ids.len(), 1);
    settled(&app).await;
}
