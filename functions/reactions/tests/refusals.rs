//! Votes that are not taken, and that leave nothing behind.

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{BODY_LIMIT, MALFORMED_IDS, NOBODYS_ID, Reply, TestApp, padded, refuses_bad_bodies};
use serde_json::json;

use crate::{Things, at, comment, like};

async fn nothing_was_counted(app: &TestApp, things: &Things) {
    for thing in things.both() {
        let shown = app.visitor().get(thing).await.ok(200);
        assert_eq!(shown["reactions"], json!({"likes": 0, "dislikes": 0}), "{thing}");
    }
    assert_eq!(app.store.verify_counters().await.unwrap(), []);
}

#[tokio::test]
async fn nobody_votes_without_an_account() {
    let app = TestApp::new().await;
    let things = Things::new(&app).await;
    for thing in things.both() {
        app.visitor().put(&at(thing), &like()).await.problem(401, "unauthenticated");
        app.visitor().delete(&at(thing)).await.problem(401, "unauthenticated");
    }
    nothing_was_counted(&app, &things).await;
}

#[tokio::test]
async fn an_expired_token_votes_no_more() {
    let app = TestApp::new().await;
    let (ana, things) = (app.user().await, Things::new(&app).await);
    app.expire_tokens();
    for thing in things.both() {
        ana.put(&at(thing), &like()).await.problem(401, "token_expired");
        ana.delete(&at(thing)).await.problem(401, "token_expired");
    }
    nothing_was_counted(&app, &things).await;
}

#[tokio::test]
async fn a_client_that_only_shows_films_cannot_vote_for_its_people() {
    let app = TestApp::new().await;
    let things = Things::new(&app).await;
    let client = app.machine(&app.person(Role::Admin).await, Preset::Public).await;
    for thing in things.both() {
        client.put(&at(thing), &like()).await.problem(403, "insufficient_scope");
        client.delete(&at(thing)).await.problem(403, "insufficient_scope");
    }
    nothing_was_counted(&app, &things).await;
}

#[tokio::test]
async fn another_site_cannot_vote_with_a_persons_cookies() {
    let app = TestApp::new().await;
    let (ana, things) = (app.user().await, Things::new(&app).await);
    for thing in things.both() {
        let sent = [ana.put(&at(thing), &like()), ana.delete(&at(thing))];
        for one in sent {
            one.header("sec-fetch-site", "cross-site").await.problem(403, "csrf");
        }
    }
    nothing_was_counted(&app, &things).await;
}

#[tokio::test]
async fn what_is_not_there_cannot_be_voted_on() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let both =
        async |path: &str| -> [Reply; 2] { [ana.put(&at(path), &like()).await, ana.delete(&at(path)).await] };
    for kind in ["/api/movies", "/api/comments"] {
        for id in [NOBODYS_ID].into_iter().chain(MALFORMED_IDS) {
            for reply in both(&format!("{kind}/{id}")).await {
                reply.problem(404, "not_found");
            }
        }
    }
}

#[tokio::test]
async fn a_film_is_no_comment_and_a_comment_no_film() {
    let app = TestApp::new().await;
    let (ana, things) = (app.user().await, Things::new(&app).await);
    let crossed = [
        things.movie.replace("/api/movies/", "/api/comments/"),
        things.comment.replace("/api/comments/", "/api/movies/"),
    ];
    for thing in crossed {
        ana.put(&at(&thing), &like()).await.problem(404, "not_found");
        ana.delete(&at(&thing)).await.problem(404, "not_found");
    }
    nothing_was_counted(&app, &things).await;
}

