//! The cookies that a sign-in sets, and the sites that it is taken from.

use kenmovie_common::domain::Role;
use kenmovie_testkit::{ORIGIN, PASSWORD, SECURE_ORIGIN, TestApp};

use crate::{PATH, credentials};

/// A cookie's line without its value.
fn attributes(line: &str) -> String {
    let (name, rest) = line.split_once('=').unwrap_or_default();
    let (_, attributes) = rest.split_once(';').unwrap_or_default();
    format!("{name};{attributes}")
}

#[tokio::test]
async fn on_plain_http_the_cookies_have_no_prefix_and_are_not_secure() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let reply = app.visitor().post(PATH, &credentials(&ana.email, PASSWORD)).await;
    let lines: Vec<String> = reply.cookies().iter().map(|line| attributes(line)).collect();
    assert_eq!(
        lines,
        [
            "km_access; Path=/; Max-Age=900; HttpOnly; SameSite=Lax",
            "km_refresh; Path=/; Max-Age=1209600; HttpOnly; SameSite=Strict",
            "km_device; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax",
        ]
    );
}

#[tokio::test]
async fn on_https_the_cookies_are_the_hosts_own_and_secure() {
    let app = TestApp::secure().await;
    let ana = app.person(Role::User).await;
    let reply = app.visitor().post(PATH, &credentials(&ana.email, PASSWORD)).await;
    let lines: Vec<String> = reply.cookies().iter().map(|line| attributes(line)).collect();
    assert_eq!(
        lines,
        [
            "__Host-km_access; Path=/; Max-Age=900; HttpOnly; SameSite=Lax; Secure",
            "__Host-km_refresh; Path=/; Max-Age=1209600; HttpOnly; SameSite=Strict; Secure",
            "__Host-km_device; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax; Secure",
        ]
    );
}

#[tokio::test]
async fn both_cookies_of_an_admin_stay_under_4_kib() {
    let app = TestApp::secure().await;
    let ana = app.person(Role::Admin).await;
    let reply = app.visitor().post(PATH, &credentials(&ana.email, PASSWORD)).await;
    assert!(reply.jar().len() < 4096, "{}", reply.jar().len());
    assert!(!reply.body.to_string().contains(&reply.cookie("__Host-km_access").unwrap()));
}

#[tokio::test]
async fn cookies_of_plain_http_are_not_read_on_https() {
    let app = TestApp::secure().await;
    let ana = app.person(Role::User).await;
    let jar = app.visitor().post(PATH, &credentials(&ana.email, PASSWORD)).await.jar();
    let planted = app.visitor().browser(&jar.replace("__Host-", ""));
    assert_eq!(planted.get("/api/session").await.ok(200), serde_json::json!({}));
    planted.get("/api/blocked-movies").await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn another_site_cannot_sign_anybody_in_with_cookies_or_without() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let refused = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("sec-fetch-site", ""),
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "http://localhost:8081"),
        ("origin", "https://localhost:8080"),
        ("origin", SECURE_ORIGIN),
    ];
    for (name, value) in refused {
        for cookies in [None, Some("km_refresh=x"), Some("km_access=x")] {
            let mut client = app.visitor().with(name, value);
            if let Some(cookies) = cookies {
                client = client.with("cookie", cookies);
            }
            let reply = client.post(PATH, &credentials(&ana.email, PASSWORD)).await;
            assert!(reply.cookies().is_empty(), "{name}: {value}");
            reply.problem(403, "csrf");
        }
    }
    app.visitor()
        .with("cookie", "km_access=x")
        .post(PATH, &credentials(&ana.email, PASSWORD))
        .await
        .problem(403, "csrf");
}

#[tokio::test]
async fn the_site_itself_and_programs_without_cookies_are_let_in() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let said = [
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "none"),
        ("origin", ORIGIN),
        ("user-agent", "curl"),
    ];
    for (name, value) in said {
        app.visitor().with(name, value).post(PATH, &credentials(&ana.email, PASSWORD)).await.ok(200);
    }
}
