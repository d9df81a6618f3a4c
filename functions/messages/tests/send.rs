//! Writing to somebody.

use kenmovie_testkit::at_once;
use serde_json::{Value, json};

use crate::{Talk, id, texts, with};

#[tokio::test]
async fn a_message_is_there_for_both_and_says_who_wrote_it_when() {
    let talk = Talk::new().await;
    let sent = talk
        .ana
        .post(&with(talk.bea.id()), &json!({ "client_id": "c-1", "text": "  ¿Vienes al cine?\r\nHoy. " }));
    let sent = sent.await.ok(201);
    let expected = json!({
        "id": sent["id"], "client_id": "c-1", "from": talk.ana.id(), "to": talk.bea.id(),
        "text": "¿Vienes al cine?\nHoy.", "sent_at": "2026-01-01T12:00:00.000Z",
    });
    assert_eq!(sent, expected);
    for (who, other) in [(&talk.ana, &talk.bea), (&talk.bea, &talk.ana)] {
        let page = who.get(&with(other.id())).await.ok(200);
        assert_eq!(page["items"][0]["id"], sent["id"]);
        assert_eq!(page["items"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn the_same_client_id_again_is_the_same_message_and_another_under_it_is_refused() {
    let talk = Talk::new().await;
    let path = with(talk.bea.id());
    let first = talk.ana.post(&path, &json!({ "client_id": "c", "text": "Hola" })).await.ok(201);
    let again = talk.ana.post(&path, &json!({ "client_id": "c", "text": " Hola " })).await.ok(200);
    assert_eq!(again["id"], first["id"]);
    let other = talk.ana.post(&path, &json!({ "client_id": "c", "text": "Adiós" })).await;
    other.problem(409, "idempotency_conflict");
    let carla = talk.app.user().await;
    let elsewhere = talk.ana.post(&with(carla.id()), &json!({ "client_id": "c", "text": "Hola" })).await;
    elsewhere.problem(409, "idempotency_conflict");
    // It is the sender's own name for it.
    talk.bea.post(&with(talk.ana.id()), &json!({ "client_id": "c", "text": "Otra" })).await.ok(201);
    assert_eq!(texts(&talk.bea.get(&with(talk.ana.id())).await.ok(200)["items"]).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_the_same_message_twenty_times_at_once_one_is_stored() {
    let talk = Talk::new().await;
    let body = json!({ "client_id": "c", "text": "Hola" });
    let replies = at_once((0..20).map(|_| talk.ana.post(&with(talk.bea.id()), &body))).await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 201).count(), 1);
    assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 19);
    assert!(replies.iter().all(|reply| id(&reply.body) == id(&replies[0].body)));
    assert_eq!(talk.bea.get(&with(talk.ana.id())).await.ok(200)["items"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_both_write_at_once_is_all_there_in_one_order_for_both() {
    let talk = Talk::new().await;
    let sent = (0..40).map(|number| {
        let (from, to) = if number % 2 == 0 { (&talk.ana, &talk.bea) } else { (&talk.bea, &talk.ana) };
        from.post(&with(to.id()), &json!({ "client_id": format!("c{number}"), "text": "x" }))
    });
    for reply in at_once(sent).await {
        reply.ok(201);
    }
    let ids = async |who: &kenmovie_testkit::Client, other| -> Vec<Value> {
        let page = who.get(&format!("{}?limit=100", with(other))).await.ok(200);
        page["items"].as_array().unwrap().iter().map(|message| message["id"].clone()).collect()
    };
    let (hers, theirs) = (ids(&talk.ana, talk.bea.id()).await, ids(&talk.bea, talk.ana.id()).await);
    assert_eq!(hers.len(), 40);
    assert_eq!(hers, theirs);
    assert!(hers.is_sorted_by_key(|id| id.as_str().unwrap().to_owned()));
}
