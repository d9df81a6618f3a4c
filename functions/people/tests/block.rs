//! People who do not want to see each other.

use std::time::Duration;

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{Client, MALFORMED_IDS, NOBODYS_ID, TestApp, at_once};
use serde_json::{Value, json};

use crate::{BLOCKED, at, block_of};

/// The comments that somebody sees on a film.
async fn seen(who: &Client, film: &str) -> Vec<String> {
    let items = who.all(&format!("/api/movies/{film}/comments")).await;
    items.iter().map(|item| item["body"].as_str().unwrap().to_owned()).collect()
}

async fn say(who: &Client, film: &str, body: &str) -> String {
    let said = who.post(&format!("/api/movies/{film}/comments"), &json!({ "body": body })).await.ok(201);
    format!("/api/comments/{}", said["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_block_stands_in_the_list_once_until_it_is_lifted() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let (berta, carla) = (app.person(Role::User).await, app.person(Role::User).await);
    for _ in 0..2 {
        assert_eq!(ana.request("PUT", &block_of(berta.id)).await.ok(204), Value::Null);
    }
    app.clock.advance(Duration::from_secs(1));
    ana.request("PUT", &block_of(carla.id)).await.ok(204);
    let reply = ana.get(BLOCKED).await;
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    let item = |person: &kenmovie_common::domain::User, at: &str| json!({ "user": { "id": person.id, "name": person.name }, "blocked_at": at });
    let all = [item(&carla, "2026-01-01T12:00:01.000Z"), item(&berta, "2026-01-01T12:00:00.000Z")];
    assert_eq!(reply.ok(200), json!({ "items": all }));
    assert_eq!(ana.pages(&format!("{BLOCKED}?limit=1")).await.len(), 2);
    for _ in 0..2 {
        ana.delete(&block_of(carla.id)).await.ok(204);
    }
    assert_eq!(ana.all(BLOCKED).await, [all[1].clone()]);
}

#[tokio::test]
async fn who_is_blocked_is_not_told_and_keeps_a_block_of_their_own() {
    let app = TestApp::new().await;
    let (ana, berta) = (app.user().await, app.user().await);
    ana.request("PUT", &block_of(berta.id())).await.ok(204);
    assert!(berta.all(BLOCKED).await.is_empty());
    berta.request("PUT", &block_of(ana.id())).await.ok(204);
    ana.delete(&block_of(berta.id())).await.ok(204);
    assert_eq!(berta.all(BLOCKED).await.len(), 1);
    let film = app.movie("Tasio").await.to_string();
    say(&berta, &film, "Hola.").await;
    assert!(seen(&ana, &film).await.is_empty());
}

#[tokio::test]
async fn neither_sees_nor_answers_what_the_other_writes_and_everybody_else_does() {
    let app = TestApp::new().await;
    let (ana, berta, carla) = (app.user().await, app.user().await, app.user().await);
    let film = app.movie("Tasio").await.to_string();
    let hers = say(&ana, &film, "De Ana.").await;
    let theirs = say(&berta, &film, "De Berta.").await;
    say(&carla, &film, "De Carla.").await;
    ana.request("PUT", &block_of(berta.id())).await.ok(204);
    for (who, own, other) in [(&ana, "De Ana.", &theirs), (&berta, "De Berta.", &hers)] {
        let mut expected = vec!["De Carla.".to_owned(), own.to_owned()];
        let mut bodies = seen(who, &film).await;
        bodies.sort();
        expected.sort();
        assert_eq!(bodies, expected);
        who.get(other).await.problem(404, "not_found");
        let answer = json!({ "body": "¿Y?" });
        who.post(&format!("{other}/replies"), &answer).await.problem(403, "blocked");
    }
    assert_eq!(seen(&carla, &film).await.len(), 3);
    assert_eq!(seen(&app.visitor(), &film).await.len(), 3);
    ana.delete(&block_of(berta.id())).await.ok(204);
    berta.post(&format!("{hers}/replies"), &json!({ "body": "¿Y?" })).await.ok(201);
    assert_eq!(app.store.verify_counters().await.unwrap(), []);
}

#[tokio::test]
async fn a_reply_that_was_made_before_a_block_is_still_given_again() {
    let app = TestApp::new().await;
    let (ana, berta) = (app.user().await, app.user().await);
    let hers = say(&ana, &app.movie("Tasio").await.to_string(), "De Ana.").await;
    let send = || {
        let path = format!("{hers}/replies");
        berta.post(&path, &json!({ "body": "¿Y?" })).header("idempotency-key", "k")
    };
    let first = send().await.ok(201);
    ana.request("PUT", &block_of(berta.id())).await.ok(204);
    let again = send().await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.ok(201)["id"], first["id"]);
}

#[tokio::test]
async fn nobody_blocks_themselves_nobody_or_who_is_no_more() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let own = block_of(ana.id());
    ana.request("PUT", &own).await.problem(404, "not_found");
    ana.delete(&own).await.ok(204);
    ana.request("PUT", &format!("{BLOCKED}/{NOBODYS_ID}")).await.problem(404, "not_found");
    for id in MALFORMED_IDS {
        ana.request("PUT", &format!("{BLOCKED}/{id}")).await.problem(404, "not_found");
        ana.delete(&format!("{BLOCKED}/{id}")).await.problem(404, "not_found");
    }
    assert!(ana.all(BLOCKED).await.is_empty());
}

