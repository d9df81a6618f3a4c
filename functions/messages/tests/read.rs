//! How far somebody has read.

use kenmovie_testkit::{NOBODYS_ID, at_once};
use serde_json::{Value, json};

use crate::{TALKS, Talk, id, read, with};

#[tokio::test]
async fn what_is_read_is_delivered_too_and_says_when_to_both() {
    let talk = Talk::new().await;
    let said = id(&talk.says(&talk.ana, &talk.bea, "Hola").await);
    talk.says(&talk.bea, &talk.ana, "¡Hola!").await;
    assert_eq!(read(&talk.bea, &talk.ana, &said).await, 0);
    for (who, other) in [(&talk.ana, &talk.bea), (&talk.bea, &talk.ana)] {
        let page = who.get(&with(other.id())).await.ok(200);
        let message = &page["items"][0];
        assert_eq!(message["read_at"], "2026-01-01T12:00:00.002Z");
        assert_eq!(message["delivered_at"], message["read_at"]);
        assert_eq!(page["items"][1]["read_at"], Value::Null, "one's own messages are the other's to read");
    }
}

#[tokio::test]
async fn a_mark_of_the_future_reads_what_there_is_and_nobodys_reads_nothing() {
    let talk = Talk::new().await;
    talk.says(&talk.ana, &talk.bea, "1").await;
    assert_eq!(read(&talk.bea, &talk.ana, "ffffffff-ffff-7fff-bfff-ffffffffffff").await, 0);
    talk.says(&talk.ana, &talk.bea, "2").await;
    assert_eq!(talk.bea.get(TALKS).await.ok(200)["unread_total"], 1);
    let path = format!("{TALKS}/{NOBODYS_ID}/read");
    assert_eq!(talk.bea.post(&path, &json!({ "up_to": NOBODYS_ID })).await.ok(200), json!({ "unread": 0 }));
    talk.bea.post(&path, &json!({})).await.invalid(&["up_to required"]);
    talk.bea.post(&path, &json!({ "up_to": "x" })).await.invalid(&["up_to invalid_format"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_marks_at_once_the_latest_stands() {
    let talk = Talk::new().await;
    let mut ids = Vec::new();
    for number in 0..6 {
        ids.push(id(&talk.says(&talk.ana, &talk.bea, &number.to_string()).await));
    }
    let path = format!("{TALKS}/{}/read", talk.ana.id());
    let marks = (0..20).map(|number| talk.bea.post(&path, &json!({ "up_to": ids[number * 3 % 5] })));
    for reply in at_once(marks).await {
        reply.ok(200);
    }
    assert_eq!(talk.bea.get(TALKS).await.ok(200)["unread_total"], 1);
}
