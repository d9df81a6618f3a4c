//! Whom somebody writes with.

use serde_json::{Value, json};

use crate::{TALKS, Talk, id, read};

#[tokio::test]
async fn the_conversation_with_the_latest_message_is_first_and_says_what_is_not_read() {
    let talk = Talk::new().await;
    let carla = talk.app.user().await;
    talk.says(&talk.bea, &talk.ana, "1").await;
    talk.says(&carla, &talk.ana, "2").await;
    talk.says(&carla, &talk.ana, "3").await;
    let told = talk.ana.get(TALKS).await.ok(200);
    assert_eq!(told["unread_total"], 3);
    let brief = |told: &Value| -> Vec<Value> {
        told["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| json!([item["user"]["id"], item["last_message"]["text"], item["unread"]]))
            .collect()
    };
    let expected = [json!([carla.id(), "3", 2]), json!([talk.bea.id(), "1", 1])];
    assert_eq!(brief(&told), expected);
    assert_eq!(talk.ana.pages(&format!("{TALKS}?limit=1")).await.len(), 2);
    // One's own message moves it too, and is nothing to read.
    talk.says(&talk.ana, &talk.bea, "4").await;
    let told = talk.ana.get(TALKS).await.ok(200);
    assert_eq!(brief(&told), [json!([talk.bea.id(), "4", 1]), expected[0].clone()]);
    assert_eq!(talk.bea.get(TALKS).await.ok(200)["unread_total"], 1);
}

#[tokio::test]
async fn who_has_an_open_socket_is_online_everywhere_people_are_listed() {
    let talk = Talk::new().await;
    talk.says(&talk.bea, &talk.ana, "Hola").await;
    let online = async || {
        let told = talk.ana.get(TALKS).await.ok(200)["items"][0]["user"]["online"].clone();
        let found = talk.ana.get("/api/users").await.ok(200)["items"][0]["online"].clone();
        [told, found]
    };
    assert_eq!(online().await, [false, false]);
    let site = talk.app.listen().await;
    let socket = site.enter(&talk.bea).await;
    assert_eq!(online().await, [true, true]);
    socket.leave().await;
    // Its end is worked on after the client has seen it.
    while online().await != [false, false] {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn reading_takes_from_the_total_what_it_takes_from_the_conversation() {
    let talk = Talk::new().await;
    let carla = talk.app.user().await;
    talk.says(&carla, &talk.ana, "a").await;
    let first = id(&talk.says(&talk.bea, &talk.ana, "b").await);
    let second = id(&talk.says(&talk.bea, &talk.ana, "c").await);
    assert_eq!(read(&talk.ana, &talk.bea, &first).await, 1);
    assert_eq!(talk.ana.get(TALKS).await.ok(200)["unread_total"], 2);
    assert_eq!(read(&talk.ana, &talk.bea, &second).await, 0);
    assert_eq!(read(&talk.ana, &talk.bea, &first).await, 0, "a mark is never taken back");
    assert_eq!(talk.ana.get(TALKS).await.ok(200)["unread_total"], 1);
}
