//! `Idempotency-Key`: a comment that is asked for twice is made once.

use std::time::Duration;

use kenmovie_testkit::{TestApp, at_once};
use serde_json::json;

use crate::{answer, at, counted, film, say, settled};

#[tokio::test]
async fn the_same_key_and_body_give_the_same_comment_again() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    for (number, path) in [format!("{film}/comments"), format!("{}/replies", at(&root))].iter().enumerate() {
        let key = format!("k-{number}");
        let first = ana.post(path, &json!({"body": "Dos"})).header("idempotency-key", &key).await;
        assert_eq!(first.header("idempotency-replayed"), None);
        let comment = first.ok(201);
        app.clock.advance(Duration::from_secs(1));
        // The same to the reader of JSON: white space, the order of members, what is left out and stands for itself.
        for body in [r#"{"body":"Dos"}"#, r#"{ "spoiler": false, "body": " Dos\n" }"#] {
            let sent = ana.request("POST", path).raw("application/json", body);
            let again = sent.header("idempotency-key", &key).await;
            assert_eq!(again.header("idempotency-replayed"), Some("true"));
            assert_eq!(again.ok(201), comment);
        }
    }
    assert_eq!(counted(&app, &film).await, 3);
    settled(&app).await;
}

#[tokio::test]
async fn the_same_key_with_another_body_or_place_is_a_conflict() {
    let app = TestApp::new().await;
    let (ana, one, two) = (app.user().await, film(&app).await, film(&app).await);
    let root = say(&ana, &one, "Uno").await;
    let comments = format!("{one}/comments");
    ana.post(&comments, &json!({"body": "Dos"})).header("idempotency-key", "k").await.ok(201);
    for (path, body) in [
        (comments.clone(), json!({"body": "Tres"})),
        (comments.clone(), json!({"body": "Dos", "spoiler": true})),
        (format!("{two}/comments"), json!({"body": "Dos"})),
        (format!("{}/replies", at(&root)), json!({"body": "Dos"})),
    ] {
        let sent = ana.post(&path, &body).header("idempotency-key", "k");
        sent.await.problem(409, "idempotency_conflict");
    }
    assert_eq!((counted(&app, &one).await, counted(&app, &two).await), (2, 0));
    settled(&app).await;
}

#[tokio::test]
async fn a_body_that_is_not_taken_uses_up_no_key() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let path = format!("{film}/comments");
    ana.post(&path, &json!({"body": ""})).header("idempotency-key", "k").await.invalid(&["body required"]);
    let reply = ana.post(&path, &json!({"body": "Dos"})).header("idempotency-key", "k").await;
    assert_eq!(reply.header("idempotency-replayed"), None);
    reply.ok(201);
}

#[tokio::test]
async fn the_same_comment_with_another_key_or_none_is_another_comment() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let post = || ana.post(&format!("{film}/comments"), &json!({"body": "Dos"}));
    post().header("idempotency-key", "k").await.ok(201);
    for sent in [post().header("idempotency-key", "K"), post(), post()] {
        let reply = sent.await;
        assert_eq!(reply.header("idempotency-replayed"), None);
        reply.ok(201);
    }
    assert_eq!(counted(&app, &film).await, 4);
}

#[tokio::test]
async fn two_people_can_use_the_same_key() {
    let app = TestApp::new().await;
    let film = film(&app).await;
    for number in 0..2 {
        let body = json!({"body": format!("De {number}")});
        let reply =
            app.user().await.post(&format!("{film}/comments"), &body).header("idempotency-key", "k").await;
        assert_eq!(reply.header("idempotency-replayed"), None);
        reply.ok(201);
    }
}

#[tokio::test]
async fn a_comment_that_was_answered_and_edited_is_given_as_it_is_now() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let send = || {
        let sent = ana.post(&format!("{film}/comments"), &json!({"body": "Uno"}));
        sent.header("idempotency-key", "k")
    };
    let comment = send().await.ok(201);
    ana.patch(&at(&comment), &json!({"spoiler": true})).await.ok(200);
    answer(&ana, &comment, "Dos").await;
    let again = send().await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.ok(201), ana.get(&at(&comment)).await.ok(200));
    assert_eq!(counted(&app, &film).await, 2);
}

#[tokio::test]
async fn a_key_has_1_to_128_visible_characters() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    for path in [format!("{film}/comments"), format!("{}/replies", at(&root))] {
        for key in ["", " ", "a b", " a", "a ", "a\tb", "ñ", &"k".repeat(129)] {
            let sent = ana.post(&path, &json!({"body": "Dos"})).header("idempotency-key", key);
            sent.await.problem(400, "bad_request");
        }
    }
    assert_eq!(counted(&app, &film).await, 1);
    for key in ["!", "~", &"k".repeat(128)] {
        let sent =
            ana.post(&format!("{film}/comments"), &json!({"body": "Dos"})).header("idempotency-key", key);
        sent.await.ok(201);
    }
}

#[tokio::test]
async fn a_key_means_nothing_to_an_edit() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let comment = say(&ana, &film, "Uno").await;
    for body in ["Dos", "Tres"] {
        let reply = ana.patch(&at(&comment), &json!({"body": body})).header("idempotency-key", "a b").await;
        assert_eq!(reply.ok(200)["body"], body);
    }
    ana.delete(&at(&comment)).header("idempotency-key", "").await.ok(204);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_twenty_times_at_once_makes_one_comment() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    for (number, path) in [format!("{film}/comments"), format!("{}/replies", at(&root))].iter().enumerate() {
        let key = format!("k-{number}");
        let sent = (0..20).map(|_| ana.post(path, &json!({"body": "Dos"})).header("idempotency-key", &key));
        let replies = at_once(sent).await;
        let new = replies.iter().filter(|reply| reply.header("idempotency-replayed").is_none()).count();
        assert_eq!(new, 1);
        let mut ids: Vec<String> = replies.into_iter().map(|reply| reply.ok(201)["id"].to_string()).collect();
        ids.dedup();
        assert_eq!(ids.len(), 1);
    }
    assert_eq!(counted(&app, &film).await, 3);
    settled(&app).await;
}
