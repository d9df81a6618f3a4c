//! `GET` and `PATCH /api/account`

use kenmovie_testkit::{TestApp, at_once};
use serde_json::{Value, json};

use crate::{ACCOUNT, account, sign_up, without_password};

#[tokio::test]
async fn the_account_is_the_person_that_the_session_names() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let reply = ana.browser.get(ACCOUNT).await;
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    let shown = reply.ok(200);
    assert_eq!(shown, ana.browser.get("/api/session").await.ok(200)["user"]);
    assert_eq!(shown["email"], "ana@example.com");
}

#[tokio::test]
async fn what_is_not_known_is_left_out() {
    let app = TestApp::new().await;
    let (user, browser) = without_password(&app, "eva").await;
    let expected = json!({
        "id": user.id, "name": "eva", "email": "eva@example.com", "email_verified": true, "role": "user",
        "language": "en", "has_password": false, "created_at": "2026-01-01T12:00:00.000Z",
    });
    assert_eq!(account(&browser).await, expected);
}

#[tokio::test]
async fn an_edit_changes_what_it_names_and_leaves_the_rest() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let mut expected = account(&ana.browser).await;
    for (member, sent, kept) in [
        ("name", json!("  Ana Mari\u{301}a "), json!("Ana María")),
        ("age", json!(31), json!(31)),
        ("language", json!("en"), json!("en")),
    ] {
        expected[member] = kept;
        assert_eq!(ana.browser.patch(ACCOUNT, &json!({ member: sent })).await.ok(200), expected);
        assert_eq!(account(&ana.browser).await, expected);
    }
    assert_eq!(ana.browser.patch(ACCOUNT, &json!({})).await.ok(200), expected);
}

#[tokio::test]
async fn an_edit_names_every_bad_member_and_changes_nothing() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let before = account(&ana.browser).await;
    let bad =
        json!({"name": "a\u{202e}b", "age": 12, "language": "fr", "email": "x@example.com", "role": "admin"});
    ana.browser.patch(ACCOUNT, &bad).await.invalid(&[
        "name forbidden_character",
        "age too_small",
        "language invalid_value",
        "email unknown_field",
        "role unknown_field",
    ]);
    let none = json!({"name": null, "age": null, "language": {"$gt": ""}});
    let faults = ["name invalid_type", "age invalid_type", "language invalid_type"];
    ana.browser.patch(ACCOUNT, &none).await.invalid(&faults);
    assert_eq!(account(&ana.browser).await, before);
}

#[tokio::test]
async fn an_edit_is_of_nobody_elses_account() {
    let app = TestApp::new().await;
    let (ana, bea) = (sign_up(&app, "ana").await, sign_up(&app, "bea").await);
    let before = account(&bea.browser).await;
    ana.browser.patch(ACCOUNT, &json!({"name": "Otra"})).await.ok(200);
    let id = json!({"id": bea.id, "name": "Otra"});
    ana.browser.patch(ACCOUNT, &id).await.invalid(&["id unknown_field"]);
    assert_eq!(account(&bea.browser).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_edits_at_once_none_is_lost_half() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let edits = (0..20).map(|number| {
        ana.browser.patch(ACCOUNT, &json!({"name": format!("Ana {number}"), "age": 20 + number}))
    });
    let answers: Vec<Value> = at_once(edits).await.into_iter().map(|reply| reply.ok(200)).collect();
    assert!(answers.contains(&account(&ana.browser).await));
}
