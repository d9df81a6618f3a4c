//! What a sign-up makes, once, twice and many times at once.

use std::collections::HashSet;

use kenmovie_testkit::{PASSWORD, TestApp, at_once};
use serde_json::{Value, json};

use crate::{PATH, ana, ana_but};

#[tokio::test]
async fn a_person_who_signs_up_is_signed_in() {
    let app = TestApp::new().await;
    let reply = app.visitor().post(PATH, &ana()).await;
    let browser = app.visitor().browser(&reply.jar());
    let made = reply.ok(201);
    let session = browser.get("/api/session").await.ok(200);
    assert_eq!(session["user"], made["user"]);
}

#[tokio::test]
async fn the_answer_is_the_user_and_nothing_else() {
    let app = TestApp::new().await;
    let body = app.visitor().post(PATH, &ana()).await.ok(201);
    let id = body["user"]["id"].as_str().unwrap();
    assert_eq!(
        body,
        json!({ "user": {
            "id": id, "name": "Ana", "age": 30, "email": "ana@example.com", "email_verified": false,
            "role": "user", "language": "es", "has_password": true, "created_at": "2026-01-01T12:00:00.000Z",
        }})
    );
}

#[tokio::test]
async fn the_password_is_kept_as_argon2id_with_the_parameters_of_owasp() {
    let app = TestApp::new().await;
    app.visitor().post(PATH, &ana()).await.ok(201);
    let kept = app.store.credentials("ana@example.com").await.unwrap().unwrap().password_hash.unwrap();
    assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
}

#[tokio::test]
async fn two_people_with_one_password_have_different_hashes() {
    let app = TestApp::new().await;
    app.visitor().post(PATH, &ana()).await.ok(201);
    app.visitor().post(PATH, &ana_but("email", "bea@example.com")).await.ok(201);
    let of = async |email: &str| app.store.credentials(email).await.unwrap().unwrap().password_hash.unwrap();
    assert_ne!(of("ana@example.com").await, of("bea@example.com").await);
}

#[tokio::test]
async fn a_new_account_opens_with_its_password_whatever_the_case_of_its_address() {
    let app = TestApp::new().await;
    app.visitor().post(PATH, &ana_but("email", "Ana.Gil@Example.COM")).await.ok(201);
    for email in ["Ana.Gil@Example.COM", "ana.gil@example.com", "ANA.GIL@EXAMPLE.COM"] {
        let body = json!({ "email": email, "password": PASSWORD });
        let user = app.visitor().post("/api/login", &body).await.ok(200);
        assert_eq!(user["user"]["email"], "Ana.Gil@Example.COM", "the address stands as it was typed");
    }
}

#[tokio::test]
async fn a_password_is_the_same_composed_and_decomposed() {
    let app = TestApp::new().await;
    app.visitor().post(PATH, &ana_but("password", "pin\u{303}ata cafe\u{301} lluvia")).await.ok(201);
    let body = json!({ "email": "ana@example.com", "password": "piñata café lluvia" });
    app.visitor().post("/api/login", &body).await.ok(200);
}

#[tokio::test]
async fn white_space_around_a_password_belongs_to_it() {
    let app = TestApp::new().await;
    app.visitor().post(PATH, &ana_but("password", format!(" {PASSWORD} "))).await.ok(201);
    let with = |password: String| json!({ "email": "ana@example.com", "password": password });
    app.visitor().post("/api/login", &with(PASSWORD.to_owned())).await.problem(401, "invalid_credentials");
    app.visitor().post("/api/login", &with(format!(" {PASSWORD} "))).await.ok(200);
}

#[tokio::test]
async fn an_address_has_one_account_whatever_its_case_and_the_spaces_around_it() {
    let app = TestApp::new().await;
    app.visitor().post(PATH, &ana()).await.ok(201);
    for email in ["ana@example.com", "ANA@example.com", "Ana@Example.Com", "  ana@EXAMPLE.com "] {
        let reply = app.visitor().post(PATH, &ana_but("email", email)).await;
        assert!(reply.cookies().is_empty(), "a refused sign-up signs nobody in");
        reply.problem(409, "email_taken");
    }
}

