//! Everybody, as administrators see them.

use std::time::Duration;

use kenmovie_common::domain::Role;
use kenmovie_common::ports::Clock as _;
use kenmovie_testkit::{PASSWORD, TestApp, encoded};
use serde_json::{Value, json};

use crate::{LIST, names};

/// Somebody with this name and address.
async fn sign_up(app: &TestApp, name: &str, email: &str) {
    let body = json!({"name": name, "age": 30, "email": email, "password": PASSWORD});
    app.visitor().post("/api/register", &body).await.ok(201);
    app.clock.advance(Duration::from_millis(1));
}

#[tokio::test]
async fn a_person_is_shown_with_their_address_and_role_and_when_they_came() {
    let app = TestApp::new().await;
    let ana = app.person(Role::Moderator).await;
    let admin = app.admin().await;
    let found = admin.get(&format!("{LIST}?q={}", encoded(&ana.name))).await.ok(200);
    assert_eq!(
        found["items"][0],
        json!({
            "id": ana.id.to_string(), "name": ana.name, "email": ana.email, "email_verified": false,
            "role": "moderator", "created_at": "2026-01-01T12:00:00.000Z",
        })
    );
}

#[tokio::test]
async fn the_last_sign_in_is_shown() {
    let app = TestApp::new().await;
    let ana = app.person(Role::User).await;
    let admin = app.admin().await;
    let shown = async || {
        let found = admin.get(&format!("{LIST}?q={}", encoded(&ana.name))).await.ok(200);
        found["items"][0].get("last_seen_at").cloned()
    };
    assert_eq!(shown().await, None);
    app.clock.advance(Duration::from_mins(5));
    app.store.saw_user(ana.id, app.clock.now()).await.unwrap();
    assert_eq!(shown().await, Some(json!("2026-01-01T12:05:00.000Z")));
}

#[tokio::test]
async fn the_newest_stand_first_on_pages_that_miss_and_repeat_nothing() {
    let app = TestApp::new().await;
    let mut all = Vec::new();
    for _ in 0..7 {
        all.insert(0, app.person(Role::User).await.name);
        app.clock.advance(Duration::from_millis(1));
    }
    let person = app.person(Role::Admin).await;
    let admin = app.signed_in(&person).await;
    all.insert(0, person.name);
    let pages = admin.pages(&format!("{LIST}?limit=3")).await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 2]);
    assert_eq!(names(&pages.concat()), all);
    let (first, next) = admin.page(&format!("{LIST}?limit=3"), None).await;
    app.person(Role::User).await;
    let (second, _) = admin.page(&format!("{LIST}?limit=3"), next.as_deref()).await;
    assert_eq!(names(&[first, second].concat()), all[..6]);
}

#[tokio::test]
async fn people_are_found_by_how_their_name_or_address_begins_whatever_case_and_accents() {
    let app = TestApp::new().await;
    sign_up(&app, "Begoña Ibáñez", "uno@example.com").await;
    sign_up(&app, "Carlos Beltrán", "begonia@example.com").await;
    sign_up(&app, "Ñandú", "tres@example.org").await;
    let admin = app.admin().await;
    let found = async |q: &str| admin.all(&format!("{LIST}?q={}", encoded(q))).await;
    for (q, expected) in [
        ("bego", &["Carlos Beltrán", "Begoña Ibáñez"][..]),
        ("BEGOÑA", &["Begoña Ibáñez"]),
        ("begona ib", &["Begoña Ibáñez"]),
        ("begonia@example.com", &["Carlos Beltrán"]),
        ("Begonia@EXAMPLE.com", &["Carlos Beltrán"]),
        ("ñan", &["Ñandú"]),
        ("tres@", &["Ñandú"]),
        ("ibáñez", &[]),
        ("example", &[]),
        ("be_o", &[]),
        ("b%o", &[]),
        ("b.*o", &[]),
        ("begoña' OR '1'='1", &[]),
    ] {
        let people: Vec<Value> = found(q).await;
        assert_eq!(names(&people), expected, "{q}");
    }
    assert_eq!(found("").await.len(), 4);
}

#[tokio::test]
async fn a_search_has_bounds_and_a_cursor_is_of_this_list() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    admin.get(&format!("{LIST}?q={}", "a".repeat(254))).await.ok(200);
    admin.get(&format!("{LIST}?q={}", "a".repeat(255))).await.invalid(&["q too_long"]);
    admin.get(&format!("{LIST}?q=a%0Ab")).await.invalid(&["q forbidden_character"]);
    admin.get(&format!("{LIST}?limit=0")).await.invalid(&["limit too_small"]);
    admin.get(&format!("{LIST}?cursor=x")).await.problem(400, "bad_cursor");
    let reply = admin.get(LIST).await;
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
}
