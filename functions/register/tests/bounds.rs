//! Both sides of every edge.

use kenmovie_testkit::TestApp;
use serde_json::{Value, json};

use crate::{PATH, ana, ana_but};

/// Ana with this member is refused for this reason alone, and nothing is written.
async fn refused(member: &str, value: impl Into<Value>, code: &str) {
    let app = TestApp::new().await;
    let value = value.into();
    let reply = app.visitor().post(PATH, &ana_but(member, value.clone())).await;
    assert_eq!(reply.status, 422, "{member} {value}: {:#}", reply.body);
    assert!(reply.cookies().is_empty(), "a refused sign-up signs nobody in");
    reply.invalid(&[&format!("{member} {code}")]);
    assert!(app.store.credentials("ana@example.com").await.is_ok_and(|found| found.is_none()), "{value}");
}

/// Ana with this member is taken; gives what is kept of it.
async fn taken(member: &str, value: impl Into<Value>) -> Value {
    let app = TestApp::new().await;
    let made = app.visitor().post(PATH, &ana_but(member, value)).await.ok(201);
    made.pointer(&format!("/user/{member}")).cloned().unwrap_or_default()
}

/// An address of this many characters.
fn address(length: usize) -> String {
    let domain = [63, 63, 61].map(|label| "d".repeat(label)).join(".");
    format!("{}@{domain}", "a".repeat(length - 1 - domain.len()))
}

#[tokio::test]
async fn a_name_has_2_to_50_characters() {
    assert_eq!(taken("name", "Li").await, "Li");
    assert_eq!(taken("name", "ñ".repeat(50)).await, "ñ".repeat(50));
    refused("name", "L", "too_short").await;
    refused("name", "ñ".repeat(51), "too_long").await;
    refused("name", "", "required").await;
}

#[tokio::test]
async fn a_name_is_measured_after_trimming_and_composing() {
    assert_eq!(taken("name", "  Ana María\t").await, "Ana María");
    assert_eq!(taken("name", "Jose\u{301}").await, "José");
    assert_eq!(taken("name", "e\u{301}".repeat(50)).await, "é".repeat(50));
    assert_eq!(taken("name", "🎬🍿").await, "🎬🍿");
    refused("name", " L ", "too_short").await;
    refused("name", "e\u{301}", "too_short").await;
    refused("name", "    ", "required").await;
}

#[tokio::test]
async fn a_name_holds_no_control_and_no_bidi_character() {
    for bad in [
        '\0', '\u{7}', '\n', '\r', '\t', '\u{1b}', '\u{7f}', '\u{85}', '\u{200b}', '\u{200e}', '\u{200f}',
        '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}',
        '\u{2069}', '\u{2028}', '\u{feff}',
    ] {
        refused("name", format!("An{bad}a"), "forbidden_character").await;
    }
    refused("name", "\0\0", "forbidden_character").await;
    assert_eq!(taken("name", "محمد 三船").await, "محمد 三船");
}

#[tokio::test]
async fn an_age_is_a_whole_number_from_13_to_120() {
    assert_eq!(taken("age", 13).await, 13);
    assert_eq!(taken("age", 120).await, 120);
    for (age, code) in
        [(12, "too_small"), (0, "too_small"), (-1, "too_small"), (121, "too_large"), (269, "too_large")]
    {
        refused("age", age, code).await;
    }
    refused("age", i64::MIN, "too_small").await;
    refused("age", i64::MAX, "too_large").await;
    refused("age", 30.5, "invalid_type").await;
}

#[tokio::test]
async fn an_address_has_254_characters_at_most() {
    assert_eq!(taken("email", address(254)).await, address(254));
    refused("email", address(255), "too_long").await;
    refused("email", format!("{}@example.com", "a".repeat(65)), "invalid_format").await;
    refused("email", format!("a@{}.com", "d".repeat(64)), "invalid_format").await;
}

