//! The letter that a sign-up sends.

use std::time::Duration;

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::{Letter, Mail};
use kenmovie_common::ports::Clock as _;
use kenmovie_testkit::{ORIGIN, TestApp};

use crate::{PATH, ana, ana_but};

async fn letters(app: &TestApp) -> Vec<Letter> {
    app.store.take_letters(app.clock.now(), Duration::from_mins(1), 100).await.unwrap()
}

#[tokio::test]
async fn who_signs_up_is_sent_a_link_in_their_language() {
    let app = TestApp::new().await;
    let made = app.visitor().with("accept-language", "en").post(PATH, &ana()).await.ok(201);
    let letters = letters(&app).await;
    let [letter] = letters.as_slice() else { panic!("one letter: {letters:?}") };
    assert_eq!((letter.to.as_str(), letter.name.as_str()), ("ana@example.com", "Ana"));
    assert_eq!(letter.language.as_str(), "en");
    let Mail::VerifyEmail { link } = &letter.mail else { panic!("{:?}", letter.mail) };
    let begins = format!("{ORIGIN}/verify#token={}.", made["user"]["id"].as_str().unwrap());
    assert!(link.starts_with(&begins), "{link}");
}

#[tokio::test]
async fn who_signs_up_through_a_machine_client_is_sent_one_too() {
    let app = TestApp::new().await;
    let (_, secret) = app.api_token(Preset::Public).await;
    app.visitor().with("x-api-token", &secret).post(PATH, &ana()).await.ok(201);
    assert_eq!(letters(&app).await.len(), 1);
}

#[tokio::test]
async fn who_is_refused_is_sent_nothing() {
    let app = TestApp::new().await;
    app.visitor().post(PATH, &ana()).await.ok(201);
    letters(&app).await;
    app.visitor().post(PATH, &ana()).await.problem(409, "email_taken");
    app.visitor().post(PATH, &ana_but("age", 12)).await.invalid(&["age too_small"]);
    assert_eq!(letters(&app).await, []);
}
