//! `PUT /api/account/password`

use std::time::Duration;

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Mail;
use kenmovie_testkit::{PASSWORD, TestApp, at_once};
use serde_json::{Value, json};

use crate::{
    ACCOUNT, BELIEVED, CHANGE_PASSWORD, MOMENT, NEW, account, browser, forgotten, letter, letters, renew,
    reset, sign_in, sign_up, without_password,
};

fn change(current: &str, new: &str) -> Value {
    json!({ "current_password": current, "new_password": new })
}

#[tokio::test]
async fn the_new_password_opens_the_account_and_the_old_one_does_not() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let reply = ana.browser.put(CHANGE_PASSWORD, &change(PASSWORD, NEW)).await;
    assert!(reply.cookies().is_empty());
    reply.ok(204);
    sign_in(&app, &ana.email, PASSWORD).await.problem(401, "invalid_credentials");
    sign_in(&app, &ana.email, NEW).await.ok(200);
}

#[tokio::test]
async fn this_session_stays_and_every_other_ends() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let bea = sign_up(&app, "bea").await;
    let phone = browser(&app, &ana).await;
    let user = app.store.user(ana.id).await.unwrap().unwrap();
    let machine = app.machine(&user, Preset::Site).await;
    for client in [&phone, &machine] {
        client.get(ACCOUNT).await.ok(200);
    }
    ana.browser.put(CHANGE_PASSWORD, &change(PASSWORD, NEW)).await.ok(204);
    renew(&phone).await.problem(401, "unauthenticated");
    app.clock.advance(BELIEVED);
    for client in [&phone, &machine] {
        client.get(ACCOUNT).await.problem(401, "unauthenticated");
    }
    ana.browser.get(ACCOUNT).await.ok(200);
    bea.browser.get(ACCOUNT).await.ok(200);
    let renewed = renew(&ana.browser).await;
    app.visitor().browser(&renewed.jar()).get(ACCOUNT).await.ok(200);
}

#[tokio::test]
async fn the_person_is_told_by_mail() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    ana.browser.put(CHANGE_PASSWORD, &change(PASSWORD, NEW)).await.ok(204);
    let told = letter(&app).await;
    assert_eq!((told.to, told.name, told.mail), (ana.email, "ana".to_owned(), Mail::PasswordChanged));
}

#[tokio::test]
async fn without_the_current_password_nothing_changes() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let other = browser(&app, &ana).await;
    let try_with = async |body: Value| ana.browser.put(CHANGE_PASSWORD, &body).await;
    try_with(change(NEW, NEW)).await.invalid(&["current_password wrong_password"]);
    try_with(json!({ "new_password": NEW })).await.invalid(&["current_password required"]);
    try_with(json!({ "current_password": {"$ne": null}, "new_password": NEW }))
        .await
        .invalid(&["current_password invalid_type"]);
    try_with(json!({ "current_password": "", "new_password": "x", "user": ana.id })).await.invalid(&[
        "current_password required",
        "new_password too_short",
        "user unknown_field",
    ]);
    assert_eq!(letters(&app).await, []);
    app.clock.advance(BELIEVED);
    other.get(ACCOUNT).await.ok(200);
    sign_in(&app, &ana.email, PASSWORD).await.ok(200);
}

#[tokio::test]
async fn a_password_that_is_easily_guessed_is_refused() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "fuenmayor").await;
    for (new, fault) in [
        ("password1", "new_password too_common"),
        ("fuenmayor@example.com", "new_password same_as_identity"),
        ("Fuenmayor", "new_password same_as_identity"),
    ] {
        ana.browser.put(CHANGE_PASSWORD, &change(PASSWORD, new)).await.invalid(&[fault]);
    }
    sign_in(&app, &ana.email, PASSWORD).await.ok(200);
}

#[tokio::test]
async fn who_has_no_password_sets_one_soon_after_signing_in() {
    let app = TestApp::new().await;
    let (user, browser) = without_password(&app, "eva").await;
    browser
        .put(CHANGE_PASSWORD, &change("something", NEW))
        .await
        .invalid(&["current_password wrong_password"]);
    app.clock.advance(Duration::from_mins(10));
    browser.put(CHANGE_PASSWORD, &json!({ "new_password": NEW })).await.ok(204);
    assert_eq!(account(&browser).await["has_password"], true);
    sign_in(&app, &user.email, NEW).await.ok(200);
    // From now on there is one to be shown.
    browser
        .put(CHANGE_PASSWORD, &json!({ "new_password": PASSWORD }))
        .await
        .invalid(&["current_password required"]);
}

#[tokio::test]
async fn who_has_no_password_and_signed_in_long_ago_signs_in_again_first() {
    let app = TestApp::new().await;
    let (_, browser) = without_password(&app, "eva").await;
    app.clock.advance(Duration::from_mins(10) + MOMENT + Duration::from_secs(1));
    let set = json!({ "new_password": NEW });
    browser.put(CHANGE_PASSWORD, &set).await.problem(403, "reauthentication_required");
    assert_eq!(account(&browser).await["has_password"], false);
}

#[tokio::test]
async fn a_password_changes_twice_in_a_row() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    ana.browser.put(CHANGE_PASSWORD, &change(PASSWORD, NEW)).await.ok(204);
    ana.browser
        .put(CHANGE_PASSWORD, &change(PASSWORD, NEW))
        .await
        .invalid(&["current_password wrong_password"]);
    ana.browser.put(CHANGE_PASSWORD, &change(NEW, PASSWORD)).await.ok(204);
    app.clock.advance(BELIEVED);
    ana.browser.get(ACCOUNT).await.ok(200);
    sign_in(&app, &ana.email, PASSWORD).await.ok(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_changes_at_once_one_is_made() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let new = |number: usize| format!("{NEW}-{number}");
    let asked = (0..8).map(|number| ana.browser.put(CHANGE_PASSWORD, &change(PASSWORD, &new(number))));
    let replies = at_once(asked).await;
    let made: Vec<usize> = (0..8).filter(|number| replies[*number].status == 204).collect();
    assert_eq!(made.len(), 1, "{replies:?}");
    for reply in replies.into_iter().filter(|reply| reply.status != 204) {
        reply.invalid(&["current_password wrong_password"]);
    }
    sign_in(&app, &ana.email, &new(made[0])).await.ok(200);
    assert_eq!(letters(&app).await.len(), 1);
    app.clock.advance(BELIEVED);
    ana.browser.get(ACCOUNT).await.ok(200);
}

#[tokio::test]
async fn a_link_that_was_sent_before_does_not_work_any_more() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let link = forgotten(&app, &ana.email).await;
    ana.browser.put(CHANGE_PASSWORD, &change(PASSWORD, NEW)).await.ok(204);
    reset(&app, &link, "otra-cosa-muy-larga").await.invalid(&["token invalid_token"]);
    sign_in(&app, &ana.email, NEW).await.ok(200);
}
