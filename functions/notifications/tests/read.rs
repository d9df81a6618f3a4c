//! How far somebody has read.

use kenmovie_testkit::at_once;
use serde_json::json;

use crate::{LIST, READ, Talk, unread};

#[tokio::test]
async fn a_notification_and_all_before_it_are_read_and_stay_so() {
    let talk = Talk::new().await;
    let mut replies = Vec::new();
    for number in 0..4 {
        replies.push(talk.answers(&talk.bea, &talk.root, &format!("Respuesta {number}.")).await);
    }
    let mark = async |id: &str| talk.ana.post(READ, &json!({ "up_to": id })).await.ok(200);
    assert_eq!(mark(&replies[1]).await, json!({ "unread": 2 }));
    assert_eq!(mark(&replies[0]).await, json!({ "unread": 2 }), "a mark is never taken back");
    let read: Vec<_> = talk.ana.all(LIST).await.iter().map(|item| item["read"].clone()).collect();
    assert_eq!(read, [false, false, true, true]);
    assert_eq!(mark(&replies[3]).await, json!({ "unread": 0 }));
    talk.answers(&talk.bea, &talk.root, "Una más.").await;
    assert_eq!(unread(&talk.ana).await, 1);
}

#[tokio::test]
async fn a_mark_of_the_future_reads_what_there_is_and_nothing_that_comes() {
    let talk = Talk::new().await;
    talk.answers(&talk.bea, &talk.root, "Ahora.").await;
    let far = json!({ "up_to": "ffffffff-ffff-7fff-bfff-ffffffffffff" });
    assert_eq!(talk.ana.post(READ, &far).await.ok(200), json!({ "unread": 0 }));
    talk.answers(&talk.bea, &talk.root, "Luego.").await;
    assert_eq!(unread(&talk.ana).await, 1);
}

#[tokio::test]
async fn somebody_elses_notification_reads_nothing_of_theirs() {
    let talk = Talk::new().await;
    let reply = talk.answers(&talk.bea, &talk.root, "Hola.").await;
    assert_eq!(talk.bea.post(READ, &json!({ "up_to": reply })).await.ok(200), json!({ "unread": 0 }));
    assert_eq!(unread(&talk.ana).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_marks_at_once_the_latest_stands() {
    let talk = Talk::new().await;
    let mut replies = Vec::new();
    for number in 0..8 {
        replies.push(talk.answers(&talk.bea, &talk.root, &format!("Respuesta {number}.")).await);
    }
    let sent = (0..24).map(|number| talk.ana.post(READ, &json!({ "up_to": replies[number * 5 % 7] })));
    for reply in at_once(sent).await {
        reply.ok(200);
    }
    assert_eq!(unread(&talk.ana).await, 1);
}
