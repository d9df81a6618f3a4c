//! What is kept of a sign-in, and whom it is told to.

use std::time::Duration;

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::{Device, Letter, Mail, Role, SignInMethod, SignInOutcome, SignInRecord, User};
use kenmovie_common::ports::Clock as _;
use kenmovie_testkit::{Client, PASSWORD, TestApp};
use serde_json::json;

use crate::{PATH, basic, credentials};

const WRONG: &str = "otra-cosa-distinta";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0";

fn firefox(app: &TestApp) -> Client {
    app.visitor().at("192.0.2.77").with("user-agent", FIREFOX)
}

async fn kept(app: &TestApp, user: &User) -> Vec<SignInRecord> {
    app.kv.sign_ins_of(user.id, app.clock.now()).await.unwrap()
}

/// The letters that tell of a sign-in.
async fn told(app: &TestApp) -> Vec<Letter> {
    let letters = app.store.take_letters(app.clock.now(), Duration::from_mins(1), 100).await.unwrap();
    letters.into_iter().filter(|letter| matches!(letter.mail, Mail::NewSignIn { .. })).collect()
}

#[tokio::test]
async fn every_try_at_an_account_is_kept_with_where_it_came_from() {
    let app = TestApp::strict().await;
    let ana = app.person(Role::User).await;
    let mut expected = Vec::new();
    let mut tried = async |password: &str, outcome| {
        app.clock.advance(Duration::from_millis(1));
        firefox(&app).post(PATH, &credentials(&ana.email, password)).await;
        let device = Device { browser: "Firefox, Linux".into(), address: "192.0.2.0/24".into() };
        let (at, method) = (app.clock.now(), SignInMethod::Password);
        expected.insert(0, SignInRecord { at, method, outcome, machine: false, device });
    };
    tried(PASSWORD, SignInOutcome::SignedIn).await;
    for _ in 0..5 {
        tried(WRONG, SignInOutcome::Refused).await;
    }
    tried(PASSWORD, SignInOutcome::Throttled).await;
    assert_eq!(kept(&app, &ana).await, expected);
}

#[tokio::test]
async fn a_sign_in_through_a_machine_client_says_so_and_notes_that_its_token_was_used() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let (token, secret) = app.api_token(Preset::Site).await;
    let machine =
        app.visitor().with("x-api-token", &secret).with("authorization", &basic(&ana.email, PASSWORD));
    machine.with("user-agent", "render/1.0").request("POST", PATH).await.ok(200);
    let kept = kept(&app, &ana).await;
    assert_eq!(kept.len(), 1);
    assert!(kept[0].machine && kept[0].outcome == SignInOutcome::SignedIn);
    assert_eq!(kept[0].device.browser, "render");
    let tokens = app.store.list_api_tokens(None, 10).await.unwrap().items;
    let used = tokens.iter().find(|found| found.id == token.id).unwrap();
    assert_eq!(used.last_used_at, Some(app.clock.now()));
    assert_eq!(told(&app).await, []);
}

#[tokio::test]
async fn a_sign_in_is_when_a_person_was_last_seen_and_a_wrong_password_is_not() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let seen = async || app.store.list_users(&ana.email, None, 1).await.unwrap().items[0].last_seen_at;
    app.visitor().post(PATH, &credentials(&ana.email, WRONG)).await.problem(401, "invalid_credentials");
    assert_eq!(seen().await, None);
    app.visitor().post(PATH, &credentials(&ana.email, PASSWORD)).await.ok(200);
    let first = app.clock.now();
    assert_eq!(seen().await, Some(first));
    app.clock.advance(Duration::from_hours(1));
    app.visitor().post(PATH, &credentials(&ana.email, PASSWORD)).await.ok(200);
    assert_eq!(seen().await, Some(app.clock.now()));
}

#[tokio::test]
async fn a_person_is_told_of_a_sign_in_on_a_device_that_their_account_does_not_know() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let first = app.visitor().post(PATH, &credentials(&ana.email, PASSWORD)).await;
    assert_eq!(told(&app).await, [], "the first of all is no news");
    let known = app.visitor().browser(&first.jar());
    known.post(PATH, &credentials(&ana.email, PASSWORD)).await.ok(200);
    assert_eq!(told(&app).await, []);
    firefox(&app).post(PATH, &credentials(&ana.email, WRONG)).await.problem(401, "invalid_credentials");
    assert_eq!(told(&app).await, []);
    firefox(&app).post(PATH, &credentials(&ana.email, PASSWORD)).await.ok(200);
    let letters = told(&app).await;
    let mail = Mail::NewSignIn {
        browser: "Firefox, Linux".into(),
        address: "192.0.2.0/24".into(),
        at: app.clock.now(),
    };
    assert_eq!(letters.len(), 1);
    assert_eq!((&letters[0].to, &letters[0].mail), (&ana.email, &mail));
}

#[tokio::test]
async fn the_browser_of_a_registration_is_known_and_the_next_one_is_not() {
    let app = TestApp::new().await;
    let body = json!({ "name": "Ana", "age": 30, "email": "ana@example.com", "password": PASSWORD });
    let jar = app.visitor().post("/api/register", &body).await.jar();
    app.visitor().browser(&jar).post(PATH, &credentials("Ana@Example.com", PASSWORD)).await.ok(200);
    assert_eq!(told(&app).await, []);
    app.visitor().post(PATH, &credentials("ana@example.com", PASSWORD)).await.ok(200);
    assert_eq!(told(&app).await.len(), 1);
}
