//! A token is made.

use std::collections::HashSet;

use kenmovie_common::auth::Preset;
use kenmovie_testkit::{TestApp, at_once};
use serde_json::{Value, json};

use crate::{PATH, asked, count, made, secret};

#[tokio::test]
async fn a_token_is_what_was_asked_and_its_secret_is_shown_once() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let reply = admin.post(PATH, &asked(json!(["signin:auth", "movies:read"]))).await;
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    let mut token = reply.ok(201);
    let mut members: Vec<&str> = token.as_object().unwrap().keys().map(String::as_str).collect();
    members.sort_unstable();
    assert_eq!(members, ["created_at", "id", "name", "prefix", "scopes", "token"]);
    assert_eq!(token["name"], "render");
    assert_eq!(token["scopes"], json!(["movies:read", "signin:auth"]));
    assert_eq!(token["created_at"], "2026-01-01T12:00:00.000Z");
    let secret = secret(&token).to_owned();
    assert!(secret.starts_with("km_") && secret.len() == 46, "{secret}");
    assert_eq!(token["prefix"], secret[..8]);
    token.as_object_mut().unwrap().remove("token");
    let list = admin.get(PATH).await.ok(200);
    assert_eq!(list, json!({"items": [token]}));
    assert!(!list.to_string().contains(&secret));
}

#[tokio::test]
async fn a_preset_stands_for_its_scopes() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    for preset in Preset::ALL {
        let token = made(&admin, preset.as_str()).await;
        assert_eq!(token["scopes"], json!(preset.scopes()), "{preset:?}");
    }
}

#[tokio::test]
async fn a_token_ends_after_so_many_days_to_the_millisecond() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    for (days, ends) in [(1, "2026-01-02"), (31, "2026-02-01"), (365, "2027-01-01"), (3650, "2035-12-30")] {
        let mut body = asked("public");
        body["expires_in_days"] = days.into();
        let token = admin.post(PATH, &body).await.ok(201);
        assert_eq!(token["expires_at"], format!("{ends}T12:00:00.000Z"));
    }
    assert!(made(&admin, "public").await.get("expires_at").is_none());
}

#[tokio::test]
async fn the_issuers_of_a_token_are_kept_as_they_are() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let issuers: Vec<Value> = (0..10)
        .map(|number| json!({"iss": "https://accounts.google.com", "aud": format!("client-{number}")}))
        .collect();
    let mut body = asked("public");
    body["issuers"] = json!(issuers);
    let token = admin.post(PATH, &body).await.ok(201);
    assert_eq!(token["issuers"], json!(issuers));
    assert_eq!(admin.all(PATH).await[0]["issuers"], json!(issuers));
    body["issuers"] = json!([]);
    assert!(admin.post(PATH, &body).await.ok(201).get("issuers").is_none());
}

#[tokio::test]
async fn a_name_is_trimmed_and_may_be_anothers() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let mut ids = HashSet::new();
    for name in ["Página", "  Página\t", "Pa\u{301}gina"] {
        let token = admin.post(PATH, &json!({"name": name, "scopes": "public"})).await.ok(201);
        assert_eq!(token["name"], "Página");
        assert!(ids.insert(token["id"].to_string()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_many_times_at_once_makes_as_many_tokens() {
    let app = TestApp::new().await;
    let admin = app.admin().await.with("idempotency-key", "once");
    let replies = at_once((0..20).map(|_| admin.post(PATH, &asked("public")))).await;
    let made: Vec<Value> = replies.into_iter().map(|reply| reply.ok(201)).collect();
    let secrets: HashSet<&str> = made.iter().map(secret).collect();
    assert_eq!((secrets.len(), count(&admin).await), (20, 20));
}
