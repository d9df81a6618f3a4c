//! Whose account an address is: only whom the provider proves to own it is let into one that has it.

use std::time::Duration;

use kenmovie_common::domain::Role;
use kenmovie_testkit::PASSWORD;
use serde_json::json;

use crate::stage::{Stage, person, sent_to, turned_away};

#[tokio::test]
async fn an_account_whose_address_both_sides_have_proven_is_linked_and_keeps_its_password() {
    let stage = Stage::new().await;
    let browser = stage.verified("Ana@Gmail.com").await;
    let id = stage.account_of("ana@gmail.com").await.unwrap().id.to_string();
    let ana = person("1", "ana@gmail.com");
    let user = stage.who(&stage.sign_in(&ana).await).await;
    assert_eq!((&user["id"], &user["has_password"]), (&json!(id), &json!(true)));
    stage.login("ana@gmail.com", PASSWORD).await.ok(200);
    stage.app.clock.advance(Duration::from_secs(10));
    assert_eq!(browser.get("/api/session").await.ok(200)["user"]["id"], id, "and its sessions");
    assert_eq!(stage.who(&stage.sign_in(&ana).await).await["id"], id);
}

#[tokio::test]
async fn whoever_made_an_account_of_somebody_elses_address_is_out_when_its_owner_comes() {
    let stage = Stage::new().await;
    let squatter = stage.register("ana@gmail.com").await;
    let id = stage.account_of("ana@gmail.com").await.unwrap().id.to_string();
    squatter.get("/api/blocked-movies").await.ok(200);
    let user = stage.who(&stage.sign_in(&person("1", "ana@gmail.com")).await).await;
    assert_eq!(
        (&user["id"], &user["has_password"], &user["email_verified"]),
        (&json!(id), &json!(false), &json!(true))
    );
    stage.login("ana@gmail.com", PASSWORD).await.problem(401, "invalid_credentials");
    stage.app.clock.advance(Duration::from_secs(10));
    squatter.get("/api/blocked-movies").await.problem(401, "unauthenticated");
    squatter.post("/api/session/refresh", &json!({})).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn whoever_sat_there_by_a_provider_is_out_too() {
    let stage = Stage::new().await;
    // Google has not proven the address of the first one, who could have typed any.
    let mut squatter = person("1", "ana@gmail.com");
    squatter["email_verified"] = json!(false);
    let first = stage.who(&stage.sign_in(&squatter).await).await;
    assert_eq!(first["email_verified"], false);
    let owner = stage.who(&stage.sign_in(&person("2", "ana@gmail.com")).await).await;
    assert_eq!(owner["id"], first["id"]);
    turned_away(&stage.sign_in(&squatter).await, "email_taken");
    assert_eq!(stage.who(&stage.sign_in(&person("2", "ana@gmail.com")).await).await["id"], owner["id"]);
}

#[tokio::test]
async fn of_many_owners_callbacks_at_once_all_end_in_the_one_account() {
    let stage = Stage::new().await;
    stage.register("ana@gmail.com").await;
    let id = stage.account_of("ana@gmail.com").await.unwrap().id.to_string();
    let mut returning = Vec::new();
    for _ in 0..8 {
        returning.push(stage.leave(&stage.app.visitor(), "", &person("1", "ana@gmail.com")).await);
    }
    let arriving: Vec<_> =
        returning.into_iter().map(|back| tokio::spawn(async move { back.arrive().await })).collect();
    for reply in arriving {
        assert_eq!(stage.who(&reply.await.unwrap()).await["id"], id);
    }
}

#[tokio::test]
async fn an_address_that_google_only_reports_finds_nobody() {
    let stage = Stage::new().await;
    stage.verified("ana@example.com").await;
    stage.register("bea@example.com").await;
    for email in ["ana@example.com", "BEA@example.com"] {
        turned_away(&stage.sign_in(&person("1", email)).await, "email_taken");
    }
    stage.login("ana@example.com", PASSWORD).await.ok(200);
    stage.login("bea@example.com", PASSWORD).await.ok(200);
}

#[tokio::test]
async fn an_address_of_a_domain_that_google_hosts_is_googles_to_prove() {
    let stage = Stage::new().await;
    stage.verified("ana@empresa.example").await;
    let id = stage.account_of("ana@empresa.example").await.unwrap().id.to_string();
    let mut hosted = person("1", "ana@empresa.example");
    hosted["hd"] = json!("");
    turned_away(&stage.sign_in(&hosted).await, "email_taken");
    hosted["hd"] = json!("empresa.example");
    assert_eq!(stage.who(&stage.sign_in(&hosted).await).await["id"], id);
}

#[tokio::test]
async fn what_is_not_said_to_be_verified_is_not() {
    let stage = Stage::new().await;
    stage.verified("ana@gmail.com").await;
    for not in [json!("false"), json!(false), json!(null)] {
        let mut ana = person("1", "ana@gmail.com");
        ana["email_verified"] = not.clone();
        ana["hd"] = json!("gmail.com");
        turned_away(&stage.sign_in(&ana).await, "email_taken");
    }
    for odd in [json!("no"), json!("1"), json!(1), json!("TRUE")] {
        let mut ana = person("1", "ana@gmail.com");
        ana["email_verified"] = odd.clone();
        turned_away(&stage.sign_in(&ana).await, "provider_refused");
    }
    let mut ana = person("1", "ana@gmail.com");
    ana["email_verified"] = json!("true");
    sent_to(&stage.sign_in(&ana).await, "/");
}

#[tokio::test]
async fn an_address_that_looks_like_googles_is_not() {
    let stage = Stage::new().await;
    for email in ["ana@gmail.com.evil.example", "ana@notgmail.com", "gmail.com@evil.example"] {
        stage.verified(email).await;
        turned_away(&stage.sign_in(&person("1", email)).await, "email_taken");
    }
}

#[tokio::test]
async fn an_admin_comes_in_by_google_as_an_admin() {
    let stage = Stage::new().await;
    stage.verified("ana@gmail.com").await;
    let user = stage.account_of("ana@gmail.com").await.unwrap();
    stage.promote(user.id, Role::Admin).await;
    let reply = stage.sign_in(&person("1", "ana@gmail.com")).await;
    let session = stage.app.visitor().browser(&reply.jar()).get("/api/session").await.ok(200);
    assert!(session["scopes"].as_array().unwrap().contains(&json!("users:admin")));
}
