//! Scores that are not taken, and that leave nothing behind.

use kenmovie_common::MovieId;
use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{MALFORMED_IDS, NOBODYS_ID, TestApp, refuses_bad_bodies};
use serde_json::json;

use crate::{at, rating_of, ratings, score, settled};

async fn nothing_was_counted(app: &TestApp, movie: MovieId) {
    assert_eq!(app.visitor().get(&at(movie)).await.ok(200)["rating"], ratings(&[]));
    settled(app).await;
}

#[tokio::test]
async fn nobody_rates_without_an_account_or_with_an_expired_token_or_from_another_site() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("El sur").await);
    let both = |client: &kenmovie_testkit::Client| {
        [client.put(&rating_of(movie), &score(9)), client.delete(&rating_of(movie))]
    };
    for sent in both(&app.visitor()) {
        sent.await.problem(401, "unauthenticated");
    }
    for sent in both(&ana) {
        sent.header("sec-fetch-site", "cross-site").await.problem(403, "csrf");
    }
    app.expire_tokens();
    for sent in both(&ana) {
        sent.await.problem(401, "token_expired");
    }
    nothing_was_counted(&app, movie).await;
}

#[tokio::test]
async fn a_client_that_only_shows_films_cannot_rate_for_its_people() {
    let app = TestApp::new().await;
    let movie = app.movie("El sur").await;
    let client = app.machine(&app.person(Role::Admin).await, Preset::Public).await;
    client.put(&rating_of(movie), &score(9)).await.problem(403, "insufficient_scope");
    client.delete(&rating_of(movie)).await.problem(403, "insufficient_scope");
    nothing_was_counted(&app, movie).await;
}

#[tokio::test]
async fn a_film_that_is_not_there_takes_no_score() {
    let app = TestApp::new().await;
    let (ana, admin, gone) = (app.user().await, app.admin().await, app.movie("El sur").await);
    ana.put(&rating_of(gone), &score(9)).await.ok(200);
    admin.delete(&at(gone)).await.ok(204);
    let gone = gone.to_string();
    for id in [NOBODYS_ID, gone.as_str()].into_iter().chain(MALFORMED_IDS) {
        let path = format!("/api/movies/{id}/rating");
        ana.put(&path, &score(9)).await.problem(404, "not_found");
        ana.delete(&path).await.problem(404, "not_found");
    }
    ana.put(&format!("/api/movies/{NOBODYS_ID}/rating"), &score(11)).await.invalid(&["score too_large"]);
    settled(&app).await;
}

#[tokio::test]
async fn a_score_is_a_whole_number_from_one_to_ten() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("El sur").await);
    for (body, expected) in [
        (json!({}), &["score required"][..]),
        (json!({ "score": 0 }), &["score too_small"]),
        (json!({ "score": -3 }), &["score too_small"]),
        (json!({ "score": 11 }), &["score too_large"]),
        (json!({ "score": 256 }), &["score too_large"]),
        (json!({ "score": 7.5 }), &["score invalid_type"]),
        (json!({ "score": 7.0 }), &["score invalid_type"]),
        (json!({ "score": "7" }), &["score invalid_type"]),
        (json!({ "score": null }), &["score invalid_type"]),
        (json!({ "score": true }), &["score invalid_type"]),
        (json!({ "score": [7] }), &["score invalid_type"]),
        (json!({ "score": u64::MAX }), &["score invalid_type"]),
        (
            json!({ "score": 7, "user": ana.id(), "user_id": "x" }),
            &["user unknown_field", "user_id unknown_field"],
        ),
        (json!({ "value": 7 }), &["score required", "value unknown_field"]),
    ] {
        ana.put(&rating_of(movie), &body).await.invalid(expected);
    }
    refuses_bad_bodies(|| ana.request("PUT", &rating_of(movie)), &score(9)).await;
    nothing_was_counted(&app, movie).await;
}

#[tokio::test]
async fn other_methods_are_told_which_there_are() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("El sur").await);
    for method in ["GET", "POST", "PATCH"] {
        let reply = ana.request(method, &rating_of(movie)).await;
        let mut allowed: Vec<&str> = reply.header("allow").unwrap().split(',').map(str::trim).collect();
        allowed.sort_unstable();
        assert_eq!(allowed, ["DELETE", "PUT"]);
        reply.problem(405, "method_not_allowed");
    }
}
