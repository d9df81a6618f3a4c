//! What somebody is told of.

use std::time::Duration;

use kenmovie_common::ports::Clock as _;
use kenmovie_testkit::at_once;
use serde_json::json;

use crate::{LIST, Talk, id, told, unread};

#[tokio::test]
async fn a_reply_is_told_to_whoever_it_answers_with_its_words_and_film() {
    let talk = Talk::new().await;
    let reply = talk.answers(&talk.bea, &talk.root, "¿Otra?").await;
    let answer = talk.ana.get(LIST).await;
    assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    let author = talk.app.store.user(talk.bea.id()).await.unwrap().unwrap();
    assert_eq!(
        answer.ok(200),
        json!({
            "items": [{
                "id": reply, "kind": "reply", "read": false, "created_at": talk.app.clock.now(),
                "reply": {
                    "comment_id": reply, "root_id": talk.root, "body": "¿Otra?", "spoiler": false,
                    "author": { "id": author.id, "name": author.name },
                },
                "movie": { "id": talk.film, "title": "Cría cuervos" },
            }],
            "unread": 1,
        })
    );
    assert_eq!(talk.bea.get(LIST).await.ok(200), json!({ "items": [], "unread": 0 }));
}

#[tokio::test]
async fn nobody_is_told_of_their_own_replies_nor_twice_of_one() {
    let talk = Talk::new().await;
    talk.answers(&talk.ana, &talk.root, "Me respondo.").await;
    assert!(told(&talk.ana).await.is_empty());
    let path = format!("/api/comments/{}/replies", talk.root);
    let send = || talk.bea.post(&path, &json!({ "body": "Una vez." })).header("idempotency-key", "k");
    let reply = id(&send().await.ok(201));
    send().await.ok(201);
    talk.bea.patch(&format!("/api/comments/{reply}"), &json!({ "body": "Corregido." })).await.ok(200);
    assert_eq!(told(&talk.ana).await, ["Corregido."]);
    assert_eq!(unread(&talk.ana).await, 1);
}

#[tokio::test]
async fn a_muted_thread_tells_nothing_until_it_is_heard_again() {
    let talk = Talk::new().await;
    let first = talk.answers(&talk.bea, &talk.root, "Antes.").await;
    // A thread is muted by any comment of it.
    let mute = format!("/api/comments/{first}/mute");
    talk.ana.request("PUT", &mute).await.ok(204);
    let shown = talk.ana.get(&format!("/api/comments/{}", talk.root)).await.ok(200);
    assert_eq!(shown["mine"]["muted"], true);
    talk.answers(&talk.bea, &talk.root, "En silencio.").await;
    assert_eq!(told(&talk.ana).await, ["Antes."]);
    talk.ana.delete(&format!("/api/comments/{}/mute", talk.root)).await.ok(204);
    talk.answers(&talk.bea, &talk.root, "Después.").await;
    assert_eq!(told(&talk.ana).await, ["Después.", "Antes."]);
}

#[tokio::test]
async fn nothing_is_told_of_whom_one_blocked_or_who_blocked_one() {
    for ana_blocks in [true, false] {
        let talk = Talk::new().await;
        talk.answers(&talk.bea, &talk.root, "Hola.").await;
        let (who, whom) = if ana_blocks { (&talk.ana, &talk.bea) } else { (&talk.bea, &talk.ana) };
        let path = format!("/api/blocked-users/{}", whom.id());
        who.request("PUT", &path).await.ok(204);
        assert_eq!(talk.ana.get(LIST).await.ok(200), json!({ "items": [], "unread": 0 }));
        who.delete(&path).await.ok(204);
        assert_eq!((told(&talk.ana).await, unread(&talk.ana).await), (vec!["Hola.".to_owned()], json!(1)));
    }
}

#[tokio::test]
async fn a_deleted_reply_is_told_of_no_more() {
    let talk = Talk::new().await;
    let reply = talk.answers(&talk.bea, &talk.root, "Me arrepiento.").await;
    talk.bea.delete(&format!("/api/comments/{reply}")).await.ok(204);
    assert_eq!(talk.ana.get(LIST).await.ok(200), json!({ "items": [], "unread": 0 }));
}

#[tokio::test]
async fn what_became_of_a_report_is_told_to_whoever_made_it_with_the_moderators_note() {
    let talk = Talk::new().await;
    let (app, moderator) = (&talk.app, talk.app.moderator().await);
    let report = json!({ "reason": "other", "text": "No es de Saura." });
    let path = format!("/api/movies/{}/reports", talk.film);
    let report = talk.bea.post(&path, &report).await.ok(201);
    assert_eq!(told(&talk.bea).await.len(), 0);
    app.clock.advance(Duration::from_secs(1));
    let decision = json!({ "status": "resolved", "note": "Corregido, gracias." });
    let at = format!("/api/reports/{}", id(&report));
    for _ in 0..2 {
        moderator.patch(&at, &decision).await.ok(200);
    }
    let news = talk.bea.get(LIST).await.ok(200);
    assert_eq!((news["items"].as_array().unwrap().len(), &news["unread"]), (1, &json!(1)));
    let told = &news["items"][0];
    assert_eq!((&told["kind"], &told["movie"]["title"]), (&json!("report_decided"), &json!("Cría cuervos")));
    let mut expected = report;
    expected["status"] = json!("resolved");
    expected["note"] = json!("Corregido, gracias.");
    expected["decided_at"] = json!(app.clock.now());
    assert_eq!(told["report"], expected);
    assert_eq!(talk.ana.get(LIST).await.ok(200)["unread"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_reply_of_many_at_once_is_told_on_pages_that_repeat_nothing() {
    let talk = Talk::new().await;
    let mut people = Vec::new();
    for _ in 0..10 {
        people.push(talk.app.user().await);
    }
    let path = format!("/api/comments/{}/replies", talk.root);
    let body = json!({ "body": "A la vez." });
    let sent = people.iter().flat_map(|person| [person.post(&path, &body), person.post(&path, &body)]);
    let mut made: Vec<String> = Vec::new();
    for reply in at_once(sent).await {
        made.push(id(&reply.ok(201)));
    }
    let pages = talk.ana.pages(&format!("{LIST}?limit=7")).await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [7, 7, 6]);
    let mut told: Vec<String> = pages.concat().iter().map(id).collect();
    told.sort();
    made.sort();
    assert_eq!(told, made);
    assert_eq!(unread(&talk.ana).await, 20);
}
