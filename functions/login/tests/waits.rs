//! Waits after wrong passwords, and who they keep out.

use std::time::Duration;

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{Client, PASSWORD, Reply, TestApp, at_once};

use crate::{PATH, basic, credentials};

const WRONG: &str = "otra-cosa-distinta";
const FREE: u64 = 5;

/// Signs in from an address of its own, so that only the account counts.
async fn from(app: &TestApp, last: u64, email: &str, password: &str) -> Reply {
    app.visitor().at(&format!("192.0.2.{last}")).post(PATH, &credentials(email, password)).await
}

async fn guess(app: &TestApp, email: &str) {
    for last in 0..FREE {
        from(app, last, email, WRONG).await.problem(401, "invalid_credentials");
    }
}

#[track_caller]
fn waits(reply: Reply, seconds: &str) {
    assert!(reply.cookies().is_empty());
    assert_eq!(reply.header("retry-after"), Some(seconds));
    reply.problem(429, "rate_limited");
}

#[tokio::test]
async fn after_five_wrong_passwords_even_the_right_one_waits() {
    let app = TestApp::strict().await;
    let ana = app.person(Role::User).await;
    guess(&app, &ana.email).await;
    waits(from(&app, 50, &ana.email, PASSWORD).await, "30");
    app.clock.advance(Duration::from_millis(29_001));
    waits(from(&app, 51, &ana.email.to_uppercase(), PASSWORD).await, "1");
    app.clock.advance(Duration::from_millis(999));
    from(&app, 52, &ana.email, PASSWORD).await.ok(200);
}

#[tokio::test]
async fn each_wrong_password_doubles_the_wait_up_to_a_quarter_of_an_hour() {
    let app = TestApp::strict().await;
    let ana = app.person(Role::User).await;
    guess(&app, &ana.email).await;
    for (last, seconds) in (60..).zip([30, 60, 120, 240, 480, 900, 900]) {
        waits(from(&app, last, &ana.email, WRONG).await, &seconds.to_string());
        app.clock.advance(Duration::from_secs(seconds));
        from(&app, last, &ana.email, WRONG).await.problem(401, "invalid_credentials");
    }
}

#[tokio::test]
async fn the_right_password_forgets_the_wrong_ones() {
    let app = TestApp::strict().await;
    let ana = app.person(Role::User).await;
    for round in 0..3 {
        for last in 1..FREE {
            from(&app, 10 * round + last, &ana.email, WRONG).await.problem(401, "invalid_credentials");
        }
        from(&app, 10 * round, &ana.email, PASSWORD).await.ok(200);
    }
}

#[tokio::test]
async fn an_unknown_address_waits_alike() {
    let app = TestApp::strict().await;
    let ana = app.person(Role::User).await;
    guess(&app, &ana.email).await;
    guess(&app, "nadie@example.com").await;
    let told = async |email: &str| {
        let reply = from(&app, 70, email, WRONG).await;
        let names: Vec<_> = reply.headers.keys().map(|name| name.as_str().to_owned()).collect();
        let wait = reply.header("retry-after").map(str::to_owned);
        let mut body = reply.problem(429, "rate_limited");
        body["request_id"] = "".into();
        (names, wait, body)
    };
    assert_eq!(told(&ana.email).await, told("nadie@example.com").await);
}

#[tokio::test]
async fn of_twenty_guesses_at_once_five_are_looked_at() {
    let app = TestApp::strict().await;
    let ana = app.person(Role::User).await;
    let client = app.visitor().at("192.0.2.1");
    let replies = at_once((0..20).map(|_| client.post(PATH, &credentials(&ana.email, WRONG)))).await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 401).count(), 5);
    assert_eq!(replies.iter().filter(|reply| reply.status == 429).count(), 15);
}

/// The browser in which somebody signed in, elsewhere than those who guess.
async fn device(app: &TestApp, email: &str) -> Client {
    let reply = from(app, 200, email, PASSWORD).await;
    let known = reply.cookie("km_device").unwrap();
    reply.ok(200);
    app.visitor().at("198.51.100.1").browser(&format!("km_device={known}"))
}

