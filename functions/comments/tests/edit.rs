//! The edit of a comment.

use std::time::Duration;

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{Client, MALFORMED_IDS, NOBODYS_ID, TestApp, at_once};
use serde_json::{Value, json};

use crate::{answer, at, counted, film, say, settled};

async fn change(editor: &Client, comment: &Value, change: &Value) -> Value {
    editor.patch(&at(comment), change).await.ok(200)
}

#[tokio::test]
async fn an_edit_changes_what_it_names_and_says_when() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    for mut expected in [root.clone(), answer(&ana, &root, "Dos").await] {
        let edits = [
            (json!({"body": " Corregido\n "}), "Corregido", false),
            (json!({"spoiler": true}), "Corregido", true),
            (json!({"body": "Otra vez", "spoiler": false}), "Otra vez", false),
        ];
        for (edit, body, spoiler) in &edits {
            app.clock.advance(Duration::from_secs(1));
            let edited = change(&ana, &expected, edit).await;
            expected["body"] = (*body).into();
            expected["spoiler"] = (*spoiler).into();
            expected["edited_at"] = edited["edited_at"].clone();
            expected["replies"] = edited["replies"].clone();
            assert_eq!(edited, expected);
            assert!(edited["edited_at"].as_str() > edited["created_at"].as_str());
            assert_eq!(ana.get(&at(&expected)).await.ok(200), expected);
        }
    }
    settled(&app).await;
}

#[tokio::test]
async fn edited_at_is_the_time_of_the_last_edit() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let comment = say(&ana, &film, "Uno").await;
    assert_eq!(comment.get("edited_at"), None);
    for expected in ["2026-01-01T12:01:00.000Z", "2026-01-01T12:02:00.000Z"] {
        app.clock.advance(Duration::from_mins(1));
        assert_eq!(change(&ana, &comment, &json!({"body": "Dos"})).await["edited_at"], expected);
    }
    assert_eq!(ana.get(&at(&comment)).await.ok(200)["created_at"], "2026-01-01T12:00:00.000Z");
}

#[tokio::test]
async fn an_edit_of_nothing_changes_nothing() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let comment = say(&ana, &film, "Uno").await;
    app.clock.advance(Duration::from_secs(1));
    assert_eq!(change(&ana, &comment, &json!({})).await, comment);
    assert_eq!(ana.get(&at(&comment)).await.ok(200), comment);
}

#[tokio::test]
async fn nothing_of_a_comment_can_be_removed_by_null() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let comment = say(&ana, &film, "Uno").await;
    let sent = ana.patch(&at(&comment), &json!({"body": null, "spoiler": null}));
    sent.await.invalid(&["body invalid_type", "spoiler invalid_type"]);
    assert_eq!(ana.get(&at(&comment)).await.ok(200), comment);
}

#[tokio::test]
async fn an_author_edits_within_fifteen_minutes() {
    let app = TestApp::new().await;
    let person = app.person(Role::User).await;
    let film = film(&app).await;
    let ana = app.signed_in(&person).await;
    let root = say(&ana, &film, "Uno").await;
    let reply = answer(&ana, &root, "Dos").await;
    app.clock.advance(Duration::from_secs(14 * 60 + 59));
    for comment in [&root, &reply] {
        assert_eq!(change(&ana, comment, &json!({"body": "A tiempo"})).await["body"], "A tiempo");
    }
    app.clock.advance(Duration::from_secs(2));
    let ana = app.signed_in(&person).await;
    for comment in [&root, &reply] {
        for edit in [json!({"body": "Tarde"}), json!({"spoiler": true}), json!({})] {
            ana.patch(&at(comment), &edit).await.problem(403, "insufficient_scope");
        }
        let shown = ana.get(&at(comment)).await.ok(200);
        assert_eq!((&shown["body"], &shown["spoiler"]), (&json!("A tiempo"), &json!(false)));
    }
}

#[tokio::test]
async fn an_edit_does_not_prolong_the_time_to_edit() {
    let app = TestApp::new().await;
    let person = app.person(Role::User).await;
    let film = film(&app).await;
    let comment = say(&app.signed_in(&person).await, &film, "Uno").await;
    for _ in 0..2 {
        app.clock.advance(Duration::from_mins(7));
        change(&app.signed_in(&person).await, &comment, &json!({"body": "Otra vez"})).await;
    }
    app.clock.advance(Duration::from_mins(7));
    let sent = app.signed_in(&person).await.patch(&at(&comment), &json!({"body": "Y otra"}));
    sent.await.problem(403, "insufficient_scope");
}

