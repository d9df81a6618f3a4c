//! `DELETE /api/account`

use std::time::Duration;

use kenmovie_common::domain::Deletion;
use kenmovie_common::ports::{Clock as _, Erasure};
use kenmovie_testkit::{Client, PASSWORD, Reply, TestApp, at_once};
use serde_json::{Value, json};

use crate::{
    ACCOUNT, BELIEVED, EXPORT, NEW, account, browser, forgotten, letters, renew, reset, sign_in, sign_up,
    without_password,
};

async fn delete(browser: &Client) -> Reply {
    browser.delete(ACCOUNT).json(&json!({ "password": PASSWORD })).await
}

fn id(body: &Value) -> String {
    body["id"].as_str().unwrap().to_owned()
}

/// Every counter equals its rows, and of whoever was deleted nothing is left to do but to look once more.
async fn settled(app: &TestApp) {
    assert_eq!(app.store.verify_counters().await.unwrap(), []);
    app.clock.advance(Erasure::LINGER);
    for deletion in app.store.unfinished_deletions(10).await.unwrap() {
        assert_eq!(app.store.erase(deletion, 100, app.clock.now()).await.unwrap(), Erasure::Gone);
    }
    assert_eq!(app.store.unfinished_deletions(10).await.unwrap(), []);
}

#[tokio::test]
async fn access_ends_with_the_account() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let phone = browser(&app, &ana).await;
    phone.get(ACCOUNT).await.ok(200);
    let reply = delete(&ana.browser).await;
    assert!(reply.cookies().iter().all(|line| line.contains("=; ") && line.contains("Max-Age=0")));
    assert_eq!(reply.cookies().len(), 2);
    assert_eq!(reply.ok(204), Value::Null);
    for client in [&ana.browser, &phone] {
        renew(client).await.problem(401, "unauthenticated");
    }
    sign_in(&app, &ana.email, PASSWORD).await.problem(401, "invalid_credentials");
    app.clock.advance(BELIEVED);
    for client in [&ana.browser, &phone] {
        client.get(ACCOUNT).await.problem(401, "unauthenticated");
        assert_eq!(client.get("/api/session").await.ok(200).get("user"), None);
    }
    settled(&app).await;
}

#[tokio::test]
async fn what_a_deleted_person_left_goes_and_the_counters_stay_exact() {
    let app = TestApp::new().await;
    let (ana, bea) = (sign_up(&app, "ana").await, sign_up(&app, "bea").await);
    let film = app.movie("Arrebato").await;
    let comments = format!("/api/movies/{film}/comments");
    let say = async |who: &Client, place: &str| {
        id(&who.post(place, &json!({"body": "Una palabra."})).await.ok(201))
    };
    let under = |comment: &str| format!("/api/comments/{comment}/replies");
    let at = |comment: &str| format!("/api/comments/{comment}");
    let like = json!({"value": "like"});
    let (answered, alone) = (say(&ana.browser, &comments).await, say(&ana.browser, &comments).await);
    let hers = say(&bea.browser, &comments).await;
    let reply = say(&bea.browser, &under(&answered)).await;
    let anas_reply = say(&ana.browser, &under(&hers)).await;
    for place in [format!("/api/movies/{film}/reaction"), format!("/api/comments/{hers}/reaction")] {
        ana.browser.put(&place, &like).await.ok(200);
    }
    let second = app.movie("Vértigo").await;
    ana.browser.post(&format!("/api/movies/{second}/reports"), &json!({"reason": "spam"})).await.ok(201);

    delete(&ana.browser).await.ok(204);
    settled(&app).await;
    let visitor = app.visitor();
    let left = visitor.get(&at(&answered)).await.ok(200);
    assert_eq!((&left["deleted"], left.get("body"), left.get("author")), (&json!(true), None, None));
    visitor.get(&at(&reply)).await.ok(200);
    for gone in [alone, anas_reply] {
        visitor.get(&at(&gone)).await.problem(404, "not_found");
    }
    let hers = visitor.get(&at(&hers)).await.ok(200);
    assert_eq!((&hers["replies"], &hers["reactions"]["likes"]), (&json!(0), &json!(0)));
    let film = visitor.get(&format!("/api/movies/{film}")).await.ok(200);
    assert_eq!((&film["comments"], &film["reactions"]["likes"]), (&json!(2), &json!(0)));
}

