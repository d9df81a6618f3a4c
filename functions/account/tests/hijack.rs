//! An account that somebody made with another person's address, and waits in.

use kenmovie_common::domain::ProviderAccount;
use kenmovie_testkit::{PASSWORD, TestApp};
use serde_json::json;

use crate::{
    ACCOUNT, BELIEVED, CHANGE_EMAIL, NEW, account, browser, confirm, forgotten, letter, letters, renew,
    reset, sign_in, sign_up, token,
};

#[tokio::test]
async fn who_made_an_account_with_my_address_is_out_when_i_reset_by_mail() {
    let app = TestApp::new().await;
    let thief = sign_up(&app, "ana").await;
    let phone = browser(&app, &thief).await;
    let linked = ProviderAccount { issuer: "https://accounts.example".into(), subject: "thief".into() };
    app.store.link_provider(thief.id, linked.clone()).await.unwrap().unwrap();
    let away = json!({ "email": "thief@example.com", "password": PASSWORD });
    thief.browser.post(CHANGE_EMAIL, &away).await.ok(202);
    let waiting = token(letters(&app).await.last().unwrap());

    let link = forgotten(&app, "ana@example.com").await;
    reset(&app, &link, NEW).await.ok(204);

    for browser in [&thief.browser, &phone] {
        renew(browser).await.problem(401, "unauthenticated");
    }
    app.clock.advance(BELIEVED);
    for browser in [&thief.browser, &phone] {
        browser.get(ACCOUNT).await.problem(401, "unauthenticated");
        confirm(browser, &waiting).await.problem(401, "unauthenticated");
    }
    sign_in(&app, "ana@example.com", PASSWORD).await.problem(401, "invalid_credentials");
    assert!(app.store.user_of_provider(&linked).await.unwrap().is_none(), "the provider's way in is gone");

    let mine = app.visitor().browser(&sign_in(&app, "ana@example.com", NEW).await.jar());
    let shown = account(&mine).await;
    assert_eq!((&shown["email"], &shown["email_verified"]), (&json!("ana@example.com"), &json!(true)));
    confirm(&mine, &waiting).await.invalid(&["token invalid_token"]);
    assert_eq!(account(&mine).await["email"], "ana@example.com");
}

#[tokio::test]
async fn a_proven_accounts_provider_survives_a_reset() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    confirm(&ana.browser, &token(&ana.letter)).await.ok(204);
    let linked = ProviderAccount { issuer: "https://accounts.example".into(), subject: "ana".into() };
    app.store.link_provider(ana.id, linked.clone()).await.unwrap().unwrap();
    let link = forgotten(&app, &ana.email).await;
    reset(&app, &link, NEW).await.ok(204);
    letter(&app).await;
    let known = app.store.user_of_provider(&linked).await.unwrap().unwrap();
    assert_eq!(known.user.id, ana.id);
}
