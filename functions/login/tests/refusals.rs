//! Who is not let in by a body, and why.

use kenmovie_common::domain::Role;
use kenmovie_testkit::{BODY_LIMIT, PASSWORD, TestApp, at_once, padded, refuses_bad_bodies};
use serde_json::{Value, json};

use crate::{PATH, credentials};

#[tokio::test]
async fn only_the_whole_password_opens() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let longer = format!("{PASSWORD}x");
    let upper = PASSWORD.to_uppercase();
    let spaced = format!(" {PASSWORD}");
    let ended = format!("{PASSWORD}\0");
    for wrong in
        [&PASSWORD[..PASSWORD.len() - 1], &longer, &upper, &spaced, &ended, "x", "' OR 1=1 --", "%", "*"]
    {
        let reply = app.visitor().post(PATH, &credentials(&ana.email, wrong)).await;
        assert!(reply.cookies().is_empty(), "{wrong:?}");
        reply.problem(401, "invalid_credentials");
    }
}

#[tokio::test]
async fn no_pattern_of_an_address_finds_anybody() {
    let app = TestApp::new().await;
    app.person(Role::User).await;
    for email in
        ["%", "persona0@example.co_", "persona%", "persona0@example.com' --", "*", "persona0", "@", "."]
    {
        app.visitor().post(PATH, &credentials(email, PASSWORD)).await.problem(401, "invalid_credentials");
    }
}

#[tokio::test]
async fn bodies_that_are_no_sign_in_are_refused() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    refuses_bad_bodies(|| app.visitor().request("POST", PATH), &credentials(&ana.email, PASSWORD)).await;
}

#[tokio::test]
async fn every_bad_member_is_named_at_once() {
    let app = TestApp::new().await;
    let post = async |body: Value| app.visitor().post(PATH, &body).await;
    post(json!({})).await.invalid(&["email required", "password required"]);
    post(credentials("", "")).await.invalid(&["email required", "password required"]);
    post(credentials("   ", " ")).await.invalid(&["email required"]);
    let body = json!({ "email": 1, "password": null, "remember": true, "role": "admin" });
    let named =
        ["email invalid_type", "password invalid_type", "remember unknown_field", "role unknown_field"];
    post(body).await.invalid(&named);
    for wrong in [json!(true), json!([PASSWORD]), json!({ "$ne": "" })] {
        let body = json!({ "email": "ana@example.com", "password": wrong });
        post(body).await.invalid(&["password invalid_type"]);
    }
}

#[tokio::test]
async fn what_is_longer_than_any_account_has_is_refused_without_a_hash() {
    let app = TestApp::new().await;
    let post = async |body: Value| app.visitor().post(PATH, &body).await;
    let address = |length: usize| format!("{}@example.com", "a".repeat(length - 12));
    post(credentials(&address(254), PASSWORD)).await.problem(401, "invalid_credentials");
    post(credentials(&address(255), PASSWORD)).await.invalid(&["email too_long"]);
    post(credentials("ana@example.com", &"ñ".repeat(128))).await.problem(401, "invalid_credentials");
    post(credentials("ana@example.com", &"ñ".repeat(129))).await.invalid(&["password too_long"]);
    post(credentials("ana@example.com", &"x".repeat(60_000))).await.invalid(&["password too_long"]);
}

#[tokio::test]
async fn a_million_characters_many_times_at_once_are_too_large() {
    let app = TestApp::new().await;
    let body = credentials("ana@example.com", &"x".repeat(1_000_000));
    for reply in at_once((0..20).map(|_| app.visitor().post(PATH, &body))).await {
        reply.problem(413, "body_too_large");
    }
}

#[tokio::test]
async fn a_body_of_64_kib_is_read_and_one_byte_more_is_not() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let body = credentials(&ana.email, PASSWORD);
    let send =
        |bytes: usize| app.visitor().request("POST", PATH).raw("application/json", padded(&body, bytes));
    send(BODY_LIMIT + 1).await.problem(413, "body_too_large");
    send(BODY_LIMIT).await.ok(200);
}

#[tokio::test]
async fn characters_that_no_address_has_are_named() {
    let app = TestApp::new().await;
    for email in ["ana\0@example.com", "ana@exam\u{202e}ple.com", "ana\r\n@example.com"] {
        let reply = app.visitor().post(PATH, &credentials(email, PASSWORD)).await;
        reply.invalid(&["email forbidden_character"]);
    }
}

#[tokio::test]
async fn other_methods_are_told_which_one_there_is() {
    let app = TestApp::new().await;
    for method in ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        let reply = app.visitor().request(method, PATH).await;
        assert_eq!(reply.header("allow"), Some("POST"), "{method}");
        reply.problem(405, "method_not_allowed");
    }
    for path in ["/api/login/", "/api/LOGIN", "/login"] {
        app.visitor().post(path, &credentials("ana@example.com", PASSWORD)).await.problem(404, "not_found");
    }
}

#[tokio::test]
async fn a_problem_has_the_members_of_the_contract_and_no_more() {
    let app = TestApp::new().await;
    let reply = app.visitor().post(PATH, &credentials("ana@example.com", PASSWORD)).await;
    assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    let mut body = reply.problem(401, "invalid_credentials");
    assert!(body["detail"].take().as_str().is_some_and(|detail| !detail.is_empty()));
    assert!(body["request_id"].take().as_str().is_some_and(|id| id.len() == 36));
    let expected = json!({
        "type": "urn:kenmovie:problem:invalid_credentials", "title": "Unauthorized", "status": 401,
        "detail": null, "code": "invalid_credentials", "request_id": null,
    });
    assert_eq!(body, expected);
}
