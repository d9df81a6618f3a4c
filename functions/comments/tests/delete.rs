//! The end of a comment.

use std::time::Duration;

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{MALFORMED_IDS, NOBODYS_ID, TestApp, at_once};
use serde_json::{Value, json};

use crate::{answer, at, bodies, counted, film, say, settled};

#[tokio::test]
async fn a_comment_without_replies_is_gone() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let comment = say(&ana, &film, "Uno").await;
    let reply = ana.delete(&at(&comment)).await;
    assert_eq!((reply.status, &reply.body), (204, &Value::Null));
    ana.get(&at(&comment)).await.problem(404, "not_found");
    ana.get(&format!("{}/replies", at(&comment))).await.problem(404, "not_found");
    assert!(ana.all(&format!("{film}/comments")).await.is_empty());
    assert_eq!(counted(&app, &film).await, 0);
    settled(&app).await;
}

#[tokio::test]
async fn a_comment_with_replies_stays_without_its_body_and_author() {
    let app = TestApp::new().await;
    let (ana, berta, film) = (app.user().await, app.user().await, film(&app).await);
    let sent = ana.post(&format!("{film}/comments"), &json!({"body": "Secreto", "spoiler": true}));
    let root = sent.await.ok(201);
    ana.patch(&at(&root), &json!({"body": "Secreto corregido"})).await.ok(200);
    let first = answer(&ana, &root, "Otro secreto").await;
    app.clock.advance(Duration::from_millis(1));
    answer(&berta, &first, "Viva").await;
    for comment in [&root, &first] {
        ana.delete(&at(comment)).await.ok(204);
    }
    for viewer in [&ana, &berta, &app.visitor(), &app.admin().await] {
        let mut threads = viewer.all(&format!("{film}/comments")).await;
        assert_eq!(threads.len(), 1);
        let replies = viewer.all(&format!("{}/replies", at(&root))).await;
        assert_eq!(threads[0]["first_replies"].take(), Value::from(replies.clone()));
        assert_eq!(bodies(&replies), ["(deleted)", "Viva"]);
        let shown = [
            threads.remove(0),
            viewer.get(&at(&root)).await.ok(200),
            replies[0].clone(),
            viewer.get(&at(&first)).await.ok(200),
        ];
        for (number, comment) in shown.iter().enumerate() {
            assert_eq!(comment["deleted"], true);
            for hidden in ["body", "author", "edited_at"] {
                assert_eq!(comment.get(hidden), None, "{hidden}");
            }
            if comment.get("mine").is_some() {
                assert_eq!(comment["mine"], json!({"own": false, "can_edit": false, "muted": false}));
            }
            let of = if number < 2 { &root } else { &first };
            for kept in ["id", "movie_id", "parent_id", "root_id", "created_at"] {
                assert_eq!(comment.get(kept), of.get(kept), "{kept}");
            }
            assert_eq!(comment["replies"], 1);
        }
    }
    assert_eq!(counted(&app, &film).await, 1);
    settled(&app).await;
}

#[tokio::test]
async fn the_last_reply_takes_a_deleted_comment_with_it() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    let replies = [answer(&ana, &root, "Dos").await, answer(&ana, &root, "Tres").await];
    ana.delete(&at(&root)).await.ok(204);
    ana.delete(&at(&replies[0])).await.ok(204);
    let shown = ana.get(&at(&root)).await.ok(200);
    assert_eq!((&shown["deleted"], &shown["replies"]), (&json!(true), &json!(1)));
    ana.delete(&at(&replies[1])).await.ok(204);
    for comment in [&root, &replies[0], &replies[1]] {
        ana.get(&at(comment)).await.problem(404, "not_found");
    }
    assert!(ana.all(&format!("{film}/comments")).await.is_empty());
    settled(&app).await;
}

#[tokio::test]
async fn a_chain_of_deleted_replies_goes_with_the_last_one_that_lived() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let mut chain = vec![say(&ana, &film, "0").await];
    for number in 1..6 {
        chain.push(answer(&ana, &chain[number - 1], &number.to_string()).await);
    }
    let beside = answer(&ana, &chain[2], "al lado").await;
    for comment in &chain[..5] {
        ana.delete(&at(comment)).await.ok(204);
        assert_eq!(ana.get(&at(comment)).await.ok(200)["deleted"], true);
    }
    assert_eq!(counted(&app, &film).await, 2);
    ana.delete(&at(&chain[5])).await.ok(204);
    for (number, comment) in chain.iter().enumerate() {
        let reply = ana.get(&at(comment)).await;
        assert_eq!(reply.status, if number <= 2 { 200 } else { 404 }, "{number}");
    }
    ana.delete(&at(&beside)).await.ok(204);
    assert!(ana.all(&format!("{film}/comments")).await.is_empty());
    assert_eq!(counted(&app, &film).await, 0);
    settled(&app).await;
}

#[tokio::test]
async fn a_living_comment_stays_when_its_replies_go() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    let reply = answer(&ana, &root, "Dos").await;
    ana.delete(&at(&reply)).await.ok(204);
    assert_eq!(ana.get(&at(&root)).await.ok(200), root);
    assert_eq!(counted(&app, &film).await, 1);
}