#[tokio::test]
async fn a_visitor_another_site_and_a_client_without_the_scope_block_nobody() {
    let app = TestApp::new().await;
    let (person, berta) = (app.person(Role::User).await, app.person(Role::User).await);
    let ana = app.signed_in(&person).await;
    let client = app.machine(&person, Preset::Public).await;
    let path = block_of(berta.id);
    let all = |who: &Client| [who.get(BLOCKED), who.request("PUT", &path), who.delete(&path)];
    for sent in all(&app.visitor()) {
        sent.await.problem(401, "unauthenticated");
    }
    for sent in all(&client) {
        sent.await.problem(403, "insufficient_scope");
    }
    ana.request("PUT", &path).header("sec-fetch-site", "cross-site").await.problem(403, "csrf");
    assert!(ana.all(BLOCKED).await.is_empty());
    ana.request("PUT", &path).await.ok(204);
    ana.delete(&path).header("sec-fetch-site", "same-site").await.problem(403, "csrf");
    assert_eq!(ana.all(BLOCKED).await.len(), 1);
    ana.get(&format!("{BLOCKED}?cursor=x")).await.problem(400, "bad_cursor");
    app.expire_tokens();
    for sent in all(&ana) {
        sent.await.problem(401, "token_expired");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_who_block_each_other_many_times_at_once_are_apart() {
    let app = TestApp::new().await;
    let (ana, berta) = (app.user().await, app.user().await);
    let sent = (0..20).map(|number| {
        let (who, whom) = if number % 2 == 0 { (&ana, &berta) } else { (&berta, &ana) };
        who.request("PUT", &block_of(whom.id()))
    });
    for reply in at_once(sent).await {
        reply.ok(204);
    }
    assert_eq!((ana.all(BLOCKED).await.len(), berta.all(BLOCKED).await.len()), (1, 1));
}

#[tokio::test]
async fn a_block_goes_with_either_account() {
    let app = TestApp::new().await;
    let (ana, berta) = (app.user().await, app.person(Role::User).await);
    ana.request("PUT", &block_of(berta.id)).await.ok(204);
    let farewell = json!({ "password": kenmovie_testkit::PASSWORD });
    app.signed_in(&berta).await.delete("/api/account").json(&farewell).await.ok(204);
    assert!(ana.all(BLOCKED).await.is_empty());
    app.visitor().get(&at(&berta)).await.problem(404, "not_found");
}
