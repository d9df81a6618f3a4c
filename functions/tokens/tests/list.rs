//! The tokens that there are.

use std::time::Duration;

use kenmovie_testkit::TestApp;
use serde_json::{Value, json};

use crate::{PATH, asked, at, made};

fn ids(tokens: &[Value]) -> Vec<&str> {
    tokens.iter().map(|token| token["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_newest_stand_first_on_pages_that_miss_and_repeat_nothing() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    assert_eq!(admin.get(PATH).await.ok(200), json!({"items": []}));
    let mut all = Vec::new();
    for _ in 0..7 {
        all.insert(0, made(&admin, "public").await);
        app.clock.advance(Duration::from_millis(1));
    }
    let pages = admin.pages(&format!("{PATH}?limit=3")).await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 1]);
    assert_eq!(ids(&pages.concat()), ids(&all));

    let (_, next) = admin.page(&format!("{PATH}?limit=3"), None).await;
    admin.delete(&at(&all[3])).await.ok(204);
    made(&admin, "public").await;
    let (rest, _) = admin.page(PATH, next.as_deref()).await;
    assert_eq!(ids(&rest), ids(&all[4..]));
}

#[tokio::test]
async fn a_page_has_twenty_where_nobody_says_and_bounds() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    for _ in 0..21 {
        made(&admin, "public").await;
    }
    assert_eq!(admin.page(PATH, None).await.0.len(), 20);
    for (limit, code) in [("0", "too_small"), ("101", "too_large"), ("x", "invalid_type")] {
        admin.get(&format!("{PATH}?limit={limit}")).await.invalid(&[&format!("limit {code}")]);
    }
    let (_, foreign) = app.visitor().page("/api/movies?limit=1", None).await;
    assert_eq!(foreign, None);
    for cursor in ["x", "bm90aGluZw", "WyJ1c2VycyIsIjAxODkwYTVkLWFjOTYtNzc0Yi1iY2NlLWIzMDIwOTlhODA1NyJd"] {
        admin.get(&format!("{PATH}?cursor={cursor}")).await.problem(400, "bad_cursor");
    }
}

#[tokio::test]
async fn an_expired_token_is_still_shown_and_nothing_of_it_may_be_kept() {
    let app = TestApp::new().await;
    let person = app.person(kenmovie_common::domain::Role::Admin).await;
    let mut body = asked("public");
    body["expires_in_days"] = 1.into();
    app.signed_in(&person).await.post(PATH, &body).await.ok(201);
    app.clock.advance(Duration::from_hours(48));
    let reply = app.signed_in(&person).await.get(PATH).await;
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    assert_eq!(reply.ok(200)["items"][0]["expires_at"], "2026-01-02T12:00:00.000Z");
}
