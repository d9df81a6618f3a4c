//! `GET /api/sessions`, `DELETE /api/sessions/{id}` and `DELETE /api/sessions`

use std::time::Duration;

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{Client, MALFORMED_IDS, NOBODYS_ID, PASSWORD, TestApp, at_once};
use serde_json::{Value, json};

use crate::{PROTECTED, SignedIn, refresh};

const SESSIONS: &str = "/api/sessions";
/// A session that was seen to live is believed for this long.
const BELIEVED: Duration = Duration::from_secs(8);

fn one(ana: &SignedIn) -> String {
    format!("{SESSIONS}/{}", ana.session.id)
}

async fn listed(browser: &Client) -> Vec<Value> {
    browser.get(SESSIONS).await.ok(200)["items"].as_array().unwrap().clone()
}

async fn ids(browser: &Client) -> Vec<String> {
    listed(browser).await.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_person_sees_the_browsers_that_they_are_signed_in_with() {
    let app = TestApp::new().await;
    let person = app.person(Role::User).await;
    let credentials = json!({"email": person.email, "password": PASSWORD});
    let from = |agent: &str, address: &str| app.visitor().with("user-agent", agent).at(address);
    let laptop =
        from("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "203.0.113.9");
    let laptop_jar = laptop.post("/api/login", &credentials).await.jar();
    app.clock.advance(Duration::from_mins(1));
    let phone = from("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", "2001:db8:1:2::3");
    let phone_jar = phone.post("/api/login", &credentials).await.jar();
    app.clock.advance(Duration::from_mins(2));
    let renewed = refresh(&app.visitor().browser(&laptop_jar)).await;
    let laptop = app.visitor().browser(&renewed.jar());

    let reply = laptop.get(SESSIONS).await;
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    let body = reply.ok(200);
    let ids: Vec<&Value> = body["items"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    let expected = json!({ "items": [
        {
            "id": ids[0], "created_at": "2026-01-01T12:01:00.000Z", "last_seen_at": "2026-01-01T12:01:00.000Z",
            "browser": "Chrome, Android", "address": "2001:db8:1::/48", "current": false,
        },
        {
            "id": ids[1], "created_at": "2026-01-01T12:00:00.000Z", "last_seen_at": "2026-01-01T12:03:00.000Z",
            "browser": "Firefox, Linux", "address": "203.0.113.0/24", "current": true,
        },
    ]});
    assert_eq!(body, expected);
    let seen_there = listed(&app.visitor().browser(&phone_jar)).await;
    assert_eq!((&seen_there[0]["current"], &seen_there[1]["current"]), (&json!(true), &json!(false)));
}

#[tokio::test]
async fn nobody_sees_what_is_another_persons_a_machines_or_over() {
    let app = TestApp::new().await;
    let (ana, bea) = (SignedIn::new(&app).await, SignedIn::new(&app).await);
    let machine = app.machine(&ana.user, Preset::Site).await;
    let ended = SignedIn::of(&app, ana.user.clone()).await;
    app.kv.end_session(ended.session.id).await.unwrap();
    assert_eq!(ids(&ana.browser(&app)).await, [ana.session.id.to_string()]);
    assert_eq!(ids(&bea.browser(&app)).await, [bea.session.id.to_string()]);
    let through_a_machine = listed(&machine).await;
    assert_eq!(through_a_machine.len(), 1);
    assert_eq!(through_a_machine[0]["current"], false);
    app.visitor().get(SESSIONS).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_device_that_is_ended_is_out_and_the_others_stay() {
    let app = TestApp::new().await;
    let laptop = SignedIn::new(&app).await;
    let phone = SignedIn::of(&app, laptop.user.clone()).await;
    phone.browser(&app).get(PROTECTED).await.ok(200);
    let reply = laptop.browser(&app).delete(&one(&phone)).await;
    assert!(reply.cookies().is_empty());
    assert_eq!(reply.ok(204), Value::Null);
    refresh(&phone.only_refresh(&app)).await.problem(401, "unauthenticated");
    app.clock.advance(BELIEVED);
    phone.browser(&app).get(PROTECTED).await.problem(401, "unauthenticated");
    assert_eq!(ids(&laptop.browser(&app)).await, [laptop.session.id.to_string()]);
    refresh(&laptop.browser(&app)).await.ok(200);
}

#[tokio::test]
async fn a_device_ends_once() {
    let app = TestApp::new().await;
    let laptop = SignedIn::new(&app).await;
    let phone = SignedIn::of(&app, laptop.user.clone()).await;
    let browser = laptop.browser(&app);
    let mut answers: Vec<u16> = at_once((0..10).map(|_| browser.delete(&one(&phone))))
        .await
        .iter()
        .map(|reply| reply.status)
        .collect();
    answers.sort_unstable();
    assert_eq!(answers, [204, 404, 404, 404, 404, 404, 404, 404, 404, 404]);
    browser.delete(&one(&phone)).await.problem(404, "not_found");
}

#[tokio::test]
async fn another_persons_device_is_not_found_and_goes_on() {
    let app = TestApp::new().await;
    let (ana, bea) = (SignedIn::new(&app).await, SignedIn::new(&app).await);
    let admin = app.admin().await;
    for client in [&bea.browser(&app), &admin] {
        client.delete(&one(&ana)).await.problem(404, "not_found");
        client.delete(&format!("{SESSIONS}/{NOBODYS_ID}")).await.problem(404, "not_found");
    }
    app.visitor().delete(&one(&ana)).await.problem(401, "unauthenticated");
    app.clock.advance(BELIEVED);
    ana.browser(&app).get(PROTECTED).await.ok(200);
    refresh(&ana.browser(&app)).await.ok(200);
}

#[tokio::test]
async fn what_is_no_id_is_not_found_and_ends_nothing() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    let phone = SignedIn::of(&app, ana.user.clone()).await;
    for bad in MALFORMED_IDS {
        let path = format!("{SESSIONS}/{bad}");
        ana.browser(&app).delete(&path).await.problem(404, "not_found");
    }
    refresh(&phone.browser(&app)).await.ok(200);
}

#[tokio::test]
async fn this_device_can_be_ended_like_any_other() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    ana.browser(&app).delete(&one(&ana)).await.ok(204);
    refresh(&ana.only_refresh(&app)).await.problem(401, "unauthenticated");
    app.clock.advance(BELIEVED);
    ana.browser(&app).get(PROTECTED).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn ending_all_others_spares_this_one() {
    let app = TestApp::new().await;
    let laptop = SignedIn::new(&app).await;
    let phone = SignedIn::of(&app, laptop.user.clone()).await;
    let machine = app.machine(&laptop.user, Preset::Site).await;
    let bea = SignedIn::new(&app).await;
    for client in [&laptop.browser(&app), &phone.browser(&app), &machine] {
        client.get(PROTECTED).await.ok(200);
    }
    assert_eq!(laptop.browser(&app).delete(SESSIONS).await.ok(204), Value::Null);
    refresh(&phone.only_refresh(&app)).await.problem(401, "unauthenticated");
    app.clock.advance(BELIEVED);
    for client in [&phone.browser(&app), &machine] {
        client.get(PROTECTED).await.problem(401, "unauthenticated");
    }
    for here in [&laptop, &bea] {
        here.browser(&app).get(PROTECTED).await.ok(200);
        refresh(&here.browser(&app)).await.ok(200);
    }
    assert_eq!(ids(&laptop.browser(&app)).await, [laptop.session.id.to_string()]);
}

#[tokio::test]
async fn all_others_are_ended_twice_in_a_row_and_a_new_one_begins() {
    let app = TestApp::new().await;
    let laptop = SignedIn::new(&app).await;
    for _ in 0..2 {
        laptop.browser(&app).delete(SESSIONS).await.ok(204);
    }
    let user = app.store.user(laptop.user.id).await.unwrap().unwrap();
    let phone = SignedIn::of(&app, user).await;
    app.clock.advance(BELIEVED);
    for here in [&laptop, &phone] {
        here.browser(&app).get(PROTECTED).await.ok(200);
        refresh(&here.browser(&app)).await.ok(200);
    }
    app.visitor().delete(SESSIONS).await.problem(401, "unauthenticated");
}

#[tokio::test(flavor = "multi_thread")]
async fn all_others_are_ended_many_times_at_once_from_one_device() {
    let app = TestApp::new().await;
    let laptop = SignedIn::new(&app).await;
    let phone = SignedIn::of(&app, laptop.user.clone()).await;
    let browser = laptop.browser(&app);
    for reply in at_once((0..10).map(|_| browser.delete(SESSIONS))).await {
        reply.ok(204);
    }
    app.clock.advance(BELIEVED);
    browser.get(PROTECTED).await.ok(200);
    refresh(&browser).await.ok(200);
    refresh(&phone.browser(&app)).await.problem(401, "unauthenticated");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_devices_that_end_each_other_not_both_stay() {
    for _ in 0..5 {
        let app = TestApp::new().await;
        let laptop = SignedIn::new(&app).await;
        let phone = SignedIn::of(&app, laptop.user.clone()).await;
        at_once([laptop.browser(&app).delete(SESSIONS), phone.browser(&app).delete(SESSIONS)]).await;
        app.clock.advance(BELIEVED);
        let mut stay = 0;
        for here in [&laptop, &phone] {
            stay += u32::from(refresh(&here.browser(&app)).await.status == 200);
        }
        assert!(stay <= 1);
    }
}

#[tokio::test]
async fn another_site_ends_no_device() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    let held = app.visitor().with("cookie", &format!("km_access={}", ana.access));
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        held.delete(SESSIONS).header(name, value).await.problem(403, "csrf");
        held.delete(&one(&ana)).header(name, value).await.problem(403, "csrf");
    }
    refresh(&ana.browser(&app)).await.ok(200);
}