#[tokio::test]
async fn nobody_edits_what_another_wrote() {
    let app = TestApp::new().await;
    let (ana, berta, film) = (app.user().await, app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    let reply = answer(&berta, &root, "Dos").await;
    berta.patch(&at(&root), &json!({"body": "Suplantada"})).await.problem(403, "insufficient_scope");
    ana.patch(&at(&reply), &json!({"body": "Suplantada"})).await.problem(403, "insufficient_scope");
    assert_eq!(ana.get(&at(&root)).await.ok(200)["body"], "Uno");
    assert_eq!(berta.get(&at(&reply)).await.ok(200), reply);
}

#[tokio::test]
async fn a_moderator_edits_what_anybody_wrote_at_any_time() {
    let app = TestApp::new().await;
    let film = film(&app).await;
    let author = app.person(Role::User).await;
    let root = say(&app.signed_in(&author).await, &film, "Uno").await;
    let reply = answer(&app.signed_in(&author).await, &root, "Dos").await;
    for (number, role) in [Role::Moderator, Role::Admin].into_iter().enumerate() {
        app.clock.advance(Duration::from_hours(30 * 24));
        let editor = app.signed_in(&app.person(role).await).await;
        for comment in [&root, &reply] {
            let body = format!("Moderado {number}");
            let edited = change(&editor, comment, &json!({"body": body, "spoiler": true})).await;
            assert_eq!(edited["body"], body);
            assert_eq!(edited["author"]["id"], author.id.to_string());
            assert_eq!(edited["mine"], json!({"own": false, "can_edit": false, "muted": false}));
        }
    }
}

#[tokio::test]
async fn a_moderator_behind_a_client_without_that_scope_is_an_author_like_others() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let comment = say(&ana, &film, "Uno").await;
    let moderator = app.machine(&app.person(Role::Moderator).await, Preset::Site).await;
    let edit = json!({"body": "Dos"});
    moderator.patch(&at(&comment), &edit).await.problem(403, "insufficient_scope");
    let own = say(&moderator, &film, "Mío").await;
    assert_eq!(change(&moderator, &own, &edit).await["body"], "Dos");
    let public = app.machine(&app.person(Role::Admin).await, Preset::Public).await;
    public.patch(&at(&comment), &edit).await.problem(403, "insufficient_scope");
}

#[tokio::test]
async fn what_is_not_there_or_deleted_cannot_be_edited() {
    let app = TestApp::new().await;
    let (ana, moderator, film) = (app.user().await, app.moderator().await, film(&app).await);
    let [gone, kept] = [say(&ana, &film, "Uno").await, say(&ana, &film, "Dos").await];
    answer(&ana, &kept, "Tres").await;
    for comment in [&gone, &kept] {
        ana.delete(&at(comment)).await.ok(204);
    }
    let deleted = [at(&gone), at(&kept)];
    let absent = [NOBODYS_ID].into_iter().chain(MALFORMED_IDS).map(|id| format!("/api/comments/{id}"));
    for path in deleted.into_iter().chain(absent) {
        for editor in [&ana, &moderator] {
            editor.patch(&path, &json!({"body": "Cuatro"})).await.problem(404, "not_found");
            editor.patch(&path, &json!({})).await.problem(404, "not_found");
        }
    }
    settled(&app).await;
}

#[tokio::test]
async fn an_edit_moves_no_counter_and_no_place() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let first = say(&ana, &film, "Uno").await;
    app.clock.advance(Duration::from_secs(1));
    let second = say(&ana, &film, "Dos").await;
    app.clock.advance(Duration::from_secs(1));
    change(&ana, &first, &json!({"body": "Uno, corregido"})).await;
    for sort in ["top", "newest"] {
        let items = ana.all(&format!("{film}/comments?sort={sort}")).await;
        assert_eq!(crate::ids(&items), crate::ids(&[second.clone(), first.clone()]), "{sort}");
    }
    assert_eq!(counted(&app, &film).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_edits_at_once_one_stands_whole() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let comment = say(&ana, &film, "Uno").await;
    let edits: Vec<Value> =
        (0..20).map(|n| json!({"body": format!("Edición {n}"), "spoiler": n % 2 == 0})).collect();
    for reply in at_once(edits.iter().map(|edit| ana.patch(&at(&comment), edit))).await {
        reply.ok(200);
    }
    let shown = ana.get(&at(&comment)).await.ok(200);
    assert!(edits.contains(&json!({"body": shown["body"], "spoiler": shown["spoiler"]})), "{shown}");
    settled(&app).await;
}
