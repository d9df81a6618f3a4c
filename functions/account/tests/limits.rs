//! How often something may be asked for.

use kenmovie_common::http::Limit;
use kenmovie_testkit::TestApp;
use serde_json::{Value, json};

use crate::{ACCOUNT, CHANGE_EMAIL, CHANGE_PASSWORD, EXPORT, FORGOTTEN, RESET, VERIFY};

#[tokio::test]
async fn an_address_asks_for_resets_ten_times_an_hour() {
    let app = TestApp::strict().await;
    let visitor = app.visitor().at("203.0.113.7");
    let forgotten = json!({"email": "ana@example.com"});
    for left in (0..10).rev() {
        let reply = match left % 2 {
            0 => visitor.post(FORGOTTEN, &forgotten).await,
            _ => visitor.post(RESET, &json!({})).await,
        };
        assert_eq!(reply.header("ratelimit"), Some(format!("\"reset\";r={left};t=3600").as_str()));
    }
    for path in [FORGOTTEN, RESET] {
        let reply = visitor.post(path, &forgotten).await;
        assert_eq!(reply.header("retry-after"), Some("3600"));
        reply.problem(429, "rate_limited");
    }
    app.visitor().at("203.0.113.8").post(FORGOTTEN, &forgotten).await.ok(202);
    app.clock.advance(Limit::RESET.window);
    visitor.post(FORGOTTEN, &forgotten).await.ok(202);
}

#[tokio::test]
async fn an_account_sends_itself_five_letters_an_hour() {
    let app = TestApp::strict().await;
    let (ana, bea) = (app.user().await, app.user().await);
    for number in 0..5 {
        let reply = match number % 2 {
            0 => ana.post(VERIFY, &json!({})).await,
            _ => ana.post(CHANGE_EMAIL, &json!({})).await,
        };
        assert!(reply.status < 429, "{:?}", reply.body);
    }
    ana.post(VERIFY, &json!({})).await.problem(429, "rate_limited");
    ana.post(CHANGE_EMAIL, &json!({})).await.problem(429, "rate_limited");
    bea.post(VERIFY, &json!({})).await.ok(202);
}

#[tokio::test]
async fn an_account_tries_its_password_ten_times_an_hour_wherever_it_is_signed_in() {
    let app = TestApp::strict().await;
    let user = app.person(kenmovie_common::domain::Role::User).await;
    let (laptop, phone) = (app.signed_in(&user).await, app.signed_in(&user).await);
    for _ in 0..5 {
        laptop.put(CHANGE_PASSWORD, &json!({})).await.problem(422, "validation_failed");
        phone.delete(ACCOUNT).json(&json!({})).await.problem(422, "validation_failed");
    }
    laptop.put(CHANGE_PASSWORD, &json!({})).await.problem(429, "rate_limited");
    phone.delete(ACCOUNT).json(&json!({})).await.problem(429, "rate_limited");
    app.clock.advance(Limit::PASSWORD.window);
    app.signed_in(&user).await.put(CHANGE_PASSWORD, &json!({})).await.problem(422, "validation_failed");
}

#[tokio::test]
async fn an_account_is_exported_ten_times_an_hour() {
    let app = TestApp::strict().await;
    let ana = app.user().await;
    for _ in 0..10 {
        assert_ne!(ana.get(EXPORT).await.ok(200), Value::Null);
    }
    ana.get(EXPORT).await.problem(429, "rate_limited");
}
