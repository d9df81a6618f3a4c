//! How much one account may write.

use std::time::Duration;

use kenmovie_common::domain::Role;
use kenmovie_testkit::{TestApp, at_once};
use serde_json::json;

use crate::{at, counted, film, say, settled};

const POLICY: &str = "\"comment\";q=30;w=600";

#[tokio::test]
async fn an_account_writes_thirty_comments_and_replies_in_ten_minutes() {
    let app = TestApp::strict().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let comments = format!("{film}/comments");
    let root = say(&ana, &film, "Uno").await;
    let replies = format!("{}/replies", at(&root));
    for left in (0..29).rev() {
        let path = if left % 2 == 0 { &comments } else { &replies };
        let reply = ana.post(path, &json!({"body": "Otro"})).await;
        assert_eq!(reply.header("ratelimit-policy"), Some(POLICY));
        assert_eq!(reply.header("ratelimit"), Some(format!("\"comment\";r={left};t=600").as_str()));
        reply.ok(201);
    }
    app.clock.advance(Duration::from_secs(100));
    for path in [&comments, &replies] {
        let reply = ana.post(path, &json!({"body": "Uno de más"})).await;
        assert_eq!(reply.header("retry-after"), Some("500"));
        assert_eq!(reply.header("ratelimit-policy"), Some(POLICY));
        assert_eq!(reply.header("ratelimit"), Some("\"comment\";r=0;t=500"));
        reply.problem(429, "rate_limited");
    }
    assert_eq!(counted(&app, &film).await, 30);
    app.clock.advance(Duration::from_millis(499_999));
    let reply = ana.post(&comments, &json!({"body": "Todavía no"})).await;
    assert_eq!(reply.header("retry-after"), Some("1"));
    reply.problem(429, "rate_limited");
    app.clock.advance(Duration::from_millis(1));
    let reply = ana.post(&comments, &json!({"body": "Ahora sí"})).await;
    assert_eq!(reply.header("ratelimit"), Some("\"comment\";r=29;t=600"));
    reply.ok(201);
    settled(&app).await;
}

#[tokio::test]
async fn no_header_and_no_second_session_widens_it_and_nobody_else_is_touched() {
    let app = TestApp::strict().await;
    let (person, film) = (app.person(Role::User).await, film(&app).await);
    let ana = app.signed_in(&person).await;
    for _ in 0..30 {
        say(&ana, &film, "Uno").await;
    }
    let path = format!("{film}/comments");
    let body = json!({"body": "Otro"});
    for (name, value) in
        [("x-forwarded-for", "192.0.2.7"), ("x-km-viewer", "192.0.2.7"), ("forwarded", "for=192.0.2.7")]
    {
        ana.post(&path, &body).header(name, value).await.problem(429, "rate_limited");
    }
    let elsewhere = app.signed_in(&person).await;
    elsewhere.post(&path, &body).await.problem(429, "rate_limited");
    elsewhere.clone().at("192.0.2.7").post(&path, &body).await.problem(429, "rate_limited");
    say(&app.user().await, &film, "De otra").await;
}

#[tokio::test]
async fn reading_editing_and_deleting_go_on() {
    let app = TestApp::strict().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let mut last = say(&ana, &film, "Uno").await;
    for _ in 0..29 {
        last = say(&ana, &film, "Uno").await;
    }
    let path = format!("{film}/comments");
    ana.post(&path, &json!({"body": "Otro"})).await.problem(429, "rate_limited");
    assert_eq!(ana.get(&path).await.header("ratelimit"), None);
    ana.get(&path).await.ok(200);
    ana.patch(&at(&last), &json!({"body": "Corregido"})).await.ok(200);
    ana.delete(&at(&last)).await.ok(204);
}

#[tokio::test]
async fn a_comment_that_is_not_taken_counts_too() {
    let app = TestApp::strict().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let path = format!("{film}/comments");
    let reply = ana.post(&path, &json!({"body": ""})).await;
    assert_eq!(reply.header("ratelimit-policy"), Some(POLICY));
    assert_eq!(reply.header("ratelimit"), Some("\"comment\";r=29;t=600"));
    reply.invalid(&["body required"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_at_once_thirty_are_written() {
    let app = TestApp::strict().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let path = format!("{film}/comments");
    let replies = at_once((0..50).map(|_| ana.post(&path, &json!({"body": "A la vez"})))).await;
    let (made, refused): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 201);
    assert_eq!((made.len(), refused.len()), (30, 20));
    for reply in refused {
        reply.problem(429, "rate_limited");
    }
    assert_eq!(counted(&app, &film).await, 30);
}
