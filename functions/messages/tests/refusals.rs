//! What is not a message, and who does not write to whom.

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{MALFORMED_IDS, NOBODYS_ID, refuses_bad_bodies};
use serde_json::json;

use crate::{TALKS, Talk, with};

#[tokio::test]
async fn every_bad_member_is_named_at_once() {
    let talk = Talk::new().await;
    let path = with(talk.bea.id());
    let send = async |body| talk.ana.post(&path, &body).await;
    send(json!({ "client_id": "", "text": " ", "media_id": "x", "from": 1 })).await.invalid(&[
        "client_id required",
        "text required",
        "media_id invalid_format",
        "from unknown_field",
    ]);
    send(json!({ "client_id": "c" })).await.invalid(&["text required"]);
    send(json!({ "text": "Hola" })).await.invalid(&["client_id required"]);
    send(json!({ "client_id": "c".repeat(65), "text": "ñ".repeat(4001) }))
        .await
        .invalid(&["client_id too_long", "text too_long"]);
    send(json!({ "client_id": "c".repeat(64), "text": "ñ".repeat(4000) })).await.ok(201);
    send(json!({ "client_id": 7, "text": {} }))
        .await
        .invalid(&["client_id invalid_type", "text invalid_type"]);
    send(json!({ "client_id": "a\u{202e}b", "text": "a\u{0}b" }))
        .await
        .invalid(&["client_id forbidden_character", "text forbidden_character"]);
    send(json!({ "client_id": "d", "media_id": NOBODYS_ID })).await.invalid(&["media_id invalid_value"]);
    refuses_bad_bodies(|| talk.ana.request("POST", &path), &json!({ "client_id": "e", "text": "Hola" }))
        .await;
}

#[tokio::test]
async fn nobody_writes_to_themselves_to_nobody_or_to_who_is_no_more() {
    let talk = Talk::new().await;
    let body = json!({ "client_id": "c", "text": "Hola" });
    for path in [with(talk.ana.id()), format!("{TALKS}/{NOBODYS_ID}/messages")] {
        talk.ana.post(&path, &body).await.problem(404, "not_found");
        talk.ana.get(&path).await.problem(404, "not_found");
    }
    for id in MALFORMED_IDS {
        talk.ana.post(&format!("{TALKS}/{id}/messages"), &body).await.problem(404, "not_found");
    }
    talk.says(&talk.ana, &talk.bea, "Adiós").await;
    talk.bea
        .request("DELETE", "/api/account")
        .json(&json!({ "password": kenmovie_testkit::PASSWORD }))
        .await
        .ok(204);
    talk.ana.post(&with(talk.bea.id()), &body).await.problem(404, "not_found");
    talk.ana.get(&with(talk.bea.id())).await.problem(404, "not_found");
    assert_eq!(talk.ana.get(TALKS).await.ok(200), json!({ "items": [], "unread_total": 0 }));
}

#[tokio::test]
async fn who_blocked_and_who_is_blocked_keep_what_they_wrote_and_write_no_more() {
    let talk = Talk::new().await;
    let said = talk.says(&talk.ana, &talk.bea, "Hola").await;
    talk.ana.request("PUT", &format!("/api/blocked-users/{}", talk.bea.id())).await.ok(204);
    let body = json!({ "client_id": "c", "text": "¿Sigues ahí?" });
    talk.bea.post(&with(talk.ana.id()), &body).await.problem(403, "blocked");
    talk.ana.post(&with(talk.bea.id()), &body).await.problem(403, "blocked");
    // What was stored before is still given to whoever repeats it.
    let again =
        talk.ana.post(&with(talk.bea.id()), &json!({ "client_id": "Hola", "text": "Hola" })).await.ok(200);
    assert_eq!(again["id"], said["id"]);
    for (who, other) in [(&talk.ana, &talk.bea), (&talk.bea, &talk.ana)] {
        assert_eq!(who.get(&with(other.id())).await.ok(200)["items"].as_array().unwrap().len(), 1);
    }
    talk.ana.delete(&format!("/api/blocked-users/{}", talk.bea.id())).await.ok(204);
    talk.bea.post(&with(talk.ana.id()), &body).await.ok(201);
}

#[tokio::test]
async fn a_stranger_reads_nothing_of_two_others() {
    let talk = Talk::new().await;
    talk.says(&talk.ana, &talk.bea, "Entre nosotras").await;
    let carla = talk.app.user().await;
    for other in [&talk.ana, &talk.bea] {
        assert_eq!(carla.get(&with(other.id())).await.ok(200), json!({ "items": [] }));
    }
    assert_eq!(carla.get(TALKS).await.ok(200), json!({ "items": [], "unread_total": 0 }));
    assert!(talk.app.visitor().get(&with(talk.ana.id())).await.status == 401);
    let person = talk.app.person(Role::User).await;
    let machine = talk.app.machine(&person, Preset::Public).await;
    machine.get(TALKS).await.problem(403, "insufficient_scope");
}
