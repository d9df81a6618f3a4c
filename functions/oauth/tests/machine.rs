//! A machine client brings an ID token.

use std::time::Duration;

use kenmovie_common::auth::{Preset, Scope, Scopes};
use kenmovie_common::domain::{Role, TrustedIssuer};
use kenmovie_common::ports::Clock as _;
use kenmovie_testkit::{at_once, refuses_bad_bodies};
use serde_json::{Value, json};

use crate::provider::Provider;
use crate::stage::{MACHINE, Stage, person};

/// What a client sends with a new ID token that the provider gave to the client `aud`.
fn word(stage: &Stage, person: &Value, aud: &str) -> Value {
    let id_token = stage.provider.id_token(person, aud, stage.app.clock.now());
    json!({ "provider": "google", "id_token": id_token })
}

#[tokio::test]
async fn somebody_new_is_made_and_signed_in_without_cookies() {
    let stage = Stage::new().await;
    let machine = stage.machine_of("app").await;
    let reply = machine.post(MACHINE, &word(&stage, &person("1", "ana@gmail.com"), "app")).await;
    assert!(reply.cookies().is_empty());
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    let body = reply.ok(200);
    let mut members: Vec<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
    members.sort_unstable();
    assert_eq!(members, ["access_token", "expires_in", "scope", "token_type", "user"]);
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(900)));
    let bearer = stage.app.visitor().bearer(body["access_token"].as_str().unwrap());
    let session = bearer.get("/api/session").await.ok(200);
    assert_eq!(session["user"], body["user"]);
    assert_eq!(body["user"]["email_verified"], true);
}

#[tokio::test]
async fn it_is_the_person_whom_a_browser_signs_in() {
    let stage = Stage::new().await;
    let ana = person("1", "ana@gmail.com");
    let browser = stage.who(&stage.sign_in(&ana).await).await;
    let machine = stage.machine_of("app").await;
    let body = machine.post(MACHINE, &word(&stage, &ana, "app")).await.ok(200);
    assert_eq!(body["user"]["id"], browser["id"]);
    stage.verified("bea@gmail.com").await;
    let body = machine.post(MACHINE, &word(&stage, &person("2", "bea@gmail.com"), "app")).await.ok(200);
    assert_eq!(body["user"]["has_password"], true, "linked as a browser's sign-in links");
}

#[tokio::test]
async fn a_token_is_brought_once_whoever_brings_it() {
    let stage = Stage::new().await;
    let (one, two) = (stage.machine_of("app").await, stage.machine_of("app").await);
    let body = word(&stage, &person("1", "ana@gmail.com"), "app");
    one.post(MACHINE, &body).await.ok(200);
    for machine in [&one, &two] {
        machine.post(MACHINE, &body).await.problem(401, "invalid_credentials");
    }
    let body = word(&stage, &person("2", "bea@gmail.com"), "app");
    let replies = at_once((0..10).map(|_| one.post(MACHINE, &body))).await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 1);
}

#[tokio::test]
async fn another_writing_of_the_same_token_is_the_same_token() {
    let stage = Stage::new().await;
    let machine = stage.machine_of("app").await;
    let body = word(&stage, &person("1", "ana@gmail.com"), "app");
    machine.post(MACHINE, &body).await.ok(200);
    let text = body["id_token"].as_str().unwrap();
    for other in
        [format!("{text}="), format!("{text}=="), format!(" {text}"), format!("{text}\n"), format!("{text}.")]
    {
        let body = json!({ "provider": "google", "id_token": other });
        machine.post(MACHINE, &body).await.problem(401, "invalid_credentials");
    }
}

#[tokio::test]
async fn a_token_for_one_client_is_not_taken_from_another() {
    let stage = Stage::new().await;
    let ana = person("1", "ana@gmail.com");
    let other = stage.machine_of("another-app").await;
    other.post(MACHINE, &word(&stage, &ana, "app")).await.problem(401, "invalid_credentials");
    let none = stage.machine(Preset::Site.scopes(), Vec::new()).await;
    none.post(MACHINE, &word(&stage, &ana, "app")).await.problem(401, "invalid_credentials");
    // Not even one for the site itself.
    none.post(MACHINE, &word(&stage, &ana, crate::provider::CLIENT))
        .await
        .problem(401, "invalid_credentials");
    let both = stage.machine(Preset::Site.scopes(), vec![stage.trusted("x"), stage.trusted("app")]).await;
    both.post(MACHINE, &word(&stage, &ana, "app")).await.ok(200);
}

#[tokio::test]
async fn an_api_token_that_is_missing_unknown_or_lacks_the_scope_lets_nobody_in() {
    let stage = Stage::new().await;
    let body = word(&stage, &person("1", "ana@gmail.com"), "app");
    stage.app.visitor().post(MACHINE, &body).await.problem(401, "invalid_credentials");
    for unknown in ["km_nonsense", "", "{\"$ne\": null}"] {
        let machine = stage.app.visitor().with("x-api-token", unknown);
        machine.post(MACHINE, &body).await.problem(401, "invalid_credentials");
        machine.post(MACHINE, &json!({})).await.problem(401, "invalid_credentials");
    }
    let lacking = stage.machine(Scopes::of_role(Role::Admin), vec![stage.trusted("app")]).await;
    lacking.post(MACHINE, &body).await.problem(403, "insufficient_scope");
    lacking.post(MACHINE, &json!({})).await.problem(403, "insufficient_scope");
    let only = Scopes::NONE.with(Scope::SigninProvider);
    let trusted = stage.machine(only, vec![stage.trusted("app")]).await;
    trusted.post(MACHINE, &body).await.problem(403, "insufficient_scope");
    assert!(stage.account_of("ana@gmail.com").await.is_none());
}