#[tokio::test]
async fn the_address_can_sign_up_again_as_somebody_else() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let film = app.movie("Arrebato").await;
    let place = format!("/api/movies/{film}/reaction");
    ana.browser.put(&place, &json!({"value": "like"})).await.ok(200);
    delete(&ana.browser).await.ok(204);
    letters(&app).await;
    let again = sign_up(&app, "ana").await;
    assert_ne!(again.id, ana.id);
    assert_eq!(account(&again.browser).await["email_verified"], false);
    assert_eq!(again.browser.get(EXPORT).await.ok(200)["votes"], json!([]));
    app.clock.advance(BELIEVED);
    ana.browser.get(ACCOUNT).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn without_the_password_the_account_stays() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let ask = async |body: Value| ana.browser.delete(ACCOUNT).json(&body).await;
    ask(json!({ "password": NEW })).await.invalid(&["password wrong_password"]);
    ask(json!({})).await.invalid(&["password required"]);
    ask(json!({ "password": {"$ne": null}, "id": ana.id }))
        .await
        .invalid(&["password invalid_type", "id unknown_field"]);
    app.clock.advance(BELIEVED);
    account(&ana.browser).await;
    sign_in(&app, &ana.email, PASSWORD).await.ok(200);
}

#[tokio::test]
async fn who_has_no_password_deletes_soon_after_signing_in() {
    let app = TestApp::new().await;
    let (user, browser) = without_password(&app, "eva").await;
    browser.delete(ACCOUNT).json(&json!({ "password": NEW })).await.invalid(&["password wrong_password"]);
    app.clock.advance(Duration::from_mins(11));
    browser.delete(ACCOUNT).json(&json!({})).await.problem(403, "reauthentication_required");
    app.signed_in(&user).await.delete(ACCOUNT).json(&json!({})).await.ok(204);
    assert!(app.store.user(user.id).await.unwrap().is_none());
}

#[tokio::test]
async fn a_deleted_account_is_not_deleted_twice() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    delete(&ana.browser).await.ok(204);
    delete(&ana.browser).await.problem(401, "unauthenticated");
    app.clock.advance(BELIEVED);
    delete(&ana.browser).await.problem(401, "unauthenticated");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_deletions_at_once_one_is_made() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let body = json!({ "password": PASSWORD });
    let replies = at_once((0..8).map(|_| ana.browser.delete(ACCOUNT).json(&body))).await;
    let (made, refused): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 204);
    assert_eq!(made.len(), 1);
    for reply in refused {
        reply.problem(401, "unauthenticated");
    }
    settled(&app).await;
}

#[tokio::test]
async fn a_deletion_that_stopped_half_way_leaves_nobody_in() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let known = app.store.user(ana.id).await.unwrap().unwrap();
    // The process died before it raised the epoch.
    let now = app.clock.now();
    app.store.begin_deletion(ana.id, known.auth_epoch, now).await.unwrap().unwrap();
    sign_in(&app, &ana.email, PASSWORD).await.problem(401, "invalid_credentials");
    for _ in 0..2 {
        delete(&ana.browser).await.problem(401, "unauthenticated");
        app.clock.advance(BELIEVED);
    }
    renew(&ana.browser).await.problem(401, "unauthenticated");
    assert_eq!(app.store.unfinished_deletions(10).await.unwrap(), [Deletion::User(ana.id)]);
    sign_up(&app, "ana").await;
}

#[tokio::test]
async fn a_link_that_was_sent_before_brings_nobody_back() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let link = forgotten(&app, &ana.email).await;
    delete(&ana.browser).await.ok(204);
    reset(&app, &link, NEW).await.invalid(&["token invalid_token"]);
    sign_up(&app, "ana").await;
    reset(&app, &link, NEW).await.invalid(&["token invalid_token"]);
    sign_in(&app, &ana.email, PASSWORD).await.ok(200);
}
