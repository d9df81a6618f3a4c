//! `POST /api/account/email` and its confirmation.

use std::time::Duration;

use kenmovie_common::domain::Mail;
use kenmovie_testkit::{PASSWORD, TestApp, at_once};
use serde_json::{Value, json};

use crate::{
    CHANGE_EMAIL, CONFIRM, MOMENT, account, confirm, forgotten, letter, letters, reset, sign_in, sign_up,
    token, without_password,
};

fn to(email: &str) -> Value {
    json!({ "email": email, "password": PASSWORD })
}

#[tokio::test]
async fn the_address_changes_when_the_new_one_is_proven_and_the_old_one_is_told() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    ana.browser.post(CHANGE_EMAIL, &to("Ana@Nueva.example")).await.ok(202);
    let asked = letter(&app).await;
    assert_eq!(asked.to, "Ana@Nueva.example");
    assert_eq!(account(&ana.browser).await["email"], "ana@example.com", "not before it is proven");
    sign_in(&app, "ana@nueva.example", PASSWORD).await.problem(401, "invalid_credentials");

    confirm(&ana.browser, &token(&asked)).await.ok(204);
    let told = letter(&app).await;
    assert_eq!((told.to.as_str(), &told.mail), ("ana@example.com", &Mail::EmailChanged));
    let shown = account(&ana.browser).await;
    assert_eq!((&shown["email"], &shown["email_verified"]), (&json!("Ana@Nueva.example"), &json!(true)));
    sign_in(&app, "ana@nueva.example", PASSWORD).await.ok(200);
    sign_in(&app, "ana@example.com", PASSWORD).await.problem(401, "invalid_credentials");
}

#[tokio::test]
async fn the_address_that_was_left_is_free_again() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    ana.browser.post(CHANGE_EMAIL, &to("nueva@example.com")).await.ok(202);
    confirm(&ana.browser, &token(&letter(&app).await)).await.ok(204);
    letters(&app).await;
    assert_ne!(sign_up(&app, "ana").await.id, ana.id);
}

#[tokio::test]
async fn without_the_password_no_letter_is_sent() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let ask = async |body: Value| ana.browser.post(CHANGE_EMAIL, &body).await;
    let email = "nueva@example.com";
    ask(json!({ "email": email, "password": "wrong" })).await.invalid(&["password wrong_password"]);
    ask(json!({ "email": email })).await.invalid(&["password required"]);
    ask(json!({ "email": "nueva", "password": {"$gt": ""} }))
        .await
        .invalid(&["email invalid_format", "password invalid_type"]);
    assert_eq!(letters(&app).await, []);
}

#[tokio::test]
async fn who_has_no_password_asks_soon_after_signing_in() {
    let app = TestApp::new().await;
    let (_, browser) = without_password(&app, "eva").await;
    let ask = json!({ "email": "nueva@example.com" });
    browser.post(CHANGE_EMAIL, &ask).await.ok(202);
    confirm(&browser, &token(&letter(&app).await)).await.ok(204);
    app.clock.advance(Duration::from_mins(11));
    browser.post(CHANGE_EMAIL, &ask).await.problem(403, "reauthentication_required");
}

#[tokio::test]
async fn an_address_that_somebody_has_is_refused() {
    let app = TestApp::new().await;
    let (ana, bea) = (sign_up(&app, "ana").await, sign_up(&app, "bea").await);
    ana.browser.post(CHANGE_EMAIL, &to("BEA@example.com")).await.problem(409, "email_taken");
    assert_eq!(letters(&app).await, []);
    assert_eq!(account(&bea.browser).await["email"], "bea@example.com");
}

#[tokio::test]
async fn an_address_that_was_taken_meanwhile_is_refused_when_it_is_confirmed() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    ana.browser.post(CHANGE_EMAIL, &to("bea@example.com")).await.ok(202);
    let link = token(&letter(&app).await);
    let bea = sign_up(&app, "bea").await;
    confirm(&ana.browser, &link).await.problem(409, "email_taken");
    assert_eq!(account(&ana.browser).await["email"], "ana@example.com");
    assert_eq!(account(&bea.browser).await["email_verified"], false);
    assert_eq!(letters(&app).await, [], "nobody is told of what did not happen");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_want_one_address_one_gets_it() {
    let app = TestApp::new().await;
    let mut asked = Vec::new();
    for name in ["ana", "bea", "clara"] {
        let member = sign_up(&app, name).await;
        member.browser.post(CHANGE_EMAIL, &to("nueva@example.com")).await.ok(202);
        let link = token(&letter(&app).await);
        asked.push(member.browser.post(CONFIRM, &json!({ "token": link })));
    }
    let mut answers: Vec<u16> = at_once(asked).await.into_iter().map(|reply| reply.status).collect();
    answers.sort_unstable();
    assert_eq!(answers, [204, 409, 409]);
}

#[tokio::test]
async fn their_own_address_may_be_written_in_another_way() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    ana.browser.post(CHANGE_EMAIL, &to("Ana@Example.com")).await.ok(202);
    confirm(&ana.browser, &token(&letter(&app).await)).await.ok(204);
    assert_eq!(account(&ana.browser).await["email"], "Ana@Example.com");
    assert_eq!(letters(&app).await, [], "no address was left");
}

#[tokio::test]
async fn only_the_newest_link_works() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    ana.browser.post(CHANGE_EMAIL, &to("una@example.com")).await.ok(202);
    let first = token(&letter(&app).await);
    ana.browser.post(CHANGE_EMAIL, &to("otra@example.com")).await.ok(202);
    let second = token(&letter(&app).await);
    for old in [token(&ana.letter), first] {
        confirm(&ana.browser, &old).await.invalid(&["token invalid_token"]);
    }
    confirm(&ana.browser, &second).await.ok(204);
    assert_eq!(account(&ana.browser).await["email"], "otra@example.com");
}

#[tokio::test]
async fn a_link_to_a_new_address_works_for_24_hours() {
    let app = TestApp::new().await;
    let day = Duration::from_hours(24);
    for (waits, status) in [(day.saturating_sub(MOMENT), 204), (day, 422)] {
        let ana = sign_up(&app, &format!("ana{status}")).await;
        ana.browser.post(CHANGE_EMAIL, &to(&format!("nueva{status}@example.com"))).await.ok(202);
        let link = token(&letter(&app).await);
        app.clock.advance(waits);
        let again = app.visitor().browser(&sign_in(&app, &ana.email, PASSWORD).await.jar());
        assert_eq!(confirm(&again, &link).await.status, status);
        letters(&app).await;
    }
}

#[tokio::test]
async fn a_reset_that_was_asked_for_at_the_old_address_does_not_work_any_more() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let link = forgotten(&app, &ana.email).await;
    ana.browser.post(CHANGE_EMAIL, &to("nueva@example.com")).await.ok(202);
    confirm(&ana.browser, &token(&letter(&app).await)).await.ok(204);
    reset(&app, &link, "otra-cosa-muy-larga").await.invalid(&["token invalid_token"]);
    sign_in(&app, "nueva@example.com", PASSWORD).await.ok(200);
}