#[tokio::test]
async fn nobody_who_guesses_keeps_a_person_out_of_a_device_that_they_signed_in_on() {
    let app = TestApp::strict().await;
    let ana = app.person(Role::User).await;
    let laptop = device(&app, &ana.email).await;
    for last in (80..).take(3) {
        guess(&app, &ana.email).await;
        waits(from(&app, last, &ana.email, PASSWORD).await, "30");
        laptop.post(PATH, &credentials(&ana.email, PASSWORD)).await.ok(200);
        // Forgiven is the device, not whoever guesses.
        waits(from(&app, last, &ana.email, PASSWORD).await, "30");
        app.clock.advance(Duration::from_hours(24));
    }
}

#[tokio::test]
async fn a_known_device_has_five_tries_of_its_own() {
    let app = TestApp::strict().await;
    let ana = app.person(Role::User).await;
    let laptop = device(&app, &ana.email).await;
    for _ in 0..FREE {
        laptop.post(PATH, &credentials(&ana.email, WRONG)).await.problem(401, "invalid_credentials");
    }
    waits(laptop.post(PATH, &credentials(&ana.email, PASSWORD)).await, "30");
    from(&app, 90, &ana.email, PASSWORD).await.ok(200);
}

#[tokio::test]
async fn what_is_no_cookie_of_this_account_is_no_known_device() {
    let app = TestApp::strict().await;
    let (ana, bea) = (app.person(Role::User).await, app.person(Role::User).await);
    let of = async |email: &str| from(&app, 201, email, PASSWORD).await.cookie("km_device").unwrap();
    let (own, other) = (of(&ana.email).await, of(&bea.email).await);
    let (own_id, own_mark) = own.split_once('.').unwrap();
    let (other_id, other_mark) = other.split_once('.').unwrap();
    guess(&app, &ana.email).await;
    let forged = [
        other.clone(),
        format!("{other_id}.{own_mark}"),
        format!("{own_id}.{other_mark}"),
        format!("{own_id}."),
        own_id.to_owned(),
        format!("{own_id}.{}", &own_mark[..42]),
        format!("{own_id}.a.b.c.d.{own_mark}"),
        format!("x{own}"),
        format!("{own_id}:ana.{own_mark}"),
        ".".to_owned(),
        String::new(),
        "x".repeat(3_000),
    ];
    for (last, cookie) in (100..).zip(forged) {
        let browser = app.visitor().at(&format!("192.0.2.{last}")).browser(&format!("km_device={cookie}"));
        waits(browser.post(PATH, &credentials(&ana.email, PASSWORD)).await, "30");
    }
    let known = app.visitor().browser(&format!("km_device={own}"));
    known.post(PATH, &credentials(&ana.email, PASSWORD)).await.ok(200);
}

#[tokio::test]
async fn a_browser_is_known_to_the_last_four_accounts_that_signed_in() {
    let app = TestApp::strict().await;
    let mut people = Vec::new();
    for _ in 0..5 {
        people.push(app.person(Role::User).await);
    }
    let mut cookie = String::new();
    for person in &people {
        let browser = app.visitor().browser(&format!("km_device={cookie}"));
        cookie = browser.post(PATH, &credentials(&person.email, PASSWORD)).await.cookie("km_device").unwrap();
    }
    for (number, person) in people.iter().enumerate() {
        guess(&app, &person.email).await;
        let browser = app.visitor().at("203.0.113.5").browser(&format!("km_device={cookie}"));
        let reply = browser.post(PATH, &credentials(&person.email, PASSWORD)).await;
        assert_eq!(reply.status, if number == 0 { 429 } else { 200 }, "{number}");
    }
}

#[tokio::test]
async fn guesses_in_browsers_do_not_keep_a_machine_clients_people_out_nor_its_guesses_them() {
    let app = TestApp::strict().await;
    let ana = app.person(Role::User).await;
    let (_, secret) = app.api_token(Preset::Site).await;
    let machine = async |password: &str| {
        let machine = app.visitor().at("203.0.113.9").with("x-api-token", &secret);
        machine.with("authorization", &basic(&ana.email, password)).request("POST", PATH).await
    };
    guess(&app, &ana.email).await;
    machine(PASSWORD).await.ok(200);
    app.clock.advance(Duration::from_secs(30));
    for _ in 0..FREE {
        machine(WRONG).await.problem(401, "invalid_credentials");
    }
    waits(machine(PASSWORD).await, "30");
    from(&app, 120, &ana.email, PASSWORD).await.ok(200);
}

#[tokio::test]
async fn relaxed_limits_hold_for_waits_too() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    for _ in 0..2 * FREE {
        from(&app, 1, &ana.email, WRONG).await.problem(401, "invalid_credentials");
    }
}