#[tokio::test]
async fn who_is_refused_a_taken_address_changes_nothing_of_its_account() {
    let app = TestApp::new().await;
    let first = app.visitor().post(PATH, &ana()).await.ok(201);
    let mut other = ana_but("name", "Otra");
    other["password"] = "ventana-nueve-tormenta".into();
    app.visitor().post(PATH, &other).await.problem(409, "email_taken");
    let login = json!({ "email": "ana@example.com", "password": PASSWORD });
    assert_eq!(app.visitor().post("/api/login", &login).await.ok(200), first);
}

#[tokio::test]
async fn twenty_sign_ups_of_one_address_at_once_make_one_account() {
    let app = TestApp::new().await;
    // Twenty ways to write the same address.
    let spelt = |number: u32| -> String {
        let flipped = |(at, c): (usize, char)| if number >> at & 1 == 1 { c.to_ascii_uppercase() } else { c };
        "berta@example.com".chars().enumerate().map(flipped).collect()
    };
    let visitor = app.visitor();
    let replies = at_once((0..20).map(|number| visitor.post(PATH, &ana_but("email", spelt(number))))).await;
    let (made, refused): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 201);
    assert_eq!(made.len(), 1);
    assert_eq!(refused.len(), 19);
    for reply in refused {
        reply.problem(409, "email_taken");
    }
    let kept = app.store.credentials("berta@example.com").await.unwrap().unwrap().user;
    assert_eq!(made[0].body["user"]["id"], kept.id.to_string());
}

#[tokio::test]
async fn twenty_people_at_once_get_an_account_each() {
    let app = TestApp::new().await;
    let visitor = app.visitor();
    let body = |number: u32| ana_but("email", format!("p{number}@example.com"));
    let replies = at_once((0..20).map(|number| visitor.post(PATH, &body(number)))).await;
    let ids: HashSet<String> =
        replies.into_iter().map(|reply| reply.ok(201)["user"]["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids.len(), 20);
}

#[tokio::test]
async fn mail_is_written_in_the_language_that_the_browser_asks_for() {
    let app = TestApp::new().await;
    let asked = [
        ("en-GB,en;q=0.9", "en"),
        ("fr-FR, en;q=0.8", "en"),
        ("es-AR", "es"),
        ("fr", "es"),
        ("é", "es"),
        ("*", "es"),
    ];
    for (number, (accept, language)) in asked.into_iter().enumerate() {
        let body = ana_but("email", format!("p{number}@example.com"));
        let made = app.visitor().with("accept-language", accept).post(PATH, &body).await.ok(201);
        assert_eq!(made["user"]["language"], language, "{accept}");
    }
}

#[tokio::test]
async fn what_is_left_of_an_old_session_does_not_keep_anybody_from_signing_up() {
    let app = TestApp::new().await;
    let before = app.user().await;
    app.expire_tokens();
    before.post(PATH, &ana()).await.ok(201);
    let odd = app.visitor().browser("km_access=nonsense; km_refresh=nonsense; other=1");
    odd.post(PATH, &ana_but("email", "bea@example.com")).await.ok(201);
}

#[tokio::test]
async fn who_signs_up_while_signed_in_becomes_the_new_person() {
    let app = TestApp::new().await;
    let reply = app.user().await.post(PATH, &ana()).await;
    let session = app.visitor().browser(&reply.jar()).get("/api/session").await.ok(200);
    assert_eq!(session["user"]["email"], "ana@example.com");
}

#[tokio::test]
async fn a_new_person_is_a_user_and_holds_a_users_scopes() {
    let app = TestApp::new().await;
    let reply = app.visitor().post(PATH, &ana()).await;
    let session = app.visitor().browser(&reply.jar()).get("/api/session").await.ok(200);
    let scopes: Vec<&str> = session["scopes"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(
        scopes,
        [
            "movies:read",
            "user-movies:read",
            "user-movies:write",
            "comments:write",
            "reactions:write",
            "ratings:write",
            "reports:write",
            "messages:read",
            "messages:write",
            "account:read",
            "account:write",
        ]
    );
}
