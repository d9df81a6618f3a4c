//! The end of a film, with all that hangs on it.

use kenmovie_common::domain::MovieDraft;
use kenmovie_testkit::{TestApp, at_once};
use serde_json::{Value, json};

use crate::{MOVIES, at, draft, genres, listed, settled, vote};

#[tokio::test]
async fn a_deleted_film_takes_everything_along() {
    let app = TestApp::new().await;
    let (admin, ana) = (app.admin().await, app.user().await);
    let of = |title: &str| MovieDraft { genres: genres(&["Drama"]), ..draft(title, Some(1960)) };
    let [gone, kept] = [app.film(of("Casa ida")).await, app.film(of("Casa dada")).await];
    let mut comments = Vec::new();
    for movie in [gone, kept] {
        vote(&ana, movie, "like").await;
        let path = format!("{}/comments", at(movie));
        let root = ana.post(&path, &json!({"body": "Uno"})).await.ok(201)["id"].as_str().unwrap().to_owned();
        let path = format!("/api/comments/{root}/replies");
        let reply = ana.post(&path, &json!({"body": "Dos"})).await.ok(201)["id"].as_str().unwrap().to_owned();
        for id in [&root, &reply] {
            ana.put(&format!("/api/comments/{id}/reaction"), &json!({"value": "like"})).await.ok(200);
        }
        comments.push([root, reply]);
        ana.put(&format!("{}/rating", at(movie)), &json!({"score": 9})).await.ok(200);
        ana.request("PUT", &format!("/api/user-movies/{movie}")).await.ok(204);
        ana.post(&format!("{}/reports", at(movie)), &json!({"reason": "spam"})).await.ok(201);
    }
    let reply = admin.delete(&at(gone)).await;
    assert_eq!((reply.status, &reply.body), (204, &Value::Null));

    let visitor = app.visitor();
    visitor.get(&at(gone)).await.problem(404, "not_found");
    visitor.get(&format!("{}/comments", at(gone))).await.problem(404, "not_found");
    for list in
        ["", "?sort=top_rated", "?sort=newest", "?sort=title", "?q=casa", "?genre=Drama", "?year_from=1960"]
    {
        assert_eq!(listed(&visitor, &format!("{MOVIES}{list}")).await, ["Casa dada"], "{list}");
    }
    for id in &comments[0] {
        visitor.get(&format!("/api/comments/{id}")).await.problem(404, "not_found");
        visitor.get(&format!("/api/comments/{id}/replies")).await.problem(404, "not_found");
        ana.post(&format!("/api/comments/{id}/replies"), &json!({"body": "Tarde"}))
            .await
            .problem(404, "not_found");
        ana.patch(&format!("/api/comments/{id}"), &json!({"body": "Tarde"})).await.problem(404, "not_found");
        ana.delete(&format!("/api/comments/{id}")).await.problem(404, "not_found");
        let path = format!("/api/comments/{id}/reaction");
        ana.put(&path, &json!({"value": "like"})).await.problem(404, "not_found");
    }
    ana.post(&format!("{}/comments", at(gone)), &json!({"body": "Tarde"})).await.problem(404, "not_found");
    ana.put(&format!("{}/reaction", at(gone)), &json!({"value": "like"})).await.problem(404, "not_found");
    ana.post(&format!("{}/reports", at(gone)), &json!({"reason": "spam"})).await.problem(404, "not_found");
    ana.delete(&format!("/api/blocked-movies/{gone}")).await.problem(404, "not_found");
    ana.put(&format!("{}/rating", at(gone)), &json!({"score": 9})).await.problem(404, "not_found");
    ana.request("PUT", &format!("/api/user-movies/{gone}")).await.problem(404, "not_found");
    admin.patch(&at(gone), &json!({"year": 1961})).await.problem(404, "not_found");
    let cases = app.moderator().await.all("/api/reports").await;
    assert_eq!(cases.iter().map(|case| &case["target"]["movie_id"]).collect::<Vec<_>>(), [&json!(kept)]);

    assert_eq!(visitor.all("/api/genres").await, [json!({"genre": "Drama", "count": 1})]);
    let shown = visitor.get(&at(kept)).await.ok(200);
    assert_eq!((&shown["comments"], &shown["reactions"]["likes"]), (&json!(2), &json!(1)));
    assert_eq!(ana.all("/api/blocked-movies").await.len(), 1);
    settled(&app).await;
}

#[tokio::test]
async fn deleting_twice_finds_nothing_the_second_time() {
    let app = TestApp::new().await;
    let (admin, movie) = (app.admin().await, app.movie("Ida").await);
    admin.delete(&at(movie)).await.ok(204);
    admin.delete(&at(movie)).await.problem(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_who_delete_at_once_one_succeeds() {
    let app = TestApp::new().await;
    let (admin, movie) = (app.admin().await, app.movie("Ida").await);
    let replies = at_once((0..20).map(|_| admin.delete(&at(movie)))).await;
    let (done, missing): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 204);
    assert_eq!((done.len(), missing.len()), (1, 19));
    for reply in missing {
        reply.problem(404, "not_found");
    }
    settled(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_that_is_deleted_while_people_write_on_it_leaves_nothing() {
    let app = TestApp::new().await;
    let (admin, ana) = (app.admin().await, app.user().await);
    for _ in 0..8 {
        let path = at(app.movie("Ida").await);
        let (comment, like, spam) =
            (json!({"body": "A la vez"}), json!({"value": "like"}), json!({"reason": "spam"}));
        let sent = (0..24).map(|n| match n % 3 {
            _ if n == 12 => admin.delete(&path),
            0 => ana.post(&format!("{path}/comments"), &comment),
            1 => ana.put(&format!("{path}/reaction"), &like),
            _ => ana.post(&format!("{path}/reports"), &spam),
        });
        for (number, reply) in at_once(sent).await.into_iter().enumerate() {
            let expected: &[u16] = if number == 12 { &[204] } else { &[200, 201, 404, 409] };
            assert!(expected.contains(&reply.status), "{} {}", reply.asked, reply.status);
        }
        ana.get(&path).await.problem(404, "not_found");
    }
    assert!(ana.all("/api/blocked-movies").await.is_empty());
    settled(&app).await;
}