#[tokio::test]
async fn an_admin_through_a_public_client_is_no_admin() {
    let stage = Stage::new().await;
    stage.verified("ana@gmail.com").await;
    let user = stage.account_of("ana@gmail.com").await.unwrap();
    stage.promote(user.id, Role::Admin).await;
    let machine = stage.machine(Preset::Public.scopes(), vec![stage.trusted("app")]).await;
    let body = machine.post(MACHINE, &word(&stage, &person("1", "ana@gmail.com"), "app")).await.ok(200);
    assert_eq!(body["scope"], "movies:read user-movies:read user-movies:write");
}

#[tokio::test]
async fn an_issuer_that_is_not_google_says_nothing_of_addresses() {
    let stage = Stage::new().await;
    let other = Provider::start().await;
    let issuer = TrustedIssuer { iss: other.issuer().to_owned(), aud: "app".to_owned() };
    let machine = stage.machine(Preset::Site.scopes(), vec![issuer]).await;
    let bring = async |person: &Value| {
        let id_token = other.id_token(person, "app", stage.app.clock.now());
        machine.post(MACHINE, &json!({ "provider": other.issuer(), "id_token": id_token })).await
    };
    stage.verified("ana@gmail.com").await;
    stage.register("bea@gmail.com").await;
    let mut squatter = person("1", "ana@gmail.com");
    squatter["hd"] = json!("gmail.com");
    for email in ["ana@gmail.com", "bea@gmail.com"] {
        squatter["email"] = json!(email);
        bring(&squatter).await.problem(409, "email_taken");
    }
    squatter["email"] = json!("eva@gmail.com");
    let waiting = bring(&squatter).await.ok(200);
    assert_eq!(waiting["user"]["email_verified"], false);
    // Its owner comes, and whoever waited there is out.
    let owner = stage.who(&stage.sign_in(&person("1", "eva@gmail.com")).await).await;
    assert_eq!(owner["id"], waiting["user"]["id"]);
    stage.app.clock.advance(Duration::from_secs(10));
    bring(&squatter).await.problem(409, "email_taken");
    let bearer = stage.app.visitor().bearer(waiting["access_token"].as_str().unwrap());
    bearer.get("/api/blocked-movies").await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn the_provider_that_is_named_must_be_the_one_that_speaks() {
    let stage = Stage::new().await;
    let machine = stage.machine_of("app").await;
    let mut body = word(&stage, &person("1", "ana@gmail.com"), "app");
    for other in ["https://accounts.google.com", "github", "Google"] {
        body["provider"] = json!(other);
        machine.post(MACHINE, &body).await.problem(401, "invalid_credentials");
    }
    body["provider"] = json!(stage.provider.issuer());
    machine.post(MACHINE, &body).await.ok(200);
}

#[tokio::test]
async fn a_token_without_an_address_makes_nobody() {
    let stage = Stage::new().await;
    let machine = stage.machine_of("app").await;
    let nobody = json!({ "sub": "1", "name": "Ana" });
    machine.post(MACHINE, &word(&stage, &nobody, "app")).await.invalid(&["id_token invalid_value"]);
}

#[tokio::test]
async fn an_issuer_that_does_not_answer_is_503() {
    let stage = Stage::new().await;
    let machine = stage.machine_of("app").await;
    let body = word(&stage, &person("1", "ana@gmail.com"), "app");
    stage.provider.breaks(true);
    let reply = machine.post(MACHINE, &body).await;
    assert!(reply.header("retry-after").is_some());
    reply.problem(503, "provider_unavailable");
    stage.provider.breaks(false);
    machine.post(MACHINE, &body).await.ok(200);
}

#[tokio::test]
async fn every_bad_field_is_named() {
    let stage = Stage::new().await;
    let machine = stage.machine_of("app").await;
    for (body, bad) in [
        (json!({}), vec!["provider required"]),
        (json!({ "provider": "google" }), vec!["id_token required"]),
        (json!({ "provider": "", "id_token": 1 }), vec!["provider required", "id_token invalid_type"]),
        (
            json!({ "provider": { "$ne": null }, "id_token": { "$gt": "" } }),
            vec!["provider invalid_type", "id_token invalid_type"],
        ),
        (json!({ "provider": "google", "id_token": "x".repeat(8193) }), vec!["id_token too_long"]),
        (
            json!({
                "provider": "google", "id_token": "x", "subject": "1", "email": "a@b.co", "email_verified": true,
                "name": "Ana", "picture": "https://example.com/a.png",
            }),
            vec![
                "subject unknown_field",
                "email unknown_field",
                "email_verified unknown_field",
                "name unknown_field",
                "picture unknown_field",
            ],
        ),
        (json!({ "provider": "google", "id_token": "x", "user_id": "1" }), vec!["user_id unknown_field"]),
    ] {
        machine.post(MACHINE, &body).await.invalid(&bad);
    }
    let body = json!({ "provider": "google", "id_token": "a.b.c" });
    refuses_bad_bodies(|| machine.request("POST", MACHINE), &body).await;
    for nonsense in ["x", "a.b", "a.b.c", "....", "é", &"a".repeat(8000)] {
        let body = json!({ "provider": "google", "id_token": nonsense });
        machine.post(MACHINE, &body).await.problem(401, "invalid_credentials");
    }
}
