//! Reports that are not taken, and that leave nothing behind.

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{BODY_LIMIT, Client, MALFORMED_IDS, NOBODYS_ID, TestApp, padded, refuses_bad_bodies};
use serde_json::json;

use crate::{BLOCKED, block_of, reports_of, settled, spam};

async fn nothing_was_reported(app: &TestApp, by: &Client) {
    assert!(by.all(BLOCKED).await.is_empty());
    settled(app).await;
}

#[tokio::test]
async fn nobody_reports_or_blocks_without_an_account() {
    let app = TestApp::new().await;
    let movie = app.movie("Arrebato").await;
    let visitor = app.visitor();
    visitor.post(&reports_of(movie), &spam()).await.problem(401, "unauthenticated");
    visitor.get(BLOCKED).await.problem(401, "unauthenticated");
    visitor.delete(&block_of(movie)).await.problem(401, "unauthenticated");
    settled(&app).await;
}

#[tokio::test]
async fn an_expired_token_reports_no_more() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    app.expire_tokens();
    ana.post(&reports_of(movie), &spam()).await.problem(401, "token_expired");
    ana.get(BLOCKED).await.problem(401, "token_expired");
    ana.delete(&block_of(movie)).await.problem(401, "token_expired");
}

#[tokio::test]
async fn a_client_that_only_shows_films_cannot_report_for_its_people() {
    let app = TestApp::new().await;
    let movie = app.movie("Arrebato").await;
    let client = app.machine(&app.person(Role::Admin).await, Preset::Public).await;
    client.post(&reports_of(movie), &spam()).await.problem(403, "insufficient_scope");
    client.get(BLOCKED).await.problem(403, "insufficient_scope");
    client.delete(&block_of(movie)).await.problem(403, "insufficient_scope");
}

#[tokio::test]
async fn another_site_cannot_report_with_a_persons_cookies() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    let report = ana.post(&reports_of(movie), &spam());
    report.header("sec-fetch-site", "cross-site").await.problem(403, "csrf");
    nothing_was_reported(&app, &ana).await;
    ana.post(&reports_of(movie), &spam()).await.ok(201);
    ana.delete(&block_of(movie)).header("sec-fetch-site", "same-site").await.problem(403, "csrf");
    assert_eq!(ana.all(BLOCKED).await.len(), 1);
}

#[tokio::test]
async fn a_film_that_is_not_there_cannot_be_reported() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    for id in [NOBODYS_ID].into_iter().chain(MALFORMED_IDS) {
        ana.post(&format!("/api/movies/{id}/reports"), &spam()).await.problem(404, "not_found");
    }
    let bad = ana.post(&format!("/api/movies/{NOBODYS_ID}/reports"), &json!({"reason": "x"}));
    bad.await.invalid(&["reason invalid_value"]);
    nothing_was_reported(&app, &ana).await;
}

#[tokio::test]
async fn every_bad_member_is_named() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    let cases = [
        (json!({}), &["reason required"][..]),
        (json!({"text": "Sin motivo."}), &["reason required"]),
        (json!({"reason": null}), &["reason invalid_type"]),
        (json!({"reason": 1}), &["reason invalid_type"]),
        (json!({"reason": ["spam"]}), &["reason invalid_type"]),
        (json!({"reason": ""}), &["reason invalid_value"]),
        (json!({"reason": "Spam"}), &["reason invalid_value"]),
        (json!({"reason": "spam "}), &["reason invalid_value"]),
        (json!({"reason": "spam", "text": null}), &["text invalid_type"]),
        (json!({"reason": "spam", "text": 1}), &["text invalid_type"]),
        (json!({"reason": "spam", "text": "a\0b"}), &["text forbidden_character"]),
        (json!({"reason": "spam", "text": "a\u{202e}b"}), &["text forbidden_character"]),
        (json!({"reason": "spam", "text": "a\u{1b}[2Jb"}), &["text forbidden_character"]),
        (json!({"reason": "spam", "status": "resolved"}), &["status unknown_field"]),
        (json!({"reason": "spam", "user": "x", "id": 1}), &["user unknown_field", "id unknown_field"]),
        (
            json!({"reason": "x", "text": "a".repeat(1001), "note": ""}),
            &["reason invalid_value", "text too_long", "note unknown_field"],
        ),
    ];
    for (body, expected) in cases {
        ana.post(&reports_of(movie), &body).await.invalid(expected);
    }
    nothing_was_reported(&app, &ana).await;
}

#[tokio::test]
async fn bodies_that_no_route_takes_are_refused_and_report_nothing() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    refuses_bad_bodies(|| ana.request("POST", &reports_of(movie)), &spam()).await;
    nothing_was_reported(&app, &ana).await;
}

#[tokio::test]
async fn a_body_of_64_kib_is_still_taken() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    let sent =
        |bytes| ana.request("POST", &reports_of(movie)).raw("application/json", padded(&spam(), bytes));
    sent(BODY_LIMIT + 1).await.problem(413, "body_too_large");
    sent(BODY_LIMIT).await.ok(201);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_before_anybody_is_asked_who_they_are() {
    let app = TestApp::new().await;
    let path = reports_of(app.movie("Arrebato").await);
    let sent = |bytes| app.visitor().request("POST", &path).raw("application/json", padded(&spam(), bytes));
    sent(BODY_LIMIT + 1).await.problem(413, "body_too_large");
    sent(BODY_LIMIT).await.problem(401, "unauthenticated");
    app.visitor().request("POST", &path).raw("text/plain", "{").await.problem(401, "unauthenticated");
}