#[tokio::test]
async fn a_deleted_comment_takes_no_reply_but_its_living_replies_do() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let [gone, kept] = [say(&ana, &film, "Uno").await, say(&ana, &film, "Dos").await];
    let living = answer(&ana, &kept, "Tres").await;
    for comment in [&gone, &kept] {
        ana.delete(&at(comment)).await.ok(204);
        let sent = ana.post(&format!("{}/replies", at(comment)), &json!({"body": "Tarde"}));
        sent.await.problem(404, "not_found");
    }
    assert_eq!(answer(&ana, &living, "A tiempo").await["root_id"], kept["id"]);
    assert_eq!(counted(&app, &film).await, 2);
    settled(&app).await;
}

#[tokio::test]
async fn deleting_twice_finds_nothing_the_second_time() {
    let app = TestApp::new().await;
    let (ana, moderator, film) = (app.user().await, app.moderator().await, film(&app).await);
    let [gone, kept] = [say(&ana, &film, "Uno").await, say(&ana, &film, "Dos").await];
    answer(&ana, &kept, "Tres").await;
    for comment in [&gone, &kept] {
        ana.delete(&at(comment)).await.ok(204);
        for editor in [&ana, &moderator] {
            editor.delete(&at(comment)).await.problem(404, "not_found");
        }
    }
    for id in [NOBODYS_ID].into_iter().chain(MALFORMED_IDS) {
        moderator.delete(&format!("/api/comments/{id}")).await.problem(404, "not_found");
    }
    assert_eq!(counted(&app, &film).await, 1);
    settled(&app).await;
}

#[tokio::test]
async fn nobody_deletes_what_another_wrote() {
    let app = TestApp::new().await;
    let (ana, berta, film) = (app.user().await, app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    let reply = answer(&berta, &root, "Dos").await;
    berta.delete(&at(&root)).await.problem(403, "insufficient_scope");
    ana.delete(&at(&reply)).await.problem(403, "insufficient_scope");
    let moderator = app.machine(&app.person(Role::Moderator).await, Preset::Site).await;
    moderator.delete(&at(&root)).await.problem(403, "insufficient_scope");
    let public = app.machine(&app.person(Role::Admin).await, Preset::Public).await;
    public.delete(&at(&root)).await.problem(403, "insufficient_scope");
    assert_eq!(counted(&app, &film).await, 2);
}

#[tokio::test]
async fn a_moderator_deletes_what_anybody_wrote() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let machine = app.machine(&app.person(Role::Moderator).await, Preset::Admin).await;
    for editor in [app.moderator().await, app.admin().await, machine] {
        let root = say(&ana, &film, "Uno").await;
        let reply = answer(&ana, &root, "Dos").await;
        for comment in [&reply, &root] {
            editor.delete(&at(comment)).await.ok(204);
        }
    }
    assert_eq!(counted(&app, &film).await, 0);
    settled(&app).await;
}

#[tokio::test]
async fn an_author_deletes_at_any_time() {
    let app = TestApp::new().await;
    let (person, film) = (app.person(Role::User).await, film(&app).await);
    let comment = say(&app.signed_in(&person).await, &film, "Uno").await;
    app.clock.advance(Duration::from_hours(365 * 24));
    app.signed_in(&person).await.delete(&at(&comment)).await.ok(204);
    assert_eq!(counted(&app, &film).await, 0);
}

#[tokio::test]
async fn the_votes_on_a_comment_go_with_it() {
    let app = TestApp::new().await;
    let (ana, berta, film) = (app.user().await, app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    let reply = answer(&ana, &root, "Dos").await;
    for comment in [&root, &reply] {
        berta.put(&format!("{}/reaction", at(comment)), &json!({"value": "like"})).await.ok(200);
    }
    ana.delete(&at(&root)).await.ok(204);
    settled(&app).await;
    ana.delete(&at(&reply)).await.ok(204);
    settled(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_who_delete_at_once_one_succeeds() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let comment = say(&ana, &film, "Uno").await;
    let replies = at_once((0..20).map(|_| ana.delete(&at(&comment)))).await;
    let (done, missing): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 204);
    assert_eq!((done.len(), missing.len()), (1, 19));
    for reply in missing {
        reply.problem(404, "not_found");
    }
    assert_eq!(counted(&app, &film).await, 0);
    settled(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_that_is_answered_while_it_is_deleted_stays_whole() {
    let app = TestApp::new().await;
    let (ana, berta, film) = (app.user().await, app.user().await, film(&app).await);
    for _ in 0..10 {
        let root = say(&ana, &film, "Uno").await;
        let path = format!("{}/replies", at(&root));
        let body = json!({"body": "A la vez"});
        let sent = (0..12).map(|n| if n == 6 { ana.delete(&at(&root)) } else { berta.post(&path, &body) });
        let replies = at_once(sent).await;
        assert_eq!(replies[6].status, 204);
        let answered = replies.iter().filter(|reply| reply.status == 201).count();
        let refused = replies.iter().filter(|reply| reply.status == 404).count();
        assert_eq!(answered + refused, 11);
        let shown = ana.get(&at(&root)).await;
        if answered == 0 {
            shown.problem(404, "not_found");
        } else {
            let shown = shown.ok(200);
            assert_eq!((&shown["deleted"], &shown["replies"]), (&json!(true), &json!(answered)));
        }
    }
    settled(&app).await;
}
