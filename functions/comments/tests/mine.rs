//! How a signed-in viewer stands to a comment, and who may keep an answer.

use std::time::Duration;

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::TestApp;
use serde_json::{Value, json};

use crate::{answer, at, film, say};

/// A comment and a reply to it as three lists and two addresses show them.
async fn seen(viewer: &kenmovie_testkit::Client, film: &str, root: &Value, reply: &Value) -> Vec<[Value; 2]> {
    let mut seen = vec![[viewer.get(&at(root)).await.ok(200), viewer.get(&at(reply)).await.ok(200)]];
    for sort in ["top", "newest", "oldest"] {
        let mut item = viewer.all(&format!("{film}/comments?sort={sort}")).await.remove(0);
        let first = item["first_replies"].take();
        seen.push([item, first[0].clone()]);
    }
    let replies = viewer.all(&format!("{}/replies", at(root))).await;
    seen.push([viewer.get(&at(root)).await.ok(200), replies[0].clone()]);
    seen
}

#[tokio::test]
async fn everybody_sees_how_they_themselves_stand_to_a_comment() {
    let app = TestApp::new().await;
    let (ana, berta, film) = (app.user().await, app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    let reply = answer(&berta, &root, "Dos").await;
    for (voter, comment, value) in [(&ana, &reply, "like"), (&berta, &root, "dislike"), (&ana, &root, "like")]
    {
        voter.put(&format!("{}/reaction", at(comment)), &json!({"value": value})).await.ok(200);
    }
    let own = json!({"own": true, "can_edit": true, "muted": false});
    let others = json!({"own": false, "can_edit": false, "muted": false});
    let of = |mut mine: Value, reaction: &str| {
        mine["reaction"] = reaction.into();
        mine
    };
    for [root, reply] in seen(&ana, &film, &root, &reply).await {
        assert_eq!(root["mine"], of(own.clone(), "like"));
        assert_eq!(reply["mine"], of(others.clone(), "like"));
    }
    for [root, reply] in seen(&berta, &film, &root, &reply).await {
        assert_eq!(root["mine"], of(others.clone(), "dislike"));
        assert_eq!(reply["mine"], own);
    }
    for viewer in [app.user().await, app.moderator().await] {
        for [root, reply] in seen(&viewer, &film, &root, &reply).await {
            assert_eq!((&root["mine"], &reply["mine"]), (&others, &others));
        }
    }
    for [root, reply] in seen(&app.visitor(), &film, &root, &reply).await {
        assert_eq!((root.get("mine"), reply.get("mine")), (None, None));
    }
}

#[tokio::test]
async fn an_author_sees_that_the_time_to_edit_is_over() {
    let app = TestApp::new().await;
    let person = app.person(Role::User).await;
    let film = film(&app).await;
    let comment = say(&app.signed_in(&person).await, &film, "Uno").await;
    for (seconds, can_edit) in [(14 * 60 + 59, true), (2, false), (86_400, false)] {
        app.clock.advance(Duration::from_secs(seconds));
        let shown = app.signed_in(&person).await.get(&at(&comment)).await.ok(200);
        assert_eq!(shown["mine"], json!({"own": true, "can_edit": can_edit, "muted": false}));
    }
}

#[tokio::test]
async fn an_author_shows_no_more_of_themselves_than_others_may_see() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    let reply = answer(&ana, &root, "Dos").await;
    for viewer in [app.visitor(), app.user().await, app.admin().await, ana.clone()] {
        for comment in seen(&viewer, &film, &root, &reply).await.concat() {
            assert_eq!(comment["author"], json!({"id": ana.id(), "name": "Persona 0"}));
        }
    }
}

#[tokio::test]
async fn a_visitor_may_keep_what_they_read_and_ask_whether_it_changed() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    for path in [format!("{film}/comments"), at(&root), format!("{}/replies", at(&root))] {
        let reply = app.visitor().get(&path).await;
        assert!(reply.header("cache-control").unwrap().starts_with("public, max-age="), "{path}");
        assert_eq!(reply.header("vary"), Some("Cookie, Authorization"), "{path}");
        let tag = reply.header("etag").unwrap().to_owned();
        let again = app.visitor().get(&path).header("if-none-match", &tag).await;
        assert_eq!((again.status, &again.body), (304, &Value::Null), "{path}");
        assert_eq!(again.header("etag"), Some(tag.as_str()), "{path}");
        assert_eq!(again.header("vary"), Some("Cookie, Authorization"), "{path}");
        answer(&ana, &root, "Más").await;
        let changed = app.visitor().get(&path).header("if-none-match", &tag).await;
        assert_ne!(changed.header("etag"), Some(tag.as_str()), "{path}");
        changed.ok(200);
    }
}

#[tokio::test]
async fn what_a_signed_in_person_reads_is_theirs_alone() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    let machine = app.machine(&app.person(Role::User).await, Preset::Public).await;
    for path in [format!("{film}/comments"), at(&root), format!("{}/replies", at(&root))] {
        for viewer in [&ana, &machine] {
            let reply = viewer.get(&path).header("if-none-match", "*").await;
            assert_eq!(reply.header("cache-control"), Some("private, no-store"), "{path}");
            assert_eq!(reply.header("vary"), Some("Cookie, Authorization"), "{path}");
            reply.ok(200);
        }
    }
}

#[tokio::test]
async fn whoever_holds_a_token_that_works_no_more_reads_as_a_visitor() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    app.expire_tokens();
    for path in [format!("{film}/comments"), at(&root), format!("{}/replies", at(&root))] {
        let reply = ana.get(&path).await;
        assert!(reply.header("cache-control").unwrap().starts_with("public"), "{path}");
        assert_eq!(reply.ok(200), app.visitor().get(&path).await.ok(200), "{path}");
    }
}
