//! What is not told, and no mark.

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{Client, MALFORMED_IDS, NOBODYS_ID, Sent, TestApp, refuses_bad_bodies};
use serde_json::json;

use crate::{LIST, READ, Talk, unread};

fn both(client: &Client) -> [Sent; 2] {
    [client.get(LIST), client.post(READ, &json!({ "up_to": NOBODYS_ID }))]
}

#[tokio::test]
async fn a_visitor_and_a_client_that_only_shows_films_are_told_nothing() {
    let app = TestApp::new().await;
    for sent in both(&app.visitor()) {
        sent.await.problem(401, "unauthenticated");
    }
    let client = app.machine(&app.person(Role::Admin).await, Preset::Public).await;
    for sent in both(&client) {
        sent.await.problem(403, "insufficient_scope");
    }
    let ana = app.user().await;
    app.expire_tokens();
    for sent in both(&ana) {
        sent.await.problem(401, "token_expired");
    }
}

#[tokio::test]
async fn another_site_reads_nothing_for_anybody() {
    let talk = Talk::new().await;
    let reply = talk.answers(&talk.bea, &talk.root, "Hola.").await;
    let sent = talk.ana.post(READ, &json!({ "up_to": reply })).header("sec-fetch-site", "cross-site");
    sent.await.problem(403, "csrf");
    assert_eq!(unread(&talk.ana).await, 1);
}

#[tokio::test]
async fn a_mark_is_an_id_and_a_page_has_bounds() {
    let talk = Talk::new().await;
    talk.answers(&talk.bea, &talk.root, "Hola.").await;
    for id in MALFORMED_IDS {
        talk.ana.post(READ, &json!({ "up_to": id })).await.invalid(&["up_to invalid_format"]);
    }
    for (body, expected) in [
        (json!({}), &["up_to required"][..]),
        (json!({ "up_to": null }), &["up_to invalid_type"]),
        (json!({ "up_to": 7 }), &["up_to invalid_type"]),
        (json!({ "up_to": [NOBODYS_ID] }), &["up_to invalid_type"]),
        (json!({ "up_to": NOBODYS_ID, "user": NOBODYS_ID }), &["user unknown_field"]),
    ] {
        talk.ana.post(READ, &body).await.invalid(expected);
    }
    refuses_bad_bodies(|| talk.ana.request("POST", READ), &json!({ "up_to": NOBODYS_ID })).await;
    assert_eq!(unread(&talk.ana).await, 1);
    talk.ana.get(&format!("{LIST}?limit=0")).await.invalid(&["limit too_small"]);
    talk.ana.get(&format!("{LIST}?cursor=x")).await.problem(400, "bad_cursor");
}
