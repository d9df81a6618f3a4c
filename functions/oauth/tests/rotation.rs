//! A provider's keys are kept for a while, and read again when an unknown one is named.

use std::time::Duration;

use crate::stage::{Stage, person, sent_to, turned_away};

#[tokio::test]
async fn they_are_read_once_an_hour() {
    let stage = Stage::new().await;
    let ana = person("1", "ana@gmail.com");
    for _ in 0..3 {
        sent_to(&stage.sign_in(&ana).await, "/");
    }
    assert_eq!(stage.provider.reads(), 1);
    stage.app.clock.advance(Duration::from_secs(3599));
    sent_to(&stage.sign_in(&ana).await, "/");
    assert_eq!(stage.provider.reads(), 1);
    stage.app.clock.advance(Duration::from_secs(1));
    sent_to(&stage.sign_in(&ana).await, "/");
    assert_eq!(stage.provider.reads(), 2);
}

#[tokio::test]
async fn many_who_come_first_have_them_read_once() {
    let stage = Stage::new().await;
    let browser = stage.app.visitor();
    let replies = kenmovie_testkit::at_once((0..20).map(|_| browser.get(crate::stage::BEGIN))).await;
    assert!(
        replies.iter().all(|reply| reply.header("location").unwrap().starts_with(stage.provider.issuer()))
    );
    assert_eq!(stage.provider.reads(), 1);
}

#[tokio::test]
async fn a_new_key_is_known_at_once() {
    let stage = Stage::new().await;
    let ana = person("1", "ana@gmail.com");
    sent_to(&stage.sign_in(&ana).await, "/");
    stage.app.clock.advance(Duration::from_secs(10));
    stage.provider.rotate();
    sent_to(&stage.sign_in(&ana).await, "/");
    assert_eq!(stage.provider.reads(), 2);
}

#[tokio::test]
async fn unknown_keys_do_not_have_them_read_more_often_than_every_ten_seconds() {
    let stage = Stage::new().await;
    let ana = person("1", "ana@gmail.com");
    sent_to(&stage.sign_in(&ana).await, "/");
    stage.provider.lies(|token| token.header["kid"] = serde_json::json!("unknown"));
    for _ in 0..5 {
        turned_away(&stage.sign_in(&ana).await, "provider_refused");
    }
    assert_eq!(stage.provider.reads(), 1);
    stage.app.clock.advance(Duration::from_secs(10));
    for _ in 0..5 {
        turned_away(&stage.sign_in(&ana).await, "provider_refused");
    }
    assert_eq!(stage.provider.reads(), 2);
}
