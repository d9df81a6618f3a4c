//! How many sign-ins an address has in a quarter of an hour.

use std::time::Duration;

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{Client, PASSWORD, Reply, TestApp, at_once};
use serde_json::json;

use crate::{PATH, basic, credentials};

const QUOTA: usize = 30;
const POLICY: &str = "\"login\";q=30;w=900";

/// A sign-in that is counted, but costs no hash.
async fn counted(client: &Client) -> Reply {
    client.post(PATH, &json!({})).await
}

async fn spend(client: &Client) {
    for _ in 0..QUOTA {
        assert_eq!(counted(client).await.status, 422);
    }
}

#[tokio::test]
async fn every_answer_that_passed_the_guard_says_how_much_is_left() {
    let app = TestApp::strict().await;
    let ana = app.person(Role::User).await;
    let client = app.visitor().at("192.0.2.1");
    let good = client.post(PATH, &credentials(&ana.email, PASSWORD)).await;
    assert_eq!(good.header("ratelimit-policy"), Some(POLICY));
    assert_eq!(good.header("ratelimit"), Some("\"login\";r=29;t=900"));
    good.ok(200);
    app.clock.advance(Duration::from_secs(1));
    let wrong = client.post(PATH, &credentials(&ana.email, "otra-cosa-distinta")).await;
    assert_eq!(wrong.header("ratelimit"), Some("\"login\";r=28;t=899"));
    wrong.problem(401, "invalid_credentials");
    let machine =
        client.clone().with("authorization", &basic(&ana.email, PASSWORD)).request("POST", PATH).await;
    assert_eq!(machine.header("ratelimit"), Some("\"login\";r=27;t=899"));
    machine.problem(401, "invalid_credentials");
    let large = client.request("POST", PATH).raw("application/json", "x".repeat(70_000)).await;
    assert_eq!(large.header("ratelimit"), None, "refused before anything is counted");
    assert_eq!(counted(&client).await.header("ratelimit"), Some("\"login\";r=26;t=899"));
}

#[tokio::test]
async fn after_thirty_nobody_gets_in_until_the_window_is_over() {
    let app = TestApp::strict().await;
    let ana = app.person(Role::User).await;
    let client = app.visitor().at("192.0.2.1");
    spend(&client).await;
    let right = client.post(PATH, &credentials(&ana.email, PASSWORD)).await;
    assert!(right.cookies().is_empty());
    assert_eq!(right.header("retry-after"), Some("900"));
    assert_eq!(right.header("ratelimit"), Some("\"login\";r=0;t=900"));
    assert_eq!(right.header("ratelimit-policy"), Some(POLICY));
    right.problem(429, "rate_limited");
    app.clock.advance(Duration::from_millis(899_001));
    let late = client.post(PATH, &credentials(&ana.email, PASSWORD)).await;
    assert_eq!(late.header("retry-after"), Some("1"));
    late.problem(429, "rate_limited");
    app.clock.advance(Duration::from_millis(999));
    let free = client.post(PATH, &credentials(&ana.email, PASSWORD)).await;
    assert_eq!(free.header("ratelimit"), Some("\"login\";r=29;t=900"));
    free.ok(200);
}

#[tokio::test]
async fn another_address_is_not_kept_out() {
    let app = TestApp::strict().await;
    let ana = app.person(Role::User).await;
    spend(&app.visitor().at("192.0.2.1")).await;
    let elsewhere = app.visitor().at("192.0.2.2").post(PATH, &credentials(&ana.email, PASSWORD)).await;
    elsewhere.ok(200);
}

#[tokio::test]
async fn machines_and_browsers_of_an_address_are_counted_together() {
    let app = TestApp::strict().await;
    let ana = app.person(Role::User).await;
    let (_, secret) = app.api_token(Preset::Site).await;
    let client = app.visitor().at("192.0.2.1");
    spend(&client).await;
    let machine = client.with("x-api-token", &secret).with("authorization", &basic(&ana.email, PASSWORD));
    machine.request("POST", PATH).await.problem(429, "rate_limited");
}

#[tokio::test]
async fn forty_at_once_are_thirty_and_ten() {
    let app = TestApp::strict().await;
    let client = app.visitor().at("2001:db8::1");
    let replies = at_once((0..40).map(|_| client.post(PATH, &json!({})))).await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 422).count(), 30);
    assert_eq!(replies.iter().filter(|reply| reply.status == 429).count(), 10);
}

#[tokio::test]
async fn no_header_moves_the_count() {
    let app = TestApp::strict().await;
    let client = app.visitor().at("192.0.2.1");
    spend(&client).await;
    for name in
        ["x-forwarded-for", "x-real-ip", "forwarded", "x-km-viewer", "cf-connecting-ip", "true-client-ip"]
    {
        counted(&client.clone().with(name, "198.51.100.7")).await.problem(429, "rate_limited");
    }
    counted(&app.user().await.at("192.0.2.1")).await.problem(429, "rate_limited");
}

#[tokio::test]
async fn relaxed_limits_are_a_thousand_times_as_wide() {
    let app = TestApp::new().await;
    let reply = counted(&app.visitor()).await;
    assert_eq!(reply.header("ratelimit-policy"), Some("\"login\";q=30000;w=900"));
    assert_eq!(reply.header("ratelimit"), Some("\"login\";r=29999;t=900"));
}
