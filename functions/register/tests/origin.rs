//! The cookies that a sign-up sets, and the sites that it is taken from.

use kenmovie_testkit::{ORIGIN, SECURE_ORIGIN, TestApp};

use crate::{PATH, ana};

/// The lines of cookies without their values.
fn attributes(cookies: &[String]) -> Vec<String> {
    let without = |line: &String| {
        let (name, rest) = line.split_once('=').unwrap_or_default();
        let (_, attributes) = rest.split_once(';').unwrap_or_default();
        format!("{name};{attributes}")
    };
    cookies.iter().map(without).collect()
}

#[tokio::test]
async fn on_plain_http_the_cookies_have_no_prefix_and_are_not_secure() {
    let app = TestApp::new().await;
    let reply = app.visitor().post(PATH, &ana()).await;
    assert_eq!(
        attributes(&reply.cookies()),
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
    let reply = app.visitor().post(PATH, &ana()).await;
    assert_eq!(
        attributes(&reply.cookies()),
        [
            "__Host-km_access; Path=/; Max-Age=900; HttpOnly; SameSite=Lax; Secure",
            "__Host-km_refresh; Path=/; Max-Age=1209600; HttpOnly; SameSite=Strict; Secure",
            "__Host-km_device; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax; Secure",
        ]
    );
    let session = app.visitor().browser(&reply.jar()).get("/api/session").await.ok(200);
    assert_eq!(session["user"]["email"], "ana@example.com");
}

#[tokio::test]
async fn no_header_turns_https_on_or_off() {
    let forged = |app: &TestApp, scheme: &str| {
        app.visitor()
            .with("host", "evil.example")
            .with("x-forwarded-host", "evil.example")
            .with("x-forwarded-proto", scheme)
            .with("forwarded", &format!("host=evil.example;proto={scheme}"))
            .post(PATH, &ana())
    };
    let reply = forged(&TestApp::new().await, "https").await;
    assert!(reply.cookies().iter().all(|line| line.starts_with("km_") && !line.contains("Secure")));
    let reply = forged(&TestApp::secure().await, "http").await;
    assert!(reply.cookies().iter().all(|line| line.starts_with("__Host-km_") && line.ends_with("; Secure")));
}

#[tokio::test]
async fn no_token_is_in_the_body_that_a_browser_gets() {
    let app = TestApp::new().await;
    let reply = app.visitor().post(PATH, &ana()).await;
    let body = reply.body.to_string();
    for name in ["km_access", "km_refresh"] {
        let secret = reply.cookie(name).unwrap();
        assert!(secret.len() > 40 && !body.contains(&secret), "{name}");
    }
}

#[tokio::test]
async fn nobody_keeps_the_answer() {
    let app = TestApp::new().await;
    let reply = app.visitor().post(PATH, &ana()).await;
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
}

#[tokio::test]
async fn another_site_cannot_sign_anybody_up_with_cookies_or_without() {
    let app = TestApp::new().await;
    let held = app.user().await;
    let refused = [
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
        vec![("sec-fetch-site", "Same-Origin")],
        vec![("sec-fetch-site", "")],
        vec![("sec-fetch-site", "cross-site"), ("origin", ORIGIN)],
        vec![("origin", "https://evil.example")],
        vec![("origin", "null")],
        vec![("origin", "http://localhost")],
        vec![("origin", "http://localhost:8081")],
        vec![("origin", "https://localhost:8080")],
        vec![("origin", "http://localhost:8080.evil.example")],
    ];
    for headers in refused {
        for cookies in [None, Some("km_refresh=x"), Some("km_access=x")] {
            let mut client = app.visitor();
            for (name, value) in &headers {
                client = client.with(name, value);
            }
            if let Some(cookies) = cookies {
                client = client.with("cookie", cookies);
            }
            let reply = client.post(PATH, &ana()).await;
            assert_eq!(reply.status, 403, "{headers:?} {cookies:?}");
            assert!(reply.cookies().is_empty());
            reply.problem(403, "csrf");
        }
    }
    drop(held);
}

#[tokio::test]
async fn a_form_that_says_nothing_of_its_site_and_has_cookies_is_refused() {
    let app = TestApp::new().await;
    app.visitor().with("cookie", "km_access=x").post(PATH, &ana()).await.problem(403, "csrf");
    app.visitor().with("cookie", "km_refresh=x").post(PATH, &ana()).await.problem(403, "csrf");
    // Another application's cookies are none of ours.
    app.visitor().with("cookie", "theme=dark").post(PATH, &ana()).await.ok(201);
}

#[tokio::test]
async fn the_site_itself_and_programs_without_cookies_are_let_in() {
    for (name, value) in [
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "none"),
        ("origin", ORIGIN),
        ("user-agent", "curl"),
    ] {
        let app = TestApp::new().await;
        app.visitor().with(name, value).post(PATH, &ana()).await.ok(201);
    }
    let app = TestApp::secure().await;
    app.visitor().with("origin", ORIGIN).post(PATH, &ana()).await.problem(403, "csrf");
    app.visitor().with("origin", SECURE_ORIGIN).post(PATH, &ana()).await.ok(201);
}
