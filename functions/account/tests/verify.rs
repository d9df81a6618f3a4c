//! `POST /api/account/verify-email` and its confirmation.

use std::time::Duration;

use kenmovie_testkit::{PASSWORD, TestApp, at_once};
use serde_json::json;

use crate::{
    CONFIRM, MOMENT, VERIFY, account, browser, confirm, letter, letters, sign_in, sign_up, spoilt, token,
    without_password,
};

#[tokio::test]
async fn the_letter_of_a_sign_up_proves_the_address() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    assert_eq!((ana.letter.to.as_str(), ana.letter.name.as_str()), ("ana@example.com", "ana"));
    assert_eq!(account(&ana.browser).await["email_verified"], false);
    confirm(&ana.browser, &token(&ana.letter)).await.ok(204);
    assert_eq!(account(&ana.browser).await["email_verified"], true);
    assert_eq!(letters(&app).await, []);
}

#[tokio::test]
async fn another_letter_makes_the_first_one_worthless() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    ana.browser.post(VERIFY, &json!({})).await.ok(202);
    let second = letter(&app).await;
    confirm(&ana.browser, &token(&ana.letter)).await.invalid(&["token invalid_token"]);
    confirm(&ana.browser, &token(&second)).await.ok(204);
}

#[tokio::test]
async fn who_has_proven_the_address_gets_no_more_letters() {
    let app = TestApp::new().await;
    let (_, eva) = without_password(&app, "eva").await;
    eva.post(VERIFY, &json!({})).await.ok(202);
    assert_eq!(letters(&app).await, []);
}

#[tokio::test]
async fn a_link_works_once() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let link = token(&ana.letter);
    confirm(&ana.browser, &link).await.ok(204);
    confirm(&ana.browser, &link).await.invalid(&["token invalid_token"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_works_once_however_many_ask_at_once() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let body = json!({ "token": token(&ana.letter) });
    let replies = at_once((0..20).map(|_| ana.browser.post(CONFIRM, &body))).await;
    let (made, refused): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 204);
    assert_eq!(made.len(), 1);
    for reply in refused {
        reply.invalid(&["token invalid_token"]);
    }
}

#[tokio::test]
async fn a_link_of_another_person_does_not_prove_mine() {
    let app = TestApp::new().await;
    let (ana, bea) = (sign_up(&app, "ana").await, sign_up(&app, "bea").await);
    let link = token(&ana.letter);
    let secret = link.split_once('.').unwrap().1;
    for stolen in [link.clone(), format!("{}.{secret}", bea.id)] {
        confirm(&bea.browser, &stolen).await.invalid(&["token invalid_token"]);
    }
    assert_eq!(account(&bea.browser).await["email_verified"], false);
    // Nobody else's try spends it.
    confirm(&ana.browser, &link).await.ok(204);
}

#[tokio::test]
async fn a_link_proves_in_any_browser_of_its_person() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let phone = browser(&app, &ana).await;
    letters(&app).await;
    confirm(&phone, &token(&ana.letter)).await.ok(204);
    assert_eq!(account(&ana.browser).await["email_verified"], true);
}

#[tokio::test]
async fn what_is_no_token_of_ours_is_refused_and_spends_nothing() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let link = token(&ana.letter);
    for bad in [
        "x".to_owned(),
        ".".to_owned(),
        format!("{}.", ana.id),
        ana.id.to_string(),
        spoilt(&link),
        format!("{link}A"),
        link.to_uppercase(),
        format!("{}.{link}", ana.id),
    ] {
        confirm(&ana.browser, &bad).await.invalid(&["token invalid_token"]);
    }
    confirm(&ana.browser, "").await.invalid(&["token required"]);
    confirm(&ana.browser, &"x".repeat(201)).await.invalid(&["token too_long"]);
    for (odd, fault) in [(json!(null), "invalid_type"), (json!({"$ne": 1}), "invalid_type")] {
        let reply = ana.browser.post(CONFIRM, &json!({ "token": odd })).await;
        reply.invalid(&[&format!("token {fault}")]);
    }
    confirm(&ana.browser, &link).await.ok(204);
}

#[tokio::test]
async fn a_link_works_for_24_hours() {
    let app = TestApp::new().await;
    let day = Duration::from_hours(24);
    for (waits, status) in [(day.saturating_sub(MOMENT), 204), (day, 422)] {
        let ana = sign_up(&app, &format!("ana{status}")).await;
        app.clock.advance(waits);
        let again = app.visitor().browser(&sign_in(&app, &ana.email, PASSWORD).await.jar());
        letters(&app).await;
        assert_eq!(confirm(&again, &token(&ana.letter)).await.status, status);
    }
}
