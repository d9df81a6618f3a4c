//! What every answer has, and what is answered where there is nothing.

use std::collections::HashSet;

use kenmovie_testkit::{TestApp, at_once};
use serde_json::json;

#[tokio::test]
async fn every_answer_has_an_id_of_its_own() {
    let app = TestApp::new().await;
    let visitor = app.visitor();
    let asked = [
        ("GET", "/api/health", 200),
        ("GET", "/api/config", 200),
        ("DELETE", "/api/session", 204),
        ("GET", "/api/nothing", 404),
        ("GET", "/", 404),
        ("POST", "/api/health", 405),
        ("GET", "/api/blocked-movies", 401),
        ("POST", "/api/register", 415),
        ("GET", "/api/movies?limit=0", 422),
        ("HEAD", "/api/health", 200),
    ];
    let mut ids = HashSet::new();
    for _ in 0..3 {
        for (method, path, status) in asked {
            let reply = visitor.request(method, path).await;
            assert_eq!(reply.status, status, "{method} {path}");
            let id = reply.header("x-request-id").unwrap().to_owned();
            assert_eq!((id.len(), &id[14..15]), (36, "7"), "a UUIDv7: {id}");
            assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
            assert!(ids.insert(id), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn a_callers_own_request_id_is_not_taken() {
    let app = TestApp::new().await;
    let reply = app.visitor().with("x-request-id", "mine").get("/api/nothing").await;
    assert_ne!(reply.header("x-request-id"), Some("mine"));
    reply.problem(404, "not_found");
}

#[tokio::test]
async fn where_there_is_nothing_it_is_said_in_the_words_of_the_contract() {
    let app = TestApp::new().await;
    for (method, path) in [
        ("GET", "/api"),
        ("GET", "/api/"),
        ("GET", "/api/nothing"),
        ("POST", "/api/nothing"),
        ("BREW", "/api/nothing"),
        ("GET", "/api/health/"),
        ("GET", "/api/Health"),
        ("GET", "/api/../api/health"),
        ("GET", "//api/health"),
        ("GET", "/api/health%00"),
        ("GET", "/.well-known/nothing"),
        ("GET", "/.well-known/jwks.json/x"),
    ] {
        let reply = app.visitor().request(method, path).await;
        assert_eq!(reply.status, 404, "{method} {path}");
        let body = reply.problem(404, "not_found");
        assert_eq!(body["type"], "urn:kenmovie:problem:not_found");
        assert_eq!(body["title"], "Not Found");
        assert_eq!(body["status"], 404);
        assert!(body["detail"].is_string());
        assert_eq!(body.as_object().unwrap().len(), 6, "{body:#}");
    }
}

#[tokio::test]
async fn another_method_is_told_which_there_are() {
    let app = TestApp::new().await;
    for path in ["/api/health", "/api/config", "/.well-known/jwks.json"] {
        for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] {
            let reply = app.visitor().request(method, path).await;
            assert_eq!(
                reply.header("allow").map(|allow| allow.replace(' ', "")),
                Some("GET,HEAD".to_owned()),
                "{method} {path}"
            );
            let body = reply.problem(405, "method_not_allowed");
            assert_eq!(body["title"], "Method Not Allowed");
        }
    }
}

#[tokio::test]
async fn a_bad_query_is_named_parameter_by_parameter() {
    let app = TestApp::new().await;
    let reply = app.visitor().get("/api/movies?limit=101&sort=worst&year_from=x").await;
    reply.invalid(&["limit too_large", "sort invalid_value", "year_from invalid_type"]);
}

#[tokio::test]
async fn many_at_once_are_all_answered() {
    let app = TestApp::new().await;
    let visitor = app.visitor();
    let replies = at_once((0..200).map(|_| visitor.get("/api/health"))).await;
    let ids: HashSet<String> =
        replies.iter().map(|reply| reply.header("x-request-id").unwrap().to_owned()).collect();
    assert_eq!(ids.len(), 200);
    for reply in replies {
        assert_eq!(reply.ok(200)["status"], json!("ok"));
    }
}

#[tokio::test]
async fn no_answer_lets_another_sites_script_read_it() {
    let app = TestApp::new().await;
    let elsewhere = app.visitor().with("origin", "https://evil.example");
    for path in ["/api/health", "/api/session", "/api/movies", "/api/nothing"] {
        let reply = elsewhere.get(path).await;
        assert_eq!(reply.header("access-control-allow-origin"), None, "{path}");
        assert_eq!(reply.header("access-control-allow-credentials"), None, "{path}");
    }
}
