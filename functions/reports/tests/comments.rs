//! Reports of comments.

use kenmovie_common::MovieId;
use kenmovie_testkit::{Client, MALFORMED_IDS, NOBODYS_ID, TestApp, at_once, refuses_bad_bodies};
use serde_json::{Value, json};

use crate::{reports_of, settled, spam};

/// Somebody writes a comment; its id.
async fn comment(author: &Client, movie: MovieId, body: &str) -> String {
    let path = format!("/api/movies/{movie}/comments");
    author.post(&path, &json!({ "body": body })).await.ok(201)["id"].as_str().unwrap().to_owned()
}

fn report_of(comment: &str) -> String {
    format!("/api/comments/{comment}/reports")
}

/// The comments that somebody sees on a film, each with its first replies.
async fn seen(who: &Client, movie: MovieId) -> Vec<String> {
    let mut bodies = Vec::new();
    for item in who.all(&format!("/api/movies/{movie}/comments")).await {
        let replies = item["first_replies"].as_array().unwrap();
        bodies.extend(
            std::iter::once(&item).chain(replies).map(|one| one["body"].as_str().unwrap().to_owned()),
        );
    }
    bodies.sort();
    bodies
}

#[tokio::test]
async fn a_reported_comment_is_hidden_from_its_reporter_for_good_and_from_nobody_else() {
    let app = TestApp::new().await;
    let (ana, berta, movie) = (app.user().await, app.user().await, app.movie("Arrebato").await);
    let root = comment(&berta, movie, "Fea.").await;
    comment(&berta, movie, "Bonita.").await;
    let report = ana.post(&report_of(&root), &json!({ "reason": "hate", "text": "Insulta." })).await.ok(201);
    let expected = json!({
        "id": report["id"], "movie_id": movie, "comment_id": root, "reason": "hate", "text": "Insulta.",
        "status": "open", "created_at": "2026-01-01T12:00:00.000Z",
    });
    assert_eq!(report, expected);
    let at = format!("/api/comments/{root}");
    assert_eq!(seen(&ana, movie).await, ["Bonita."]);
    ana.get(&at).await.problem(404, "not_found");
    for who in [&berta, &app.visitor()] {
        assert_eq!(seen(who, movie).await, ["Bonita.", "Fea."]);
        who.get(&at).await.ok(200);
    }
    // It is no film, and stands among no blocked films.
    assert!(ana.all("/api/blocked-movies").await.is_empty());
    let moderator = app.moderator().await;
    let decision = json!({ "status": "dismissed" });
    moderator.patch(&format!("/api/reports/{}", report["id"].as_str().unwrap()), &decision).await.ok(200);
    assert_eq!(seen(&ana, movie).await, ["Bonita."]);
    settled(&app).await;
}

#[tokio::test]
async fn a_reported_reply_is_left_out_of_its_thread() {
    let app = TestApp::new().await;
    let (ana, berta, movie) = (app.user().await, app.user().await, app.movie("Arrebato").await);
    let root = comment(&ana, movie, "Pregunta.").await;
    let replies = format!("/api/comments/{root}/replies");
    let reply = berta.post(&replies, &json!({ "body": "Grosería." })).await.ok(201);
    berta.post(&replies, &json!({ "body": "Respuesta." })).await.ok(201);
    ana.post(&report_of(reply["id"].as_str().unwrap()), &spam()).await.ok(201);
    assert_eq!(seen(&ana, movie).await, ["Pregunta.", "Respuesta."]);
    let left: Vec<Value> = ana.all(&replies).await.iter().map(|one| one["body"].clone()).collect();
    assert_eq!(left, ["Respuesta."]);
    assert_eq!(berta.all(&replies).await.len(), 2);
    // Whole, for everybody.
    assert_eq!(ana.get(&format!("/api/comments/{root}")).await.ok(200)["replies"], 2);
}

#[tokio::test]
async fn a_comment_is_reported_once_a_person_and_again_with_the_same_key_only_repeated() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    let id = comment(&app.user().await, movie, "Fea.").await;
    let send = || ana.post(&report_of(&id), &spam()).header("idempotency-key", "k");
    let first = send().await.ok(201);
    let again = send().await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.ok(201), first);
    ana.post(&report_of(&id), &spam()).await.problem(409, "already_reported");
    let other = ana.post(&report_of(&id), &json!({ "reason": "hate" })).header("idempotency-key", "k");
    other.await.problem(409, "idempotency_conflict");
    let film = ana.post(&reports_of(movie), &spam()).header("idempotency-key", "k");
    film.await.problem(409, "idempotency_conflict");
    settled(&app).await;
}

#[tokio::test]
async fn what_is_not_there_or_deleted_or_a_film_cannot_be_reported_as_a_comment() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    let [gone, stays] = [comment(&ana, movie, "Uno.").await, comment(&ana, movie, "Dos.").await];
    ana.post(&format!("/api/comments/{stays}/replies"), &json!({ "body": "Tres." })).await.ok(201);
    for id in [&gone, &stays] {
        ana.delete(&format!("/api/comments/{id}")).await.ok(204);
    }
    let movie = movie.to_string();
    for id in [&gone, &stays, &movie].map(String::as_str).into_iter().chain([NOBODYS_ID]).chain(MALFORMED_IDS)
    {
        ana.post(&report_of(id), &spam()).await.problem(404, "not_found");
    }
    settled(&app).await;
}

#[tokio::test]
async fn a_bad_report_of_a_comment_is_refused_like_one_of_a_film() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    let path = report_of(&comment(&app.user().await, movie, "Fea.").await);
    for (body, expected) in [
        (json!({}), &["reason required"][..]),
        (json!({ "reason": "x", "text": "a".repeat(1001) }), &["reason invalid_value", "text too_long"]),
        (json!({ "reason": "other", "text": " " }), &["text required"]),
        (json!({ "reason": "spam", "user_id": ana.id() }), &["user_id unknown_field"]),
    ] {
        ana.post(&path, &body).await.invalid(expected);
    }
    refuses_bad_bodies(|| ana.request("POST", &path), &spam()).await;
    app.visitor().post(&path, &spam()).await.problem(401, "unauthenticated");
    ana.post(&path, &spam()).header("sec-fetch-site", "cross-site").await.problem(403, "csrf");
    assert_eq!(seen(&ana, movie).await, ["Fea."]);
    settled(&app).await;
}

#[tokio::test]
async fn reports_of_comments_and_films_have_one_limit() {
    let app = TestApp::strict().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    let id = comment(&app.user().await, movie, "Fea.").await;
    ana.post(&reports_of(movie), &spam()).await.ok(201);
    let reply = ana.post(&report_of(&id), &spam()).await;
    assert_eq!(reply.header("ratelimit"), Some("\"report\";r=28;t=3600"));
    reply.ok(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_people_who_report_one_comment_at_once_make_one_case() {
    let app = TestApp::new().await;
    let movie = app.movie("Arrebato").await;
    let id = comment(&app.user().await, movie, "Fea.").await;
    let mut people = Vec::new();
    for _ in 0..15 {
        people.push(app.user().await);
    }
    let sent = people.iter().flat_map(|person| [(); 2].map(|()| person.post(&report_of(&id), &spam())));
    let made = at_once(sent).await.into_iter().filter(|reply| reply.status == 201).count();
    assert_eq!(made, 15);
    let cases = app.moderator().await.all("/api/reports").await;
    assert_eq!((cases.len(), &cases[0]["count"]), (1, &json!(15)));
    settled(&app).await;
}
