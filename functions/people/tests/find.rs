//! Everybody, as everybody signed in finds them.

use std::time::Duration;

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_common::ports::Clock as _;
use kenmovie_testkit::{PASSWORD, TestApp, encoded};
use serde_json::{Value, json};

use crate::{PEOPLE, block_of, names};

async fn sign_up(app: &TestApp, name: &str) {
    let email = format!("{}@example.com", name.replace(|c: char| !c.is_ascii_alphanumeric(), "x"));
    let body = json!({ "name": name, "age": 30, "email": email, "password": PASSWORD });
    app.visitor().post("/api/register", &body).await.ok(201);
}

#[tokio::test]
async fn a_person_is_shown_by_name_and_when_they_were_seen_and_never_with_what_is_theirs_alone() {
    let app = TestApp::new().await;
    let ana = app.person(Role::Moderator).await;
    let berta = app.user().await;
    let shown = berta.all(&format!("{PEOPLE}?q={}", encoded(&ana.name))).await;
    assert_eq!(shown, [json!({ "id": ana.id, "name": ana.name, "online": false })]);
    app.clock.advance(Duration::from_mins(5));
    app.store.saw_user(ana.id, app.clock.now()).await.unwrap();
    let reply = berta.get(&format!("{PEOPLE}?q={}", encoded(&ana.name))).await;
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    let expected = json!({ "id": ana.id, "name": ana.name, "online": false, "last_seen_at": "2026-01-01T12:05:00.000Z" });
    assert_eq!(reply.ok(200)["items"][0], expected);
}

#[tokio::test]
async fn people_are_found_by_how_their_name_begins_whatever_case_and_accents_and_never_by_their_address() {
    let app = TestApp::new().await;
    for name in ["Begoña Ibáñez", "begona", "Carlos Beltrán", "Ñandú"] {
        sign_up(&app, name).await;
    }
    let me = app.user().await;
    for (q, expected) in [
        ("bego", &["begona", "Begoña Ibáñez"][..]),
        ("BEGOÑA", &["begona", "Begoña Ibáñez"]),
        ("begona ib", &["Begoña Ibáñez"]),
        ("ñan", &["Ñandú"]),
        ("beltran", &[]),
        ("carlos.beltr", &["Carlos Beltrán"]),
        ("@example.com", &[]),
        ("b%o", &[]),
        ("b.*", &["begona", "Begoña Ibáñez"]),
        ("x' OR '1'='1", &[]),
    ] {
        let people: Vec<Value> = me.all(&format!("{PEOPLE}?q={}", encoded(q))).await;
        assert_eq!(names(&people), expected, "{q}");
    }
    assert_eq!(names(&me.all(PEOPLE).await), ["begona", "Begoña Ibáñez", "Carlos Beltrán", "Ñandú"]);
}

#[tokio::test]
async fn nobody_finds_themselves_nor_whom_they_blocked_nor_who_blocked_them() {
    let app = TestApp::new().await;
    let (ana, berta, carla) = (app.user().await, app.user().await, app.user().await);
    ana.request("PUT", &block_of(berta.id())).await.ok(204);
    let ids = async |who: &kenmovie_testkit::Client| -> Vec<Value> {
        who.all(PEOPLE).await.iter().map(|person| person["id"].clone()).collect()
    };
    assert_eq!(ids(&ana).await, [json!(carla.id())]);
    assert_eq!(ids(&berta).await, [json!(carla.id())]);
    assert_eq!(ids(&carla).await.len(), 2);
    ana.delete(&block_of(berta.id())).await.ok(204);
    assert_eq!(ids(&ana).await.len(), 2);
}

#[tokio::test]
async fn pages_go_by_name_and_miss_and_repeat_nothing() {
    let app = TestApp::new().await;
    let me = app.user().await;
    let mut expected = Vec::new();
    for _ in 0..7 {
        expected.push(app.person(Role::User).await.name);
    }
    let pages = me.pages(&format!("{PEOPLE}?limit=3")).await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 1]);
    assert_eq!(names(&pages.concat()), expected);
}

#[tokio::test]
async fn a_search_has_bounds_and_wants_the_scope() {
    let app = TestApp::new().await;
    let me = app.user().await;
    me.get(&format!("{PEOPLE}?q={}", "a".repeat(50))).await.ok(200);
    me.get(&format!("{PEOPLE}?q={}", "a".repeat(51))).await.invalid(&["q too_long"]);
    me.get(&format!("{PEOPLE}?q=a%0Ab")).await.invalid(&["q forbidden_character"]);
    me.get(&format!("{PEOPLE}?limit=101")).await.invalid(&["limit too_large"]);
    me.get(&format!("{PEOPLE}?cursor=x")).await.problem(400, "bad_cursor");
    app.visitor().get(PEOPLE).await.problem(401, "unauthenticated");
    let machine = app.machine(&app.person(Role::Admin).await, Preset::Public).await;
    machine.get(PEOPLE).await.problem(403, "insufficient_scope");
}