#[tokio::test]
async fn an_address_is_one_that_mail_can_be_sent_to() {
    for bad in [
        "ana",
        "ana@",
        "@example.com",
        "ana@example",
        "ana@@example.com",
        "ana@example..com",
        "ana@-a.com",
        ".a@b.co",
    ] {
        refused("email", bad, "invalid_format").await;
    }
    for bad in
        ["a na@example.com", "ana@example.com\0", "ana\r\nBcc: x@example.com", "ana@exa\u{202e}mple.com"]
    {
        refused("email", bad, "forbidden_character").await;
    }
    refused("email", "", "required").await;
    assert_eq!(taken("email", " ana@example.com ").await, "ana@example.com");
    assert_eq!(taken("email", "ñandú+cine@correo.es").await, "ñandú+cine@correo.es");
}

#[tokio::test]
async fn a_password_has_8_to_128_characters_of_any_kind() {
    let longest: String = "El cine de verano abre a las diez; la película empieza con la luna. "
        .repeat(2)
        .chars()
        .take(128)
        .collect();
    for good in ["kT9#vq2L", "七人の侍は名作だ", "🎬🦑🍿🌋🧵🪁🛶🎻", "a b\tc\nd\0e\u{202e}f", &longest]
    {
        let app = TestApp::new().await;
        app.visitor().post(PATH, &ana_but("password", good)).await.ok(201);
        let login = json!({ "email": "ana@example.com", "password": good });
        app.visitor().post("/api/login", &login).await.ok(200);
    }
    refused("password", "kT9#vq2", "too_short").await;
    refused("password", "七人の侍は名作", "too_short").await;
    refused("password", "", "required").await;
    refused("password", format!("{longest}x"), "too_long").await;
    refused("password", "ñ".repeat(10_000), "too_long").await;
}

#[tokio::test]
async fn a_password_is_none_of_those_that_are_guessed_first() {
    for common in ["password", "Password1", "12345678", "qwertyuiop", "iloveyou", "11111111", "abcd1234"] {
        refused("password", common, "too_common").await;
    }
}

#[tokio::test]
async fn a_password_is_neither_the_name_nor_the_address() {
    for same in [
        "ana.de.la.torre@example.com",
        "ANA.de.la.Torre@example.com",
        "Ana de la Torre Gil",
        "anA dE lA torré GIL",
    ] {
        let app = TestApp::new().await;
        let body = json!({
            "name": "Ana de la Torre Gil", "age": 30, "email": "ana.de.la.torre@example.com",
            "password": same,
        });
        app.visitor().post(PATH, &body).await.invalid(&["password same_as_identity"]);
        assert!(app.store.credentials("ana.de.la.torre@example.com").await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_name_of_signs_alone_is_not_the_same_as_a_password_of_other_signs() {
    let app = TestApp::new().await;
    let body = json!({ "name": "!!", "age": 30, "email": "ana@example.com", "password": "#·$%&/()=?¿*" });
    app.visitor().post(PATH, &body).await.ok(201);
}

#[tokio::test]
async fn every_bad_member_is_named_at_once() {
    let app = TestApp::new().await;
    let body = json!({ "name": "A", "age": "30", "email": "ana", "password": "corta", "role": "admin" });
    app.visitor().post(PATH, &body).await.invalid(&[
        "name too_short",
        "age invalid_type",
        "email invalid_format",
        "password too_short",
        "role unknown_field",
    ]);
    app.visitor().post(PATH, &json!({})).await.invalid(&[
        "name required",
        "age required",
        "email required",
        "password required",
    ]);
}

#[tokio::test]
async fn an_error_never_repeats_the_password() {
    let app = TestApp::new().await;
    let mut body = ana_but("password", "secreto");
    body["name"] = "A".into();
    let answer = app.visitor().post(PATH, &body).await.problem(422, "validation_failed").to_string();
    assert!(!answer.contains("secreto"), "{answer}");
    assert!(!answer.contains(ana()["email"].as_str().unwrap()), "{answer}");
}

#[tokio::test]
async fn nobody_gives_themselves_more_than_a_form_asks_for() {
    for member in
        ["role", "id", "email_verified", "auth_epoch", "password_hash", "language", "__proto__", "NAME"]
    {
        let app = TestApp::new().await;
        let reply = app.visitor().post(PATH, &ana_but(member, "admin")).await;
        reply.invalid(&[&format!("{member} unknown_field")]);
    }
}
