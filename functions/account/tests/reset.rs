//! `POST /api/password-reset` and its confirmation.

use std::time::Duration;

use kenmovie_common::domain::Mail;
use kenmovie_common::http::Limit;
use kenmovie_testkit::{Client, PASSWORD, TestApp, at_once};
use serde_json::{Value, json};

use crate::{
    ACCOUNT, BELIEVED, FORGOTTEN, MOMENT, NEW, RESET, account, browser, forgotten, letter, letters, renew,
    reset, sign_in, sign_up, spoilt, token, without_password,
};

#[tokio::test]
async fn a_link_sets_a_password_and_signs_nobody_in() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let link = forgotten(&app, "ANA@example.com").await;
    let reply = reset(&app, &link, NEW).await;
    assert!(reply.cookies().is_empty());
    assert_eq!(reply.ok(204), Value::Null);
    sign_in(&app, &ana.email, PASSWORD).await.problem(401, "invalid_credentials");
    sign_in(&app, &ana.email, NEW).await.ok(200);
}

#[tokio::test]
async fn the_letter_goes_to_the_address_of_the_account_in_its_language() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    ana.browser.patch(ACCOUNT, &json!({"language": "en"})).await.ok(200);
    app.visitor().post(FORGOTTEN, &json!({"email": " ANA@Example.com "})).await.ok(202);
    let letter = letter(&app).await;
    assert_eq!((letter.to.as_str(), letter.name.as_str()), ("ana@example.com", "ana"));
    assert_eq!(letter.language.as_str(), "en");
}

#[tokio::test]
async fn a_reset_ends_every_session_and_proves_the_address() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let phone = browser(&app, &ana).await;
    letters(&app).await;
    let link = forgotten(&app, &ana.email).await;
    reset(&app, &link, NEW).await.ok(204);
    assert_eq!(letter(&app).await.mail, Mail::PasswordChanged);
    for client in [&ana.browser, &phone] {
        renew(client).await.problem(401, "unauthenticated");
    }
    app.clock.advance(BELIEVED);
    for client in [&ana.browser, &phone] {
        client.get(ACCOUNT).await.problem(401, "unauthenticated");
    }
    let back = app.visitor().browser(&sign_in(&app, &ana.email, NEW).await.jar());
    assert_eq!(account(&back).await["email_verified"], true);
}

#[tokio::test]
async fn an_address_without_an_account_is_answered_and_written_the_same() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let (known, unknown) = (
        app.visitor().post(FORGOTTEN, &json!({ "email": ana.email })).await,
        app.visitor().post(FORGOTTEN, &json!({ "email": "nadie@example.com" })).await,
    );
    assert_eq!((known.status, &known.body), (202, &Value::Null));
    assert_eq!((unknown.status, &unknown.body), (202, &Value::Null));
    let names =
        |reply: &kenmovie_testkit::Reply| reply.headers.keys().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names(&known), names(&unknown));
    let mut written = letters(&app).await;
    written.sort_by(|one, other| one.to.cmp(&other.to));
    assert_eq!(written.iter().map(|letter| letter.to.as_str()).collect::<Vec<_>>(), ["", "ana@example.com"]);
    reset(&app, &token(&written[0]), NEW).await.invalid(&["token invalid_token"]);
    sign_in(&app, "nadie@example.com", NEW).await.problem(401, "invalid_credentials");
}

#[tokio::test]
async fn a_link_works_once() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let link = forgotten(&app, &ana.email).await;
    reset(&app, &link, NEW).await.ok(204);
    reset(&app, &link, "otra-cosa-muy-larga").await.invalid(&["token invalid_token"]);
    sign_in(&app, &ana.email, NEW).await.ok(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_works_once_however_many_ask_at_once() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let link = forgotten(&app, &ana.email).await;
    let new = |number: usize| format!("{NEW}-{number}");
    let visitor = app.visitor();
    let asked =
        (0..8).map(|number| visitor.post(RESET, &json!({ "token": link, "new_password": new(number) })));
    let replies = at_once(asked).await;
    let made: Vec<usize> = (0..8).filter(|number| replies[*number].status == 204).collect();
    assert_eq!(made.len(), 1, "{replies:?}");
    sign_in(&app, &ana.email, &new(made[0])).await.ok(200);
}

#[tokio::test]
async fn only_the_newest_link_works() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let (first, second) = (forgotten(&app, &ana.email).await, forgotten(&app, "Ana@Example.com").await);
    reset(&app, &first, NEW).await.invalid(&["token invalid_token"]);
    reset(&app, &second, NEW).await.ok(204);
}

