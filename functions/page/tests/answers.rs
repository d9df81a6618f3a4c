//! How rendered pages are answered and kept, whoever asks.

use std::sync::Arc;

use kenmovie_common::auth::{Audience, Hmac, Identifier, Verifier};
use kenmovie_common::domain::{Client as SignInClient, Role};
use kenmovie_common::http::{Front, FrontParts, Limits, Site, finish};
use kenmovie_embedded::{Embedded, SystemRandom};
use kenmovie_page::{Ports, Shell, router};
use kenmovie_testkit::{Client, ORIGIN, TestApp};
use serde_json::{Value, json};

use crate::{page, path, roma, say};

#[tokio::test]
async fn a_page_is_asked_for_again_each_time_and_sent_again_once_it_has_changed() {
    let app = TestApp::new().await;
    let film = app.film(roma()).await;
    let visitor = app.visitor();
    let first = visitor.get(&path(film)).await;
    assert_eq!(first.status, 200);
    assert_eq!(first.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(first.header("cache-control"), Some("no-cache"));
    let tag = first.header("etag").unwrap().to_owned();
    let again = async || visitor.get(&path(film)).header("if-none-match", &tag).await;
    let unchanged = again().await;
    assert_eq!((unchanged.status, unchanged.header("vary")), (304, Some("Accept-Language")));
    assert_eq!(unchanged.body, Value::Null);
    say(&app.user().await, film, "Otra vez.", false).await;
    assert_eq!(again().await.status, 200);
}

#[tokio::test]
async fn the_head_of_an_answer_is_told_alone() {
    let app = TestApp::new().await;
    let film = app.film(roma()).await;
    for (path, status) in [
        (path(film), 200),
        ("/films/unknown".to_owned(), 404),
        ("/sitemap.xml".to_owned(), 200),
        ("/robots.txt".to_owned(), 200),
    ] {
        let whole = app.visitor().get(&path).await;
        let head = app.visitor().request("HEAD", &path).await;
        assert_eq!((head.status, whole.status), (status, status), "{path}");
        assert_eq!(head.body, Value::Null, "{path}");
        for name in ["content-type", "cache-control", "etag"] {
            assert_eq!(head.header(name), whole.header(name), "{path} {name}");
        }
    }
}

#[tokio::test]
async fn everybody_gets_the_same_page_whatever_they_carry() {
    let app = TestApp::new().await;
    let film = app.film(roma()).await;
    let expected = page(&app.visitor(), film).await;
    let person = app.person(Role::User).await;
    let ended = app.session(&person, SignInClient::Web).await;
    app.kv.end_session(ended.id).await.unwrap();
    for client in [
        app.user().await,
        app.admin().await,
        app.visitor().bearer(&app.token(&person, &ended, None)),
        app.visitor().bearer("nonsense"),
        app.visitor().browser("km_access=nonsense"),
    ] {
        let reply = client.get(&path(film)).await;
        assert_eq!(reply.header("cache-control"), Some("no-cache"));
        assert!(reply.header("etag").is_some());
        assert_eq!(reply.ok(200), expected);
    }
}

#[tokio::test]
async fn pages_are_read_and_nothing_else() {
    let app = TestApp::new().await;
    let film = app.film(roma()).await;
    for path in [path(film).as_str(), "/sitemap.xml", "/robots.txt"] {
        for method in ["POST", "PUT", "DELETE"] {
            let refused = app.user().await.request(method, path).json(&json!({})).await;
            assert_eq!(refused.header("allow"), Some("GET,HEAD"), "{method} {path}");
            refused.problem(405, "method_not_allowed");
        }
    }
}

#[tokio::test]
async fn while_the_store_does_not_answer_the_page_is_the_scripts_to_fill_and_tells_when_to_come_again() {
    let app = TestApp::new().await;
    let film = app.film(roma()).await;
    let verifier = Verifier::new(&app.keys.public(), &Audience::of_site(ORIGIN)).unwrap();
    let front = Front::new(FrontParts {
        site: Site::new(ORIGIN).unwrap(),
        clock: app.clock.clone(),
        random: Arc::new(SystemRandom),
        identifier: Arc::new(Identifier::new(verifier, app.kv.clone(), app.clock.clone())),
        counters: app.kv.clone(),
        limits: Limits::Production,
        fingerprint: Hmac::new(&[0; 32]),
        edge: None,
    });
    let closed = Arc::new(Embedded::open(app.folder().join("closed.db")).unwrap());
    closed.close().await;
    let ports = Ports { movies: closed.clone(), comments: closed };
    let shell = Shell::new("a<!--head-->b<!--/head-->c<!--body-->d").unwrap();
    let visitor = Client::new(finish(router(&front, ports, Arc::new(shell)), &front));
    let reply = visitor.get(&path(film)).await;
    assert_eq!(reply.header("retry-after"), Some("1"));
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    assert_eq!(reply.ok(503), "abcd");
    visitor.get("/sitemap.xml").await.problem(503, "store_unavailable");
    visitor.get(&format!("/sitemap.xml?from={film}")).await.problem(503, "store_unavailable");
    visitor.get("/robots.txt").await.ok(200);
}
