//! `GET /api/account/sign-ins`

use kenmovie_common::domain::{Device, SignInMethod, SignInOutcome, SignInRecord};
use kenmovie_common::ports::Clock as _;
use kenmovie_testkit::TestApp;
use serde_json::{Value, json};

use crate::{MOMENT, NEW, SIGN_INS, forgotten, reset, sign_in, sign_up, without_password};

#[tokio::test]
async fn sign_ins_are_listed_newest_first_to_their_person_alone() {
    let app = TestApp::new().await;
    let ((ana, browser), (_, other)) =
        (without_password(&app, "ana").await, without_password(&app, "bea").await);
    let device = Device { browser: "Firefox, Linux".into(), address: "192.0.2.0/24".into() };
    for outcome in [SignInOutcome::SignedIn, SignInOutcome::Refused, SignInOutcome::Throttled] {
        app.clock.advance(MOMENT);
        let (at, method, device) = (app.clock.now(), SignInMethod::Password, device.clone());
        let record = SignInRecord { at, method, outcome, machine: outcome == SignInOutcome::Refused, device };
        app.kv.record_sign_in(Some(ana.id), &record).await.unwrap();
    }
    let reply = browser.get(SIGN_INS).await;
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    let item = |at: &str, outcome: &str, machine: bool| {
        json!({
            "at": at, "method": "password", "outcome": outcome, "machine": machine,
            "browser": "Firefox, Linux", "address": "192.0.2.0/24",
        })
    };
    let expected = json!({ "items": [
        item("2026-01-01T12:00:00.003Z", "throttled", false),
        item("2026-01-01T12:00:00.002Z", "refused", true),
        item("2026-01-01T12:00:00.001Z", "signed_in", false),
    ]});
    assert_eq!(reply.ok(200), expected);
    assert_eq!(other.get(SIGN_INS).await.ok(200), json!({ "items": [] }));
}

#[tokio::test]
async fn a_reset_is_among_them() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let link = forgotten(&app, &ana.email).await;
    reset(&app, &link, NEW).await.ok(204);
    app.clock.advance(MOMENT);
    let back = app.visitor().browser(&sign_in(&app, &ana.email, NEW).await.jar());
    let all = back.get(SIGN_INS).await.ok(200);
    let methods: Vec<&Value> = all["items"].as_array().unwrap().iter().map(|item| &item["method"]).collect();
    assert!(methods.contains(&&json!("reset")), "{all:#}");
}
