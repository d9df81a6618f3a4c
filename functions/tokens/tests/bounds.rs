//! What a token cannot be.

use kenmovie_testkit::{Client, TestApp};
use serde_json::{Value, json};

use crate::{PATH, asked, count};

/// What this member of the body is told.
async fn told(admin: &Client, member: &str, value: Value, expected: &[&str]) {
    let mut body = asked("public");
    body[member] = value;
    admin.post(PATH, &body).await.invalid(expected);
}

#[tokio::test]
async fn every_bad_member_is_named_at_once_and_nothing_is_made() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    admin.post(PATH, &json!({})).await.invalid(&["name required", "scopes required"]);
    let body = json!({
        "name": " ",
        "scopes": ["movies:read", "root", "movies:read"],
        "expires_in_days": 0,
        "issuers": [{"iss": "http://accounts.google.com", "aud": "a"}, {"iss": "https://accounts.google.com"}],
        "id": "01890a5d-ac96-774b-bcce-b302099a8057",
    });
    admin.post(PATH, &body).await.invalid(&[
        "name required",
        "scopes.1 invalid_value",
        "scopes.2 duplicate",
        "expires_in_days too_small",
        "issuers.0.iss invalid_format",
        "issuers.1.aud required",
        "id unknown_field",
    ]);
    assert_eq!(count(&admin).await, 0);
}

#[tokio::test]
async fn bounds_hold_on_both_sides_of_their_edge() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    for name in ["x", &"ñ".repeat(80)] {
        admin.post(PATH, &json!({"name": name, "scopes": "public"})).await.ok(201);
    }
    let days = |days: i64| json!({"name": "x", "scopes": "public", "expires_in_days": days});
    admin.post(PATH, &days(1)).await.ok(201);
    admin.post(PATH, &days(3650)).await.ok(201);
    told(&admin, "name", "x".repeat(81).into(), &["name too_long"]).await;
    told(&admin, "name", "a\nb".into(), &["name forbidden_character"]).await;
    told(&admin, "name", "a\u{202e}b".into(), &["name forbidden_character"]).await;
    for few in [0, -1, i64::MIN] {
        told(&admin, "expires_in_days", few.into(), &["expires_in_days too_small"]).await;
    }
    told(&admin, "expires_in_days", 3651.into(), &["expires_in_days too_large"]).await;
    for strange in [json!(1.5), json!("30"), json!(null), json!(u64::MAX)] {
        told(&admin, "expires_in_days", strange, &["expires_in_days invalid_type"]).await;
    }
    assert_eq!(admin.all(PATH).await.len(), 4);
}

#[tokio::test]
async fn an_operator_is_no_value_of_any_member() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    for operator in [json!({"$ne": null}), json!({"$gt": ""}), json!({"$in": ["public"]})] {
        for member in ["name", "scopes", "expires_in_days", "issuers"] {
            told(&admin, member, operator.clone(), &[&format!("{member} invalid_type")]).await;
        }
        told(&admin, "scopes", json!([operator]), &["scopes.0 invalid_type"]).await;
        let issuer = json!([{"iss": operator, "aud": operator}]);
        told(&admin, "issuers", issuer, &["issuers.0.iss invalid_type", "issuers.0.aud invalid_type"]).await;
    }
    assert_eq!(count(&admin).await, 0);
}

#[tokio::test]
async fn a_scope_is_one_of_the_list_and_a_preset_one_of_four() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    for (scopes, expected) in [
        (json!([]), "scopes required"),
        (json!(""), "scopes invalid_value"),
        (json!("all"), "scopes invalid_value"),
        (json!("movies:read"), "scopes invalid_value"),
        (json!("public site"), "scopes invalid_value"),
        (json!(["public"]), "scopes.0 invalid_value"),
        (json!(["*"]), "scopes.0 invalid_value"),
        (json!(["movies:*"]), "scopes.0 invalid_value"),
        (json!(["movies:read "]), "scopes.0 invalid_value"),
        (json!([["movies:read"]]), "scopes.0 invalid_type"),
        (json!(vec!["movies:read"; 22]), "scopes too_many"),
        (json!(1), "scopes invalid_type"),
    ] {
        told(&admin, "scopes", scopes, &[expected]).await;
    }
    assert_eq!(count(&admin).await, 0);
}

#[tokio::test]
async fn an_issuer_is_an_https_address_and_a_client_of_it() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    for iss in ["http://a.example", "a.example", "javascript:alert(1)", "https://", "https://u:p@a.example"] {
        let issuers = json!([{"iss": iss, "aud": "a"}]);
        told(&admin, "issuers", issuers, &["issuers.0.iss invalid_format"]).await;
    }
    let issuer = |aud: &str| json!({"iss": "https://a.example", "aud": aud});
    told(&admin, "issuers", json!([issuer("")]), &["issuers.0.aud required"]).await;
    told(&admin, "issuers", json!([issuer(&"a".repeat(256))]), &["issuers.0.aud too_long"]).await;
    told(&admin, "issuers", json!([issuer("a"), issuer("a")]), &["issuers.1 duplicate"]).await;
    told(&admin, "issuers", json!(["https://a.example"]), &["issuers.0 invalid_type"]).await;
    told(&admin, "issuers", issuer("a"), &["issuers invalid_type"]).await;
    let eleven: Vec<Value> = (0..11).map(|number| issuer(&number.to_string())).collect();
    told(&admin, "issuers", json!(eleven), &["issuers too_many"]).await;
    assert_eq!(count(&admin).await, 0);
    let mut body = asked("public");
    body["issuers"] = json!([issuer(&"a".repeat(255))]);
    admin.post(PATH, &body).await.ok(201);
}
