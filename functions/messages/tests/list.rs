//! Pages of a conversation.

use serde_json::{Value, json};

use crate::{Talk, id, texts, with};

#[tokio::test]
async fn a_conversation_is_read_in_both_directions_without_a_gap() {
    let talk = Talk::new().await;
    let mut ids = Vec::new();
    for number in 0..7 {
        ids.push(id(&talk.says(&talk.ana, &talk.bea, &number.to_string()).await));
    }
    let page =
        async |query: &str| talk.bea.get(&format!("{}?limit=3{query}", with(talk.ana.id()))).await.ok(200);
    let newest = page("").await;
    assert_eq!(texts(&newest["items"]), ["4", "5", "6"]);
    assert_eq!(newest["next"], ids[4].as_str());
    let before = page(&format!("&before={}", ids[4])).await;
    assert_eq!(texts(&before["items"]), ["1", "2", "3"]);
    let first = page(&format!("&before={}", ids[1])).await;
    assert_eq!((texts(&first["items"]), &first["next"]), (vec!["0"], &Value::Null));
    let after = page(&format!("&after={}", ids[0])).await;
    assert_eq!((texts(&after["items"]), &after["next"]), (vec!["1", "2", "3"], &json!(ids[3])));
    let last = page(&format!("&after={}", ids[3])).await;
    assert_eq!((texts(&last["items"]), &last["next"]), (vec!["4", "5", "6"], &Value::Null));
    assert_eq!(page(&format!("&after={}", ids[6])).await, json!({ "items": [] }));
}

#[tokio::test]
async fn bad_places_are_named() {
    let talk = Talk::new().await;
    let said = id(&talk.says(&talk.ana, &talk.bea, "Hola").await);
    let path = with(talk.bea.id());
    let get = async |query: &str| talk.ana.get(&format!("{path}?{query}")).await;
    get(&format!("after={said}&before={said}"))
        .await
        .invalid(&["after invalid_value", "before invalid_value"]);
    get("after=x&limit=0").await.invalid(&["after invalid_format", "limit too_small"]);
    get("before=1&limit=101").await.invalid(&["before invalid_format", "limit too_large"]);
    get("limit=100").await.ok(200);
}

#[tokio::test]
async fn whoever_fetches_what_was_written_to_them_has_received_it() {
    let talk = Talk::new().await;
    talk.says(&talk.ana, &talk.bea, "Hola").await;
    let delivered = async |who: &kenmovie_testkit::Client, other| {
        who.get(&with(other)).await.ok(200)["items"][0]["delivered_at"].clone()
    };
    assert_eq!(
        delivered(&talk.ana, talk.bea.id()).await,
        Value::Null,
        "the sender's own look delivers nothing"
    );
    let at = "2026-01-01T12:00:00.001Z";
    assert_eq!(delivered(&talk.bea, talk.ana.id()).await, at);
    talk.app.clock.advance(std::time::Duration::from_secs(9));
    assert_eq!(delivered(&talk.bea, talk.ana.id()).await, at, "once");
    assert_eq!(delivered(&talk.ana, talk.bea.id()).await, at);
}