#[tokio::test]
async fn a_link_works_for_half_an_hour() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let half_an_hour = Duration::from_mins(30);
    let link = forgotten(&app, &ana.email).await;
    app.clock.advance(half_an_hour);
    reset(&app, &link, NEW).await.invalid(&["token invalid_token"]);
    let link = forgotten(&app, &ana.email).await;
    app.clock.advance(half_an_hour.saturating_sub(MOMENT));
    reset(&app, &link, NEW).await.ok(204);
}

#[tokio::test]
async fn what_is_no_token_of_ours_is_refused_and_spends_nothing() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let link = forgotten(&app, &ana.email).await;
    let proof = token(&ana.letter);
    for bad in ["x".to_owned(), spoilt(&link), format!("{link}."), proof, format!("{}.x", ana.id)] {
        reset(&app, &bad, NEW).await.invalid(&["token invalid_token"]);
    }
    app.visitor().post(RESET, &json!({ "token": {"$ne": null}, "email": ana.email })).await.invalid(&[
        "token invalid_type",
        "new_password required",
        "email unknown_field",
    ]);
    reset(&app, &link, NEW).await.ok(204);
}

#[tokio::test]
async fn a_refused_password_does_not_spend_the_link() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "fuenmayor").await;
    let link = forgotten(&app, &ana.email).await;
    for (new, fault) in [
        ("corta", "new_password too_short"),
        ("password1", "new_password too_common"),
        ("fuenmayor", "new_password same_as_identity"),
        ("FUENMAYOR@example.com", "new_password same_as_identity"),
    ] {
        reset(&app, &link, new).await.invalid(&[fault]);
    }
    app.clock.advance(Duration::from_mins(29));
    reset(&app, &link, NEW).await.ok(204);
    letters(&app).await;
    let link = forgotten(&app, &ana.email).await;
    reset(&app, &link, "fuenmayor").await.invalid(&["new_password same_as_identity"]);
    app.clock.advance(Duration::from_mins(30));
    reset(&app, &link, NEW).await.invalid(&["token invalid_token"]);
}

#[tokio::test]
async fn who_has_no_password_gets_one_by_the_letter() {
    let app = TestApp::new().await;
    let (user, _) = without_password(&app, "eva").await;
    let link = forgotten(&app, &user.email).await;
    reset(&app, &link, NEW).await.ok(204);
    sign_in(&app, &user.email, NEW).await.ok(200);
}

#[tokio::test]
async fn nobody_keeps_a_person_from_a_link_that_works_by_asking_for_more() {
    let app = TestApp::strict().await;
    let ana = sign_up(&app, "ana").await;
    let mut sent = Vec::new();
    for number in 0..8 {
        let somebody = app.visitor().at(&format!("203.0.113.{number}"));
        somebody.post(FORGOTTEN, &json!({ "email": ana.email })).await.ok(202);
        sent.extend(letters(&app).await);
    }
    assert_eq!(sent.len() as u64, Limit::RESET_LETTER.quota);
    let last = token(sent.last().unwrap());
    app.clock.advance(Limit::RESET_LETTER.window.saturating_sub(MOMENT));
    reset(&app, &last, NEW).await.ok(204);
    app.clock.advance(MOMENT);
    letters(&app).await;
    forgotten(&app, &ana.email).await;
}

#[tokio::test]
async fn a_reset_forgets_the_wrong_passwords_that_came_before_it() {
    let app = TestApp::strict().await;
    let ana = sign_up(&app, "ana").await;
    letters(&app).await;
    let sign_in = |who: &Client, last: u8, password: &str| {
        let who = who.clone().at(&format!("192.0.2.{last}"));
        who.post("/api/login", &json!({ "email": ana.email, "password": password }))
    };
    // Elsewhere, and in the browser that the account knows.
    let stranger = app.visitor();
    for who in [&stranger, &ana.browser] {
        for last in 0..5 {
            sign_in(who, last, "otra-cosa-distinta").await.problem(401, "invalid_credentials");
        }
        sign_in(who, 5, PASSWORD).await.problem(429, "rate_limited");
    }
    let link = forgotten(&app, &ana.email).await;
    let bad = json!({ "token": spoilt(&link), "new_password": NEW });
    ana.browser.post(RESET, &bad).await.invalid(&["token invalid_token"]);
    sign_in(&stranger, 6, PASSWORD).await.problem(429, "rate_limited");
    ana.browser.post(RESET, &json!({ "token": link, "new_password": NEW })).await.ok(204);
    for who in [&stranger, &ana.browser] {
        sign_in(who, 7, NEW).await.ok(200);
    }
}
