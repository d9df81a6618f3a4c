//! How many sign-ups an address has an hour.

use std::time::Duration;

use kenmovie_testkit::{Client, Reply, TestApp, at_once};
use serde_json::json;

use crate::{PATH, ana, ana_but};

const QUOTA: usize = 10;
const POLICY: &str = "\"register\";q=10;w=3600";

/// A sign-up that is counted, but makes nobody.
async fn counted(client: &Client) -> Reply {
    client.post(PATH, &json!({})).await
}

async fn spend(client: &Client) {
    for _ in 0..QUOTA {
        assert_eq!(counted(client).await.status, 422);
    }
}

#[tokio::test]
async fn every_answer_says_how_much_is_left() {
    let app = TestApp::strict().await;
    let client = app.visitor().at("192.0.2.1");
    let first = client.post(PATH, &ana()).await;
    assert_eq!(first.status, 201);
    assert_eq!(first.header("ratelimit-policy"), Some(POLICY));
    assert_eq!(first.header("ratelimit"), Some("\"register\";r=9;t=3600"));
    app.clock.advance(Duration::from_millis(1_500));
    let taken = client.post(PATH, &ana()).await;
    assert_eq!(taken.header("ratelimit"), Some("\"register\";r=8;t=3599"));
    taken.problem(409, "email_taken");
    let invalid = counted(&client).await;
    assert_eq!(invalid.header("ratelimit"), Some("\"register\";r=7;t=3599"));
    let malformed = client.request("POST", PATH).raw("text/plain", "x").await;
    assert_eq!(malformed.header("ratelimit"), Some("\"register\";r=6;t=3599"));
    malformed.problem(415, "unsupported_media_type");
}

#[tokio::test]
async fn what_the_guard_refused_is_not_counted() {
    let app = TestApp::strict().await;
    let client = app.visitor().at("192.0.2.1");
    for _ in 0..=QUOTA {
        let reply = client.clone().with("sec-fetch-site", "cross-site").post(PATH, &ana()).await;
        assert_eq!(reply.header("ratelimit"), None);
        reply.problem(403, "csrf");
    }
    assert_eq!(counted(&client).await.header("ratelimit"), Some("\"register\";r=9;t=3600"));
}

#[tokio::test]
async fn the_eleventh_sign_up_of_an_hour_waits_until_it_is_over() {
    let app = TestApp::strict().await;
    let client = app.visitor().at("192.0.2.1");
    spend(&client).await;
    let refused = client.post(PATH, &ana()).await;
    assert_eq!(refused.header("retry-after"), Some("3600"));
    assert_eq!(refused.header("ratelimit"), Some("\"register\";r=0;t=3600"));
    assert_eq!(refused.header("ratelimit-policy"), Some(POLICY));
    refused.problem(429, "rate_limited");
    app.clock.advance(Duration::from_millis(3_599_999));
    let last = client.post(PATH, &ana()).await;
    assert_eq!(last.header("retry-after"), Some("1"));
    last.problem(429, "rate_limited");
    app.clock.advance(Duration::from_millis(1));
    let free = client.post(PATH, &ana()).await;
    assert_eq!(free.header("ratelimit"), Some("\"register\";r=9;t=3600"));
    free.ok(201);
}

#[tokio::test]
async fn twenty_at_once_are_ten_and_ten() {
    let app = TestApp::strict().await;
    let client = app.visitor().at("192.0.2.1");
    let replies = at_once((0..20).map(|_| client.post(PATH, &json!({})))).await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 422).count(), QUOTA);
    assert_eq!(replies.iter().filter(|reply| reply.status == 429).count(), QUOTA);
}

#[tokio::test]
async fn each_address_has_its_own_count_and_an_ipv6_network_has_one() {
    let app = TestApp::strict().await;
    spend(&app.visitor().at("192.0.2.1")).await;
    counted(&app.visitor().at("192.0.2.1")).await.problem(429, "rate_limited");
    counted(&app.visitor().at("::ffff:192.0.2.1")).await.problem(429, "rate_limited");
    assert_eq!(counted(&app.visitor().at("192.0.2.2")).await.status, 422);
    spend(&app.visitor().at("2001:db8:0:1::1")).await;
    counted(&app.visitor().at("2001:db8:0:1:ffff::9")).await.problem(429, "rate_limited");
    assert_eq!(counted(&app.visitor().at("2001:db8:0:2::1")).await.status, 422);
}

#[tokio::test]
async fn no_header_moves_the_count() {
    let app = TestApp::strict().await;
    let client = app.visitor().at("192.0.2.1");
    spend(&client).await;
    for name in
        ["x-forwarded-for", "x-real-ip", "forwarded", "x-km-viewer", "cf-connecting-ip", "x-client-ip", "via"]
    {
        counted(&client.clone().with(name, "198.51.100.7")).await.problem(429, "rate_limited");
    }
    let signed_in = app.user().await.at("192.0.2.1");
    counted(&signed_in).await.problem(429, "rate_limited");
}

#[tokio::test]
async fn a_machine_is_counted_too() {
    let app = TestApp::strict().await;
    let (_, secret) = app.api_token(kenmovie_common::auth::Preset::Site).await;
    let client = app.visitor().at("192.0.2.1").with("x-api-token", &secret);
    spend(&client).await;
    client.post(PATH, &ana_but("name", "Bea")).await.problem(429, "rate_limited");
}

#[tokio::test]
async fn sign_ups_and_sign_ins_are_counted_apart() {
    let app = TestApp::strict().await;
    let client = app.visitor().at("192.0.2.1");
    spend(&client).await;
    let login = client.post("/api/login", &json!({})).await;
    assert_eq!(login.header("ratelimit"), Some("\"login\";r=29;t=900"));
}
