//! A browser signs in by a provider.

use kenmovie_common::domain::{SignInMethod, SignInOutcome};
use kenmovie_common::http::Limits;
use kenmovie_common::ports::Clock as _;
use kenmovie_testkit::{ORIGIN, SECURE_ORIGIN, TestApp};
use serde_json::json;

use crate::stage::{BEGIN, CALLBACK, Stage, person, sent_to, turned_away};

#[tokio::test]
async fn somebody_new_gets_an_account_and_a_session() {
    let stage = Stage::new().await;
    let browser = stage.app.visitor().with("accept-language", "en-GB,es");
    let reply = stage.leave(&browser, "", &person("1", "Ana@Gmail.com")).await.arrive().await;
    sent_to(&reply, "/");
    let user = stage.who(&reply).await;
    let known = stage.account_of("ana@gmail.com").await.unwrap();
    assert_eq!(
        user,
        json!({
            "id": known.id.to_string(), "name": "Ana de Google", "email": "Ana@Gmail.com", "email_verified": true,
            "role": "user", "language": "en", "has_password": false, "created_at": "2026-01-01T12:00:00.000Z",
        }),
        "no age and no password"
    );
}

#[tokio::test]
async fn they_are_the_same_person_the_next_time_whatever_became_of_their_address_and_name() {
    let stage = Stage::new().await;
    let first = stage.who(&stage.sign_in(&person("1", "ana@gmail.com")).await).await;
    let mut later = person("1", "ana.maria@gmail.com");
    later["name"] = json!("Otra");
    assert_eq!(stage.who(&stage.sign_in(&later).await).await, first);
    let without = json!({ "sub": "1" });
    assert_eq!(stage.who(&stage.sign_in(&without).await).await, first);
    assert!(stage.account_of("ana.maria@gmail.com").await.is_none());
    let other = stage.who(&stage.sign_in(&person("2", "bea@gmail.com")).await).await;
    assert_ne!(other["id"], first["id"]);
}

#[tokio::test]
async fn many_callbacks_at_once_for_somebody_new_make_one_account() {
    let stage = Stage::new().await;
    let ana = person("1", "ana@gmail.com");
    let mut returning = Vec::new();
    for _ in 0..12 {
        returning.push(stage.leave(&stage.app.visitor(), "", &ana).await);
    }
    let arriving: Vec<_> =
        returning.into_iter().map(|back| tokio::spawn(async move { back.arrive().await })).collect();
    let known = stage.account_of("ana@gmail.com");
    let mut ids = std::collections::BTreeSet::new();
    for reply in arriving {
        ids.insert(stage.who(&reply.await.unwrap()).await["id"].as_str().unwrap().to_owned());
    }
    assert_eq!(ids.into_iter().collect::<Vec<_>>(), [known.await.unwrap().id.to_string()]);
}

#[tokio::test]
async fn a_name_that_could_not_be_registered_becomes_one_that_could() {
    let stage = Stage::new().await;
    for (number, name, kept) in [
        (1, json!("  Ana\u{202e}\n López "), "Ana López"),
        (2, json!("x"), "p2"),
        (3, json!("á".repeat(90)), &"á".repeat(50)),
        (4, json!(null), "p4"),
        (5, json!("<b>Ana</b>"), "<b>Ana</b>"),
    ] {
        let mut somebody = person(&number.to_string(), &format!("p{number}@gmail.com"));
        somebody["name"] = name;
        assert_eq!(stage.who(&stage.sign_in(&somebody).await).await["name"], kept);
    }
}

#[tokio::test]
async fn without_an_address_there_is_no_account() {
    let stage = Stage::new().await;
    for email in [json!(null), json!(""), json!("ana"), json!("a\r\nb@c.com")] {
        let mut nobody = person("1", "");
        nobody["email"] = email.clone();
        turned_away(&stage.sign_in(&nobody).await, "email_missing");
    }
}

