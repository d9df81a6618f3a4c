//! `Idempotency-Key`: a film that is asked for twice is made once.

use std::time::Duration;

use kenmovie_testkit::{TestApp, at_once};
use serde_json::json;

use crate::{MOVIES, listed, place, settled, whole};

#[tokio::test]
async fn the_same_key_and_body_give_the_same_film_again() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let first = admin.post(MOVIES, &whole()).header("idempotency-key", "k-1").await;
    assert_eq!(first.header("idempotency-replayed"), None);
    let location = first.header("location").map(str::to_owned);
    let tag = first.header("etag").map(str::to_owned);
    let movie = first.ok(201);
    app.clock.advance(Duration::from_secs(1));
    let mut spaced = whole();
    spaced["title"] = format!("  {}  ", whole()["title"].as_str().unwrap()).into();
    for body in [whole(), spaced] {
        let again = admin.post(MOVIES, &body).header("idempotency-key", "k-1").await;
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.header("location"), location.as_deref());
        assert_eq!(again.header("etag"), tag.as_deref());
        assert_eq!(again.ok(201), movie);
    }
    assert_eq!(listed(&app.visitor(), MOVIES).await.len(), 1);
    settled(&app).await;
}

#[tokio::test]
async fn the_same_key_with_another_body_is_a_conflict() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    admin.post(MOVIES, &json!({"title": "Uno"})).header("idempotency-key", "k-1").await.ok(201);
    for body in [json!({"title": "Dos"}), json!({"title": "Uno", "year": 1990}), json!({"title": "uno"})] {
        let sent = admin.post(MOVIES, &body).header("idempotency-key", "k-1");
        sent.await.problem(409, "idempotency_conflict");
    }
    assert_eq!(listed(&app.visitor(), MOVIES).await, ["Uno"]);
}

#[tokio::test]
async fn a_film_that_was_edited_since_is_given_as_it_is_now() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let send = || admin.post(MOVIES, &json!({"title": "Uno"})).header("idempotency-key", "k-1");
    let movie = send().await.ok(201);
    admin.patch(&place(&movie), &json!({"title": "Dos"})).await.ok(200);
    let again = send().await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert!(again.header("etag").unwrap().starts_with("\"2-"));
    let again = again.ok(201);
    assert_eq!((&again["id"], &again["title"]), (&movie["id"], &json!("Dos")));
}

#[tokio::test]
async fn a_key_belongs_to_whoever_used_it() {
    let app = TestApp::new().await;
    for title in ["Uno", "Dos"] {
        let reply =
            app.admin().await.post(MOVIES, &json!({"title": title})).header("idempotency-key", "k-1").await;
        assert_eq!(reply.header("idempotency-replayed"), None);
        reply.ok(201);
    }
    assert_eq!(listed(&app.visitor(), MOVIES).await.len(), 2);
}

#[tokio::test]
async fn a_body_that_is_not_taken_uses_up_no_key() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let send = |title: &str| admin.post(MOVIES, &json!({"title": title})).header("idempotency-key", "k-1");
    send("").await.invalid(&["title required"]);
    let reply = send("Uno").await;
    assert_eq!(reply.header("idempotency-replayed"), None);
    reply.ok(201);
}

#[tokio::test]
async fn a_key_has_1_to_128_visible_characters() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    for key in ["", " ", "a b", " a", "a\tb", "ñ", &"k".repeat(129), &"k".repeat(5000)] {
        let sent = admin.post(MOVIES, &json!({"title": "Uno"})).header("idempotency-key", key);
        sent.await.problem(400, "bad_request");
    }
    assert!(listed(&app.visitor(), MOVIES).await.is_empty());
    for key in ["!", "~", &"k".repeat(128)] {
        admin.post(MOVIES, &json!({"title": "Uno"})).header("idempotency-key", key).await.ok(201);
    }
}

#[tokio::test]
async fn a_key_means_nothing_to_an_edit_or_a_deletion() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let path = crate::at(app.movie("Uno").await);
    for title in ["Dos", "Tres"] {
        let body = json!({"title": title});
        for sent in [admin.put(&path, &body), admin.patch(&path, &body)] {
            let reply = sent.header("idempotency-key", "a b").await;
            assert_eq!(reply.header("idempotency-replayed"), None);
            assert_eq!(reply.ok(200)["title"], title);
        }
    }
    admin.delete(&path).header("idempotency-key", "").await.ok(204);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_twenty_times_at_once_makes_one_film() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let sent = (0..20).map(|_| admin.post(MOVIES, &whole()).header("idempotency-key", "k-1"));
    let replies = at_once(sent).await;
    let new = replies.iter().filter(|reply| reply.header("idempotency-replayed").is_none()).count();
    assert_eq!(new, 1);
    let mut ids: Vec<String> = replies.into_iter().map(|reply| reply.ok(201)["id"].to_string()).collect();
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert_eq!(listed(&app.visitor(), MOVIES).await.len(), 1);
    settled(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_with_twenty_bodies_at_once_makes_one_film() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let bodies: Vec<_> = (0..20).map(|n| json!({"title": format!("Film {n}")})).collect();
    let sent = bodies.iter().map(|body| admin.post(MOVIES, body).header("idempotency-key", "k-1"));
    let (made, refused): (Vec<_>, Vec<_>) =
        at_once(sent).await.into_iter().partition(|reply| reply.status == 201);
    assert_eq!((made.len(), refused.len()), (1, 19));
    for reply in refused {
        reply.problem(409, "idempotency_conflict");
    }
    assert_eq!(listed(&app.visitor(), MOVIES).await.len(), 1);
    settled(&app).await;
}
