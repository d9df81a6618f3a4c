//! A signed-in caller, as the authorizer tells it and as a function finds out itself.

use serde_json::{Value, json};

use crate::accounts::sign_up;
use crate::catalogue::film;
use crate::events::{Event, authorizer_event};
use crate::site::Site;

#[tokio::test]
async fn a_person_writes_by_the_authorizers_word_or_by_their_cookies_and_nobody_else_does() {
    let site = Site::with(&["register", "authorizer", "movies", "comments"]).await;
    let cookies = sign_up(&site).await.cookies();
    let known = site.invoke("authorizer", &authorizer_event(&[], &cookies)).await["context"].clone();
    let path = format!("/api/movies/{}/comments", film(&site, "Alien").await);
    let comment = || Event::new("POST", &path).body(&json!({ "body": "¡Qué película!" }));

    let written = site.ask("comments", comment().authorized(&known)).await.assert(201).body();
    assert_eq!(written["author"]["name"], "Ana");
    assert_eq!(written["body"], "¡Qué película!");
    site.ask("comments", comment().cookies(&cookies)).await.assert(201);
    site.ask("comments", comment()).await.assert_problem(401, "unauthenticated");

    let page = site.ask("comments", Event::new("GET", &path)).await.assert(200);
    assert_eq!(page.body()["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_authorizers_verdict_stands_whatever_cookies_say() {
    let site = Site::with(&["register", "comments"]).await;
    let cookies = sign_up(&site).await.cookies();
    let path = "/api/movies/01890a5d-ac96-774b-bcce-b302099a8057/comments";
    let told = async |context: Value| {
        let event = Event::new("POST", path).body(&json!({ "body": "Hola" })).cookies(&cookies);
        site.ask("comments", event.authorized(&context)).await
    };
    for verdict in ["missing", "invalid", "revoked", "ok", "somebody"] {
        told(json!({ "verdict": verdict })).await.assert_problem(401, "unauthenticated");
    }
    told(json!({ "verdict": "expired" })).await.assert_problem(401, "token_expired");
    let away = told(json!({ "verdict": "unavailable" })).await.assert_problem(503, "store_unavailable");
    assert!(away.header("retry-after").is_some());
}

#[tokio::test]
async fn a_body_in_base64_is_the_same_body_and_a_key_makes_one_comment_of_two_requests() {
    let site = Site::with(&["register", "movies", "comments"]).await;
    let cookies = sign_up(&site).await.cookies();
    let path = format!("/api/movies/{}/comments", film(&site, "Alien").await);
    let event = || Event::new("POST", &path).cookies(&cookies).header("idempotency-key", "k-1");
    // {"body":"Hola"}
    let first = site
        .ask("comments", event().base64("eyJib2R5IjoiSG9sYSJ9").header("content-type", "application/json"))
        .await
        .assert(201);
    assert_eq!(first.body()["body"], "Hola");
    let again = site.ask("comments", event().body(&json!({ "body": "Hola" }))).await.assert(201);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.body()["id"], first.body()["id"]);
}
