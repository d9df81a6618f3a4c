//! What is not a sign-up at all.

use kenmovie_testkit::{BODY_LIMIT, TestApp, at_once, padded};
use serde_json::{Value, json};

use crate::{PATH, ana, ana_but};

#[tokio::test]
async fn what_is_not_a_json_object_is_malformed() {
    let app = TestApp::new().await;
    let deep = "[".repeat(60_000);
    let deep_object = r#"{"a":"#.repeat(10_000);
    let bad: [&[u8]; 17] = [
        b"",
        b" ",
        b"{",
        b"}",
        b"[]",
        b"null",
        b"true",
        b"\"ana\"",
        b"1",
        b"{\"name\":}",
        b"{'name':'Ana'}",
        b"{\"name\":\"Ana\"}{}",
        b"{\"age\":1e999}",
        b"{\"name\":\"\\ud800\"}",
        b"{\"name\":\"\xff\xfe\"}",
        deep.as_bytes(),
        deep_object.as_bytes(),
    ];
    for body in bad {
        let reply = app.visitor().request("POST", PATH).raw("application/json", body.to_vec()).await;
        assert_eq!(
            reply.status,
            400,
            "{:?}: {:#}",
            String::from_utf8_lossy(&body[..body.len().min(40)]),
            reply.body
        );
        reply.problem(400, "malformed_json");
    }
    let marked = format!("\u{feff}{}", ana());
    app.visitor().request("POST", PATH).raw("application/json", marked).await.problem(400, "malformed_json");
}

#[tokio::test]
async fn a_member_of_the_wrong_type_is_named() {
    let app = TestApp::new().await;
    let wrong = [json!(null), json!(true), json!([]), json!({}), json!(["Ana"])];
    for member in ["name", "age", "email", "password"] {
        for value in &wrong {
            let reply = app.visitor().post(PATH, &ana_but(member, value.clone())).await;
            reply.invalid(&[&format!("{member} invalid_type")]);
        }
    }
    for (member, value) in
        [("name", json!(5)), ("age", json!("30")), ("email", json!(1.5)), ("password", json!(12_345_678))]
    {
        app.visitor().post(PATH, &ana_but(member, value)).await.invalid(&[&format!("{member} invalid_type")]);
    }
    assert!(app.store.credentials("ana@example.com").await.unwrap().is_none());
}

#[tokio::test]
async fn a_crowd_of_unknown_members_gets_an_answer_of_bounded_size() {
    let app = TestApp::new().await;
    let mut body = ana();
    for number in 0..2000 {
        body[format!("{number}-{}", "x".repeat(20))] = Value::Null;
    }
    let reply = app.visitor().post(PATH, &body).await;
    assert!(reply.body.to_string().len() < 8 * 1024);
    reply.problem(422, "validation_failed");
}

#[tokio::test]
async fn only_json_is_taken() {
    let app = TestApp::new().await;
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonx",
        "application/problem+json",
        "text/json",
        "",
    ] {
        let reply = app.visitor().request("POST", PATH).raw(kind, ana().to_string()).await;
        assert_eq!(reply.status, 415, "{kind:?}");
        reply.problem(415, "unsupported_media_type");
    }
    app.visitor().request("POST", PATH).await.problem(415, "unsupported_media_type");
    let kind = "Application/JSON; charset=utf-8";
    app.visitor().request("POST", PATH).raw(kind, ana().to_string()).await.ok(201);
}

#[tokio::test]
async fn a_body_of_64_kib_is_read_and_one_byte_more_is_too_large() {
    let app = TestApp::new().await;
    let send = |body: String| app.visitor().request("POST", PATH).raw("application/json", body);
    send(padded(&ana(), BODY_LIMIT + 1)).await.problem(413, "body_too_large");
    assert!(app.store.credentials("ana@example.com").await.unwrap().is_none());
    send(padded(&ana(), BODY_LIMIT)).await.ok(201);
}

#[tokio::test]
async fn a_length_that_is_said_to_be_too_large_is_believed() {
    let app = TestApp::new().await;
    let said = |length: usize| {
        let sent = app.visitor().request("POST", PATH).raw("application/json", ana().to_string());
        sent.header("content-length", &length.to_string())
    };
    said(BODY_LIMIT + 1).await.problem(413, "body_too_large");
    said(10 * 1024 * 1024).await.problem(413, "body_too_large");
}

#[tokio::test]
async fn a_password_of_a_million_characters_costs_nobody_a_hash() {
    let app = TestApp::new().await;
    let bodies = (0..20).map(|_| app.visitor().post(PATH, &ana_but("password", "x".repeat(1_000_000))));
    for reply in at_once(bodies).await {
        reply.problem(413, "body_too_large");
    }
    let longest = "x".repeat(BODY_LIMIT - 200);
    app.visitor().post(PATH, &ana_but("password", longest)).await.invalid(&["password too_long"]);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_so_before_anything_else_is_asked() {
    let app = TestApp::new().await;
    let other_site = app.visitor().with("sec-fetch-site", "cross-site").with("x-api-token", "km_unknown");
    other_site
        .request("POST", PATH)
        .raw("text/plain", "x".repeat(BODY_LIMIT + 1))
        .await
        .problem(413, "body_too_large");
    // And what comes from another site is refused before it is read.
    other_site.request("POST", PATH).raw("text/plain", "{").await.problem(403, "csrf");
}

#[tokio::test]
async fn other_methods_are_told_which_one_there_is() {
    let app = TestApp::new().await;
    for method in ["GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW"] {
        let reply = app.visitor().request(method, PATH).await;
        assert_eq!(reply.header("allow"), Some("POST"), "{method}");
        assert_eq!(reply.status, 405, "{method}");
        if method != "HEAD" {
            reply.problem(405, "method_not_allowed");
        }
    }
}

#[tokio::test]
async fn addresses_beside_it_are_not_there() {
    let app = TestApp::new().await;
    for path in [
        "/api/register/",
        "/api/Register",
        "/api//register",
        "/api/register/x",
        "/register",
        "/api/register%2f",
    ] {
        app.visitor().post(path, &ana()).await.problem(404, "not_found");
    }
}
