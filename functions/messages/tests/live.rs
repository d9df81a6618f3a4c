//! What devices are told.

use std::time::Duration;

use kenmovie_testkit::TestSocket;
use serde_json::{Value, json};

use crate::{Talk, id, read, with};

fn kinds(frames: &[Value]) -> Vec<&str> {
    frames.iter().map(|frame| frame["type"].as_str().unwrap()).collect()
}

/// The socket of somebody who is typing.
async fn types(socket: &mut TestSocket, to: kenmovie_common::UserId) {
    socket.say(&json!({ "type": "typing", "to": to })).await;
    // What comes after it was answered after it, or it is not told at all.
    socket.heard().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_reaches_every_device_of_both_and_is_delivered_by_that() {
    let talk = Talk::new().await;
    let site = talk.app.listen().await;
    let (mut ana, mut phone) = (site.enter(&talk.ana).await, site.enter(&talk.ana).await);
    let (mut bea, mut tablet) = (site.enter(&talk.bea).await, site.enter(&talk.bea).await);
    let sent = talk.says(&talk.ana, &talk.bea, "Hola").await;
    assert_eq!(sent["delivered_at"], sent["sent_at"]);
    for socket in [&mut ana, &mut phone, &mut bea, &mut tablet] {
        let told = socket.hear("message").await;
        assert_eq!(told["message"]["id"], sent["id"]);
        assert_eq!(told["message"]["text"], "Hola");
    }
    let expected = json!({ "type": "delivered", "conversation": talk.bea.id(), "up_to": sent["id"] });
    assert_eq!(ana.hear("delivered").await, expected);
    assert_eq!(phone.hear("delivered").await, expected);
    assert_eq!(kinds(&bea.heard().await), [] as [&str; 0], "the receiver is told of no delivery");
    read(&talk.bea, &talk.ana, &id(&sent)).await;
    let by = talk.bea.id();
    let to_ana = json!({ "type": "read", "conversation": talk.bea.id(), "up_to": sent["id"], "by": by });
    let to_bea = json!({ "type": "read", "conversation": talk.ana.id(), "up_to": sent["id"], "by": by });
    for (socket, frame) in
        [(&mut ana, &to_ana), (&mut phone, &to_ana), (&mut bea, &to_bea), (&mut tablet, &to_bea)]
    {
        assert_eq!(socket.hear("read").await, *frame);
    }
    read(&talk.bea, &talk.ana, &id(&sent)).await;
    assert_eq!(kinds(&ana.heard().await), [] as [&str; 0], "what changes nothing is not told");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_is_delivered_by_fetching_it_and_told_once() {
    let talk = Talk::new().await;
    let site = talk.app.listen().await;
    let mut ana = site.enter(&talk.ana).await;
    let missed = talk.says(&talk.ana, &talk.bea, "1").await;
    assert_eq!(missed["delivered_at"], Value::Null);
    assert_eq!(kinds(&ana.heard().await), ["message"]);
    // A later one arrives first: nothing is said of the one before.
    let _bea = site.enter(&talk.bea).await;
    let second = talk.says(&talk.ana, &talk.bea, "2").await;
    assert_eq!(second["delivered_at"], second["sent_at"]);
    assert!(!kinds(&ana.heard().await).contains(&"delivered"));
    talk.bea.get(&with(talk.ana.id())).await.ok(200);
    assert_eq!(ana.hear("delivered").await["up_to"], second["id"]);
    talk.bea.get(&with(talk.ana.id())).await.ok(200);
    assert_eq!(kinds(&ana.heard().await), [] as [&str; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_types_is_told_of_once_in_three_seconds() {
    let talk = Talk::new().await;
    let site = talk.app.listen().await;
    let (mut ana, mut bea) = (site.enter(&talk.ana).await, site.enter(&talk.bea).await);
    for _ in 0..3 {
        types(&mut ana, talk.bea.id()).await;
    }
    assert_eq!(bea.heard().await, [json!({ "type": "typing", "from": talk.ana.id() })]);
    talk.app.clock.advance(Duration::from_secs(3));
    types(&mut ana, talk.bea.id()).await;
    types(&mut ana, talk.ana.id()).await;
    assert_eq!(kinds(&bea.heard().await), ["typing"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_are_told_who_comes_and_who_leaves() {
    let talk = Talk::new().await;
    talk.says(&talk.ana, &talk.bea, "Hola").await;
    let site = talk.app.listen().await;
    let (mut ana, stranger) = (site.enter(&talk.ana).await, talk.app.user().await);
    let mut carla = site.enter(&stranger).await;
    let bea = site.enter(&talk.bea).await;
    let presence = |online| json!({ "type": "presence", "user_id": talk.bea.id(), "online": online });
    assert_eq!(ana.hear("presence").await, presence(true));
    let second = site.enter(&talk.bea).await;
    second.leave().await;
    bea.leave().await;
    // Whoever left is given three seconds to come back.
    let mut told = Vec::new();
    while told.is_empty() {
        talk.app.clock.advance(Duration::from_secs(3));
        told = ana.heard().await;
    }
    assert_eq!(told, [presence(false)]);
    assert_eq!(carla.heard().await, [] as [Value; 0], "nobody else is");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_closes_the_sockets_of_both_and_neither_sees_the_other_from_then_on() {
    let talk = Talk::new().await;
    talk.says(&talk.ana, &talk.bea, "Hola").await;
    let site = talk.app.listen().await;
    let (mut ana, mut bea) = (site.enter(&talk.ana).await, site.enter(&talk.bea).await);
    talk.ana.request("PUT", &format!("/api/blocked-users/{}", talk.bea.id())).await.ok(204);
    ana.closed().await;
    bea.closed().await;
    let mut ana = site.enter(&talk.ana).await;
    talk.app.clock.advance(Duration::from_secs(9));
    let mut bea = site.enter(&talk.bea).await;
    types(&mut bea, talk.ana.id()).await;
    types(&mut ana, talk.bea.id()).await;
    assert_eq!(ana.heard().await, [] as [Value; 0]);
    assert_eq!(bea.heard().await, [] as [Value; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_was_stored_and_never_told_is_told_when_it_is_sent_again() {
    let talk = Talk::new().await;
    let sent = talk.says(&talk.ana, &talk.bea, "Hola").await;
    let site = talk.app.listen().await;
    let mut bea = site.enter(&talk.bea).await;
    let again =
        talk.ana.post(&with(talk.bea.id()), &json!({ "client_id": "Hola", "text": "Hola" })).await.ok(200);
    assert_eq!(bea.hear("message").await["message"]["id"], sent["id"]);
    assert_ne!(again["delivered_at"], Value::Null);
}
