//! Threads that somebody does not want to hear of.

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{Client, MALFORMED_IDS, NOBODYS_ID, TestApp, at_once};
use serde_json::json;

/// A comment and a reply to it, by their addresses.
async fn thread(app: &TestApp, author: &Client) -> [String; 2] {
    let comments = format!("/api/movies/{}/comments", app.movie("Tasio").await);
    let body = json!({ "body": "Hola." });
    let root = author.post(&comments, &body).await.ok(201);
    let root = format!("/api/comments/{}", root["id"].as_str().unwrap());
    let reply = author.post(&format!("{root}/replies"), &body).await.ok(201);
    [root, format!("/api/comments/{}", reply["id"].as_str().unwrap())]
}

#[tokio::test]
async fn a_thread_is_muted_by_any_of_its_comments_for_one_person() {
    let app = TestApp::new().await;
    let (ana, berta) = (app.user().await, app.user().await);
    let both = thread(&app, &ana).await;
    let muted = async |who: &Client| {
        let mut all = Vec::new();
        for one in &both {
            all.push(who.get(one).await.ok(200)["mine"]["muted"] == true);
        }
        all
    };
    for by in &both {
        for _ in 0..2 {
            ana.request("PUT", &format!("{by}/mute")).await.ok(204);
        }
        assert_eq!((muted(&ana).await, muted(&berta).await), (vec![true; 2], vec![false; 2]));
        for _ in 0..2 {
            ana.delete(&format!("{by}/mute")).await.ok(204);
        }
        assert_eq!(muted(&ana).await, [false; 2]);
    }
}

#[tokio::test]
async fn what_is_deleted_but_stays_has_a_thread_and_what_is_gone_has_none() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let [root, reply] = thread(&app, &ana).await;
    ana.delete(&root).await.ok(204);
    ana.request("PUT", &format!("{root}/mute")).await.ok(204);
    ana.delete(&reply).await.ok(204);
    for gone in [root, reply] {
        ana.request("PUT", &format!("{gone}/mute")).await.problem(404, "not_found");
        ana.delete(&format!("{gone}/mute")).await.problem(404, "not_found");
    }
    for id in [NOBODYS_ID].into_iter().chain(MALFORMED_IDS) {
        ana.request("PUT", &format!("/api/comments/{id}/mute")).await.problem(404, "not_found");
        ana.delete(&format!("/api/comments/{id}/mute")).await.problem(404, "not_found");
    }
}

#[tokio::test]
async fn a_visitor_another_site_and_a_client_without_the_scope_mute_nothing() {
    let app = TestApp::new().await;
    let person = app.person(Role::User).await;
    let ana = app.signed_in(&person).await;
    let [root, _] = thread(&app, &ana).await;
    let path = format!("{root}/mute");
    for method in ["PUT", "DELETE"] {
        app.visitor().request(method, &path).await.problem(401, "unauthenticated");
        let client = app.machine(&person, Preset::Public).await;
        client.request(method, &path).await.problem(403, "insufficient_scope");
        ana.request(method, &path).header("sec-fetch-site", "cross-site").await.problem(403, "csrf");
    }
    assert_eq!(ana.get(&root).await.ok(200)["mine"]["muted"], false);
    app.expire_tokens();
    ana.request("PUT", &path).await.problem(401, "token_expired");
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_mutes_at_once_are_one() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let both = thread(&app, &ana).await;
    let sent = (0..20).map(|number| ana.request("PUT", &format!("{}/mute", both[number % 2])));
    for reply in at_once(sent).await {
        reply.ok(204);
    }
    ana.delete(&format!("{}/mute", both[1])).await.ok(204);
    assert_eq!(ana.get(&both[0]).await.ok(200)["mine"]["muted"], false);
}
