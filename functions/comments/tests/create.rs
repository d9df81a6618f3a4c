//! The making of comments and replies.

use std::time::Duration;

use kenmovie_testkit::{TestApp, at_once};
use serde_json::{Value, json};

use crate::{answer, at, counted, film, ids, say, settled};

#[tokio::test]
async fn a_comment_is_answered_as_it_was_written() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let body = json!({"body": "  Una obra maestra.\r\nDe principio a fin.  ", "spoiler": true});
    let reply = ana.post(&format!("{film}/comments"), &body).await;
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    assert_eq!(reply.header("idempotency-replayed"), None);
    let comment = reply.ok(201);
    let expected = json!({
        "id": comment["id"],
        "movie_id": film.trim_start_matches("/api/movies/"),
        "author": {"id": ana.id(), "name": "Persona 0"},
        "body": "Una obra maestra.\nDe principio a fin.",
        "spoiler": true,
        "created_at": "2026-01-01T12:00:00.000Z",
        "deleted": false,
        "reactions": {"likes": 0, "dislikes": 0},
        "replies": 0,
        "mine": {"own": true, "can_edit": true, "muted": false},
    });
    assert_eq!(comment, expected);
    assert_eq!(ana.get(&at(&comment)).await.ok(200), expected);
    assert_eq!(counted(&app, &film).await, 1);
    settled(&app).await;
}

#[tokio::test]
async fn a_comment_is_no_spoiler_unless_it_says_so() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    assert_eq!(say(&ana, &film, "Uno").await["spoiler"], false);
    let body = json!({"body": "Dos", "spoiler": false});
    assert_eq!(ana.post(&format!("{film}/comments"), &body).await.ok(201)["spoiler"], false);
}

#[tokio::test]
async fn a_reply_names_its_parent_and_its_root() {
    let app = TestApp::new().await;
    let (ana, berta, film) = (app.user().await, app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    app.clock.advance(Duration::from_millis(250));
    let body = json!({"body": "Dos", "spoiler": true});
    let reply = berta.post(&format!("{}/replies", at(&root)), &body).await.ok(201);
    let expected = json!({
        "id": reply["id"],
        "movie_id": root["movie_id"],
        "parent_id": root["id"],
        "root_id": root["id"],
        "author": {"id": berta.id(), "name": "Persona 1"},
        "body": "Dos",
        "spoiler": true,
        "created_at": "2026-01-01T12:00:00.250Z",
        "deleted": false,
        "reactions": {"likes": 0, "dislikes": 0},
        "replies": 0,
        "mine": {"own": true, "can_edit": true, "muted": false},
    });
    assert_eq!(reply, expected);
    assert_eq!(ana.get(&at(&root)).await.ok(200)["replies"], 1);
    assert_eq!(counted(&app, &film).await, 2);
    settled(&app).await;
}

#[tokio::test]
async fn a_reply_to_a_reply_joins_the_thread_of_its_root() {
    let app = TestApp::new().await;
    let (ana, berta, film) = (app.user().await, app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    let first = answer(&berta, &root, "Dos").await;
    let second = answer(&ana, &first, "Tres").await;
    let third = answer(&berta, &second, "Cuatro").await;
    for (reply, parent) in [(&second, &first), (&third, &second)] {
        assert_eq!(reply["parent_id"], parent["id"]);
        assert_eq!(reply["root_id"], root["id"]);
        assert_eq!(reply["movie_id"], root["movie_id"]);
    }
    let replies: Vec<Value> = app.visitor().all(&format!("{}/replies", at(&root))).await;
    let mut expected = [&first, &second, &third].map(|reply| reply["id"].as_str().unwrap());
    expected.sort_unstable();
    assert_eq!(ids(&replies), expected);
    assert_eq!(ana.get(&at(&root)).await.ok(200)["replies"], 3);
    assert_eq!(counted(&app, &film).await, 4);
    settled(&app).await;
}

#[tokio::test]
async fn a_film_counts_its_own_comments_only() {
    let app = TestApp::new().await;
    let (ana, one, two) = (app.user().await, film(&app).await, film(&app).await);
    let root = say(&ana, &one, "Uno").await;
    answer(&ana, &root, "Dos").await;
    say(&ana, &two, "Tres").await;
    assert_eq!((counted(&app, &one).await, counted(&app, &two).await), (2, 1));
    assert_eq!(app.visitor().all(&format!("{two}/comments")).await.len(), 1);
}

#[tokio::test]
async fn the_same_words_twice_are_two_comments() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let [one, two] = [say(&ana, &film, "Igual").await, say(&ana, &film, "Igual").await];
    assert_ne!(one["id"], two["id"]);
    assert_eq!(counted(&app, &film).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_write_at_once_are_all_counted() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    let mut people = Vec::new();
    for _ in 0..20 {
        people.push(app.user().await);
    }
    let body = json!({"body": "A la vez"});
    let sent = people.iter().flat_map(|person| {
        [format!("{film}/comments"), format!("{}/replies", at(&root))].map(|path| person.post(&path, &body))
    });
    for reply in at_once(sent).await {
        reply.ok(201);
    }
    assert_eq!(counted(&app, &film).await, 41);
    assert_eq!(ana.get(&at(&root)).await.ok(200)["replies"], 20);
    assert_eq!(app.visitor().all(&format!("{film}/comments")).await.len(), 21);
    assert_eq!(app.visitor().all(&format!("{}/replies", at(&root))).await.len(), 20);
    settled(&app).await;
}
