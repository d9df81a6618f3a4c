//! Browsers that an account knows, and those that it does not.

use std::time::Duration;

use kenmovie_common::domain::{Letter, Mail};
use kenmovie_common::http::Limits;
use kenmovie_common::ports::Clock as _;
use kenmovie_testkit::{ORIGIN, PASSWORD};
use serde_json::json;

use crate::stage::{Stage, person, sent_to};

/// The letters that tell of a sign-in; then they wait no more.
async fn told(stage: &Stage) -> Vec<Letter> {
    let now = stage.app.clock.now();
    let letters = stage.app.store.take_letters(now, Duration::from_mins(1), 100).await.unwrap();
    for letter in &letters {
        stage.app.store.remove_letter(letter.id).await.unwrap();
    }
    letters.into_iter().filter(|letter| matches!(letter.mail, Mail::NewSignIn { .. })).collect()
}

#[tokio::test]
async fn a_person_is_told_of_a_sign_in_on_a_device_that_their_account_does_not_know() {
    let stage = Stage::new().await;
    let ana = person("1", "ana@gmail.com");
    let first = stage.sign_in(&ana).await;
    sent_to(&first, "/");
    assert_eq!(told(&stage).await, [], "the first of all is no news");
    let known = stage.app.visitor().browser(&first.jar());
    sent_to(&stage.leave(&known, "", &ana).await.arrive().await, "/");
    assert_eq!(told(&stage).await, []);
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0";
    let other = stage.app.visitor().with("user-agent", agent).at("192.0.2.77");
    sent_to(&stage.leave(&other, "", &ana).await.arrive().await, "/");
    let [letter] = told(&stage).await.try_into().unwrap();
    let at = stage.app.clock.now();
    let mail = Mail::NewSignIn { browser: "Firefox, Linux".into(), address: "192.0.2.0/24".into(), at };
    assert_eq!((letter.to.as_str(), letter.mail), ("ana@gmail.com", mail));
}

#[tokio::test]
async fn a_device_is_known_whichever_way_somebody_signed_in_on_it() {
    let stage = Stage::at(ORIGIN, Limits::Production).await;
    let registered = stage.verified("ana@gmail.com").await;
    let ana = person("1", "ana@gmail.com");
    sent_to(&stage.leave(&registered, "", &ana).await.arrive().await, "/");
    assert_eq!(told(&stage).await, []);
    let by_google = stage.sign_in(&ana).await;
    assert_eq!(told(&stage).await.len(), 1);
    // Whoever guesses elsewhere does not keep her out of it.
    for _ in 0..5 {
        stage.login("ana@gmail.com", "otra-cosa-distinta").await.problem(401, "invalid_credentials");
    }
    stage.login("ana@gmail.com", PASSWORD).await.problem(429, "rate_limited");
    let known = stage.app.visitor().browser(&by_google.jar());
    let credentials = json!({ "email": "ana@gmail.com", "password": PASSWORD });
    known.post("/api/login", &credentials).await.ok(200);
    assert_eq!(told(&stage).await, []);
}

#[tokio::test]
async fn a_sign_in_that_did_not_come_about_makes_no_device_known() {
    let stage = Stage::new().await;
    stage.register("ana@gmail.com").await;
    let nobody = json!({ "sub": "2" });
    for who in [&nobody, &json!({ "sub": "3", "email": "ana@gmail.com", "email_verified": false })] {
        let reply = stage.sign_in(who).await;
        assert_eq!(reply.cookie("km_device"), None);
    }
    assert_eq!(told(&stage).await, []);
}