#[tokio::test]
async fn a_deleted_comment_takes_no_vote() {
    let app = TestApp::new().await;
    let (ana, berta) = (app.user().await, app.user().await);
    let movie = format!("/api/movies/{}", app.movie("Plácido").await);
    let [gone, kept] = [comment(&ana, &movie).await, comment(&ana, &movie).await];
    berta.post(&format!("{kept}/replies"), &json!({"body": "Sí."})).await.ok(201);
    for one in [&gone, &kept] {
        berta.put(&at(one), &like()).await.ok(200);
        ana.delete(one).await.ok(204);
        for voter in [&ana, &berta] {
            voter.put(&at(one), &like()).await.problem(404, "not_found");
            voter.delete(&at(one)).await.problem(404, "not_found");
        }
    }
    assert_eq!(app.store.verify_counters().await.unwrap(), []);
}

#[tokio::test]
async fn a_value_is_like_or_dislike() {
    let app = TestApp::new().await;
    let (ana, things) = (app.user().await, Things::new(&app).await);
    let cases = [
        (json!({}), &["value required"][..]),
        (json!({"value": "love"}), &["value invalid_value"]),
        (json!({"value": "LIKE"}), &["value invalid_value"]),
        (json!({"value": " like"}), &["value invalid_value"]),
        (json!({"value": ""}), &["value invalid_value"]),
        (json!({"value": "like\0"}), &["value invalid_value"]),
        (json!({"value": null}), &["value invalid_type"]),
        (json!({"value": 1}), &["value invalid_type"]),
        (json!({"value": true}), &["value invalid_type"]),
        (json!({"value": ["like"]}), &["value invalid_type"]),
        (json!({"value": {"like": true}}), &["value invalid_type"]),
        (json!({"value": "like", "user": "x"}), &["user unknown_field"]),
        (json!({"mine": "like"}), &["value required", "mine unknown_field"]),
    ];
    for thing in things.both() {
        for (body, expected) in &cases {
            ana.put(&at(thing), body).await.invalid(expected);
        }
    }
    nothing_was_counted(&app, &things).await;
}

#[tokio::test]
async fn a_bad_value_is_named_before_the_thing_is_looked_for() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    for kind in ["movies", "comments"] {
        let path = format!("/api/{kind}/{NOBODYS_ID}/reaction");
        ana.put(&path, &json!({"value": "love"})).await.invalid(&["value invalid_value"]);
    }
}

#[tokio::test]
async fn bodies_that_no_route_takes_are_refused_and_count_nothing() {
    let app = TestApp::new().await;
    let (ana, things) = (app.user().await, Things::new(&app).await);
    for thing in things.both() {
        refuses_bad_bodies(|| ana.request("PUT", &at(thing)), &like()).await;
    }
    nothing_was_counted(&app, &things).await;
}

#[tokio::test]
async fn a_body_of_64_kib_is_still_taken() {
    let app = TestApp::new().await;
    let (ana, things) = (app.user().await, Things::new(&app).await);
    for thing in things.both() {
        let sent = |bytes| ana.request("PUT", &at(thing)).raw("application/json", padded(&like(), bytes));
        sent(BODY_LIMIT + 1).await.problem(413, "body_too_large");
        sent(BODY_LIMIT).await.ok(200);
    }
}

#[tokio::test]
async fn a_type_with_a_charset_is_json_too() {
    let app = TestApp::new().await;
    let (ana, things) = (app.user().await, Things::new(&app).await);
    for kind in ["application/json; charset=utf-8", "Application/JSON", "application/json;"] {
        let sent = ana.request("PUT", &at(&things.movie)).raw(kind, like().to_string());
        sent.await.ok(200);
    }
}

#[tokio::test]
async fn other_methods_are_told_which_there_are() {
    let app = TestApp::new().await;
    let (ana, things) = (app.user().await, Things::new(&app).await);
    for thing in things.both() {
        for method in ["GET", "POST", "PATCH"] {
            let reply = ana.request(method, &at(thing)).await;
            let mut allowed: Vec<&str> = reply.header("allow").unwrap().split(',').map(str::trim).collect();
            allowed.sort_unstable();
            assert_eq!(allowed, ["DELETE", "PUT"]);
            reply.problem(405, "method_not_allowed");
        }
    }
}
