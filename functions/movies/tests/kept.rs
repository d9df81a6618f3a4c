//! Who may keep an answer, and for how long.

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::{MovieDraft, Role};
use kenmovie_testkit::{NOBODYS_ID, TestApp};
use serde_json::Value;

use crate::{MOVIES, at, draft, genres, vote};

async fn paths(app: &TestApp) -> [String; 4] {
    let id = app.film(MovieDraft { genres: genres(&["Drama"]), ..draft("Casa", Some(1960)) }).await;
    [MOVIES.into(), format!("{MOVIES}?q=casa&sort=title"), at(id), "/api/genres".into()]
}

#[tokio::test]
async fn a_visitor_may_keep_what_they_read_for_a_while() {
    let app = TestApp::new().await;
    for path in paths(&app).await {
        let reply = app.visitor().get(&path).await;
        let seconds =
            reply.header("cache-control").unwrap().strip_prefix("public, max-age=").unwrap().to_owned();
        assert!((1..=3600).contains(&seconds.parse::<u32>().unwrap()), "{path}");
        assert_eq!(reply.header("vary"), Some("Cookie, Authorization"), "{path}");
        assert_eq!(reply.header("content-type"), Some("application/json"), "{path}");
        assert_eq!(reply.header("set-cookie"), None, "{path}");
        reply.ok(200);
    }
}

#[tokio::test]
async fn whoever_has_it_already_is_told_that_it_has_not_changed() {
    let app = TestApp::new().await;
    for path in paths(&app).await {
        let first = app.visitor().get(&path).await;
        let tag = first.header("etag").unwrap().to_owned();
        assert!(tag.len() > 2 && tag.starts_with('"') && tag.ends_with('"'), "{tag}");
        for given in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".into()] {
            let again = app.visitor().get(&path).header("if-none-match", &given).await;
            assert_eq!((again.status, &again.body), (304, &Value::Null), "{path} {given}");
            for header in ["etag", "cache-control", "vary"] {
                assert_eq!(again.header(header), first.header(header), "{path} {given} {header}");
            }
        }
        for given in ["\"x\"", "x", "", "W/\"\""] {
            let again = app.visitor().get(&path).header("if-none-match", given).await;
            assert_eq!(again.header("etag"), Some(tag.as_str()));
            assert_eq!(again.ok(200), first.body, "{path} {given}");
        }
    }
}

#[tokio::test]
async fn a_change_changes_the_tag() {
    let app = TestApp::new().await;
    let paths = paths(&app).await;
    let [list, search, film, all_genres] = &paths;
    let tag = async |path: &str| app.visitor().get(path).await.header("etag").unwrap().to_owned();
    let (before, genres_before) =
        ([tag(list).await, tag(search).await, tag(film).await], tag(all_genres).await);
    let id = film.rsplit('/').next().unwrap().parse().unwrap();
    vote(&app.user().await, id, "like").await;
    let voted = [tag(list).await, tag(search).await, tag(film).await];
    for (before, after) in before.iter().zip(&voted) {
        assert_ne!(before, after);
    }
    assert_eq!(genres_before, tag(all_genres).await);
    let change = serde_json::json!({"genres": ["Comedia"]});
    app.admin().await.patch(film, &change).await.ok(200);
    for (before, after) in voted.iter().zip([tag(list).await, tag(search).await, tag(film).await]) {
        assert_ne!(*before, after);
    }
    assert_ne!(genres_before, tag(all_genres).await);
    let reply = app.visitor().get(list).header("if-none-match", &before[0]).await;
    reply.ok(200);
}

#[tokio::test]
async fn what_a_signed_in_person_reads_is_kept_by_nobody() {
    let app = TestApp::new().await;
    let person = app.person(Role::User).await;
    let viewers = [app.signed_in(&person).await, app.machine(&person, Preset::Public).await];
    for path in paths(&app).await {
        for viewer in &viewers {
            let reply = viewer.get(&path).header("if-none-match", "*").await;
            assert_eq!(reply.header("cache-control"), Some("private, no-store"), "{path}");
            assert_eq!(reply.header("vary"), Some("Cookie, Authorization"), "{path}");
            reply.ok(200);
        }
    }
}

#[tokio::test]
async fn what_was_not_answered_well_is_kept_by_nobody() {
    let app = TestApp::new().await;
    for (path, status) in
        [(at(NOBODYS_ID), 404), (format!("{MOVIES}?limit=0"), 422), (format!("{MOVIES}?cursor=x"), 400)]
    {
        let reply = app.visitor().get(&path).header("if-none-match", "*").await;
        assert_eq!(reply.status, status);
        assert_eq!(reply.header("cache-control"), Some("private, no-store"), "{path}");
        assert_eq!(reply.header("vary"), Some("Cookie, Authorization"), "{path}");
        assert_eq!(reply.header("etag"), None, "{path}");
    }
}

#[tokio::test]
async fn what_an_editor_is_answered_is_kept_by_nobody() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let made = admin.post(MOVIES, &serde_json::json!({"title": "Uno"})).await;
    let place = made.header("location").unwrap().to_owned();
    let body = serde_json::json!({"title": "Dos"});
    for reply in
        [made, admin.put(&place, &body).await, admin.patch(&place, &body).await, admin.delete(&place).await]
    {
        assert_eq!(reply.header("cache-control"), Some("private, no-store"), "{}", reply.asked);
    }
}

#[tokio::test]
async fn only_the_head_can_be_asked_for() {
    let app = TestApp::new().await;
    for path in paths(&app).await {
        let whole = app.visitor().get(&path).await;
        let head = app.visitor().request("HEAD", &path).await;
        assert_eq!((head.status, &head.body), (200, &Value::Null), "{path}");
        assert_eq!(head.header("etag"), whole.header("etag"), "{path}");
    }
}
