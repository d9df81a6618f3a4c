//! A trusted server says whom it has verified.

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{Client, PASSWORD, at_once};
use serde_json::{Value, json};

use crate::stage::{MACHINE, Stage, person};

async fn server(stage: &Stage) -> Client {
    stage.machine(Preset::Trusted.scopes(), Vec::new()).await
}

fn word(provider: &str, subject: &str, email: &str) -> Value {
    json!({
        "provider": provider, "subject": subject, "email": email, "email_verified": true, "name": "Ana",
        "picture": "https://example.com/ana.png",
    })
}

#[tokio::test]
async fn somebody_is_made_once_and_known_from_then_on_by_provider_and_subject() {
    let stage = Stage::new().await;
    let server = server(&stage).await;
    let made = server.post(MACHINE, &word("github", "7", "ana@example.com")).await.ok(200);
    assert_eq!(made["user"]["name"], "Ana");
    assert_eq!(made["user"]["has_password"], false);
    let again = server.post(MACHINE, &word("github", "7", "otra@example.com")).await.ok(200);
    assert_eq!(again["user"], made["user"]);
    for (provider, subject) in [("gitlab", "7"), ("github", "8"), ("google", "7")] {
        let body = word(provider, subject, "ana@example.com");
        server.post(MACHINE, &body).await.problem(409, "email_taken");
    }
}

#[tokio::test]
async fn many_at_once_make_one() {
    let stage = Stage::new().await;
    let server = server(&stage).await;
    let body = word("github", "7", "ana@example.com");
    let replies = at_once((0..12).map(|_| server.post(MACHINE, &body))).await;
    let ids: std::collections::BTreeSet<String> =
        replies.into_iter().map(|reply| reply.ok(200)["user"]["id"].to_string()).collect();
    assert_eq!(ids.len(), 1);
}

#[tokio::test]
async fn no_account_is_found_by_its_address() {
    let stage = Stage::new().await;
    let server = server(&stage).await;
    stage.verified("ana@gmail.com").await;
    stage.register("bea@gmail.com").await;
    for email in ["ana@gmail.com", "bea@gmail.com"] {
        server.post(MACHINE, &word("google", "1", email)).await.problem(409, "email_taken");
        stage.login(email, PASSWORD).await.ok(200);
    }
}

#[tokio::test]
async fn nobody_with_a_password_or_a_role_is_entered_by_its_word() {
    let stage = Stage::new().await;
    let server = server(&stage).await;
    // One with a password, linked to Google.
    stage.verified("ana@gmail.com").await;
    let ana = stage.who(&stage.sign_in(&person("1", "ana@gmail.com")).await).await;
    assert_eq!(ana["has_password"], true);
    server.post(MACHINE, &word("google", "1", "ana@gmail.com")).await.problem(403, "insufficient_scope");
    let issuer = stage.provider.issuer();
    server.post(MACHINE, &word(issuer, "1", "ana@gmail.com")).await.problem(403, "insufficient_scope");
    for (subject, role) in [("2", Role::Admin), ("3", Role::Moderator)] {
        let email = format!("p{subject}@gmail.com");
        let user = stage.who(&stage.sign_in(&person(subject, &email)).await).await;
        stage.promote(user["id"].as_str().unwrap().parse().unwrap(), role).await;
        server.post(MACHINE, &word("google", subject, &email)).await.problem(403, "insufficient_scope");
    }
    // One that is nothing but Google's.
    let eva = stage.who(&stage.sign_in(&person("4", "eva@gmail.com")).await).await;
    let body = server.post(MACHINE, &word("google", "4", "eva@gmail.com")).await.ok(200);
    assert_eq!(body["user"]["id"], eva["id"]);
}

#[tokio::test]
async fn only_a_client_with_the_scope_may_say_so() {
    let stage = Stage::new().await;
    for preset in [Preset::Public, Preset::Site, Preset::Admin] {
        let client = stage.machine(preset.scopes(), vec![stage.trusted("app")]).await;
        let body = word("github", "7", "ana@example.com");
        client.post(MACHINE, &body).await.problem(403, "insufficient_scope");
    }
    assert!(stage.account_of("ana@example.com").await.is_none());
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let stage = Stage::new().await;
    let server = server(&stage).await;
    for (body, bad) in [
        (
            json!({ "provider": "github", "subject": "7" }),
            vec!["email required", "email_verified required", "name required"],
        ),
        (
            json!({ "provider": "github", "picture": "https://example.com/a.png" }),
            vec!["subject required", "email required", "email_verified required", "name required"],
        ),
        (
            json!({
                "provider": "github", "subject": { "$ne": null }, "email": "ana", "email_verified": "false",
                "name": 1, "picture": "javascript:alert(1)",
            }),
            vec![
                "subject invalid_type",
                "email invalid_format",
                "email_verified invalid_type",
                "name invalid_type",
                "picture invalid_format",
            ],
        ),
    ] {
        server.post(MACHINE, &body).await.invalid(&bad);
    }
}