#[tokio::test]
async fn the_cookies_are_those_of_any_session_and_the_flow_leaves_none() {
    let stage = Stage::at(SECURE_ORIGIN, Limits::Relaxed).await;
    let begun = stage.app.visitor().get(BEGIN).await;
    let [flow] = begun.cookies().try_into().unwrap();
    let attributes = flow.split_once(';').unwrap().1;
    assert!(flow.starts_with("__Host-km_oauth="), "{flow}");
    assert_eq!(attributes, " Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure");
    let back = stage.leave(&stage.app.visitor(), "", &person("1", "ana@gmail.com")).await;
    let names: Vec<String> = back
        .arrive()
        .await
        .cookies()
        .iter()
        .map(|line| {
            let (pair, attributes) = line.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let kept = if value.is_empty() { "gone" } else { "kept" };
            let policy = attributes.split("SameSite=").nth(1).unwrap();
            format!("{name} {kept} {policy}")
        })
        .collect();
    assert_eq!(
        names,
        [
            "__Host-km_oauth gone Lax; Secure",
            "__Host-km_access kept Lax; Secure",
            "__Host-km_refresh kept Strict; Secure",
            "__Host-km_device kept Lax; Secure",
        ]
    );
}

#[tokio::test]
async fn a_sign_in_is_noted_for_its_person() {
    let stage = Stage::new().await;
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0";
    let browser = stage.app.visitor().with("user-agent", agent).at("192.0.2.77");
    let reply = stage.leave(&browser, "", &person("1", "ana@gmail.com")).await.arrive().await;
    sent_to(&reply, "/");
    let now = stage.app.clock.now();
    let user = stage.account_of("ana@gmail.com").await.unwrap();
    let [record] = stage.app.kv.sign_ins_of(user.id, now).await.unwrap().try_into().unwrap();
    assert_eq!((record.method, record.outcome), (SignInMethod::Provider, SignInOutcome::SignedIn));
    assert_eq!((record.at, record.machine), (now, false));
    assert_eq!(
        (record.device.browser.as_str(), record.device.address.as_str()),
        ("Firefox, Linux", "192.0.2.0/24")
    );
}

#[tokio::test]
async fn what_a_provider_calls_somebody_is_no_password() {
    let stage = Stage::new().await;
    sent_to(&stage.sign_in(&person("108234567890123456789", "ana@gmail.com")).await, "/");
    for password in ["108234567890123456789", "google", "null", " ", "Ana de Google"] {
        stage.login("ana@gmail.com", password).await.problem(401, "invalid_credentials");
    }
}

#[tokio::test]
async fn where_google_is_not_configured_there_is_nothing() {
    let app = TestApp::new().await;
    app.visitor().get(BEGIN).await.problem(404, "not_found");
    app.visitor().get(&format!("{CALLBACK}?code=a&state=b")).await.problem(404, "not_found");
    assert_eq!(app.visitor().get("/api/config").await.ok(200)["google"], false);
    let stage = Stage::new().await;
    assert_eq!(stage.app.visitor().get("/api/config").await.ok(200)["google"], true);
}

#[tokio::test]
async fn a_provider_that_does_not_answer_is_told_so_at_both_ends() {
    let stage = Stage::new().await;
    let ana = person("1", "ana@gmail.com");
    stage.provider.breaks(true);
    turned_away(&stage.app.visitor().get(BEGIN).await, "provider_unavailable");
    stage.provider.breaks(false);
    let back = stage.leave(&stage.app.visitor(), "", &ana).await;
    stage.provider.breaks(true);
    turned_away(&back.arrive().await, "provider_unavailable");
    stage.provider.breaks(false);
    sent_to(&stage.sign_in(&ana).await, "/");
}

#[tokio::test]
async fn whoever_begins_too_often_is_sent_to_a_page_too() {
    let stage = Stage::at(ORIGIN, Limits::Production).await;
    let (app, provider) = (&stage.app, &stage.provider);
    let browser = app.visitor().at("192.0.2.1");
    for _ in 0..60 {
        assert!(browser.get(BEGIN).await.header("location").unwrap().starts_with(provider.issuer()));
    }
    let reply = browser.get(BEGIN).await;
    turned_away(&reply, "rate_limited");
    assert!(reply.header("ratelimit").is_some());
    let other = app.visitor().at("192.0.2.2").get(BEGIN).await;
    assert!(other.header("location").unwrap().starts_with(provider.issuer()));
}
