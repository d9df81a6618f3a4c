//! `GET /api/config`: what it says is what the routes do.

use kenmovie_common::http::{Kind, LIMITS, Method, Route};
use kenmovie_local::routes;
use kenmovie_testkit::{PASSWORD, TestApp};
use serde_json::{Value, json};

const PATH: &str = "/api/config";

/// What a route's declaration says of a member of its body or a parameter of its query.
fn declared(method: Method, path: &str, member: &str) -> Option<Value> {
    let route: &Route = routes().find(|route| route.method == method && route.path == path)?;
    let field =
        route.body.unwrap_or_default().iter().chain(route.query).find(|field| field.name == member)?;
    match field.kind {
        Kind::Line { min, max } | Kind::Text { min, max } => Some(json!({ "min": min, "max": max })),
        Kind::Integer { min, max } => Some(json!({ "min": min, "max": max })),
        _ => None,
    }
}

#[tokio::test]
async fn it_has_the_members_that_the_page_needs() {
    let app = TestApp::new().await;
    let body = app.visitor().get(PATH).await.ok(200);
    assert_eq!(body["google"], false);
    assert_eq!(body["languages"], json!(["es", "en"]));
    let names: Vec<&str> = LIMITS.iter().map(|limit| limit.name).collect();
    assert_eq!(body["limits"], json!(names));
}

#[tokio::test]
async fn its_bounds_are_those_that_the_routes_declare() {
    let app = TestApp::new().await;
    let bounds = app.visitor().get(PATH).await.ok(200)["bounds"].take();
    let table = [
        ("name", Method::Post, "/api/register", "name"),
        ("age", Method::Post, "/api/register", "age"),
        ("comment", Method::Post, "/api/movies/{id}/comments", "body"),
        ("comment", Method::Patch, "/api/comments/{id}", "body"),
        ("report_text", Method::Post, "/api/movies/{id}/reports", "text"),
        ("search", Method::Get, "/api/movies", "q"),
    ];
    for (name, method, path, member) in table {
        let declared = declared(method, path, member);
        assert!(declared.is_some(), "{path} has no bounded {member}");
        assert_eq!(Some(&bounds[name]), declared.as_ref(), "{name} {path}");
    }
    let mut named: Vec<&String> = bounds.as_object().unwrap().keys().collect();
    named.sort();
    assert_eq!(
        named,
        ["age", "comment", "name", "password", "report_text", "search"],
        "each stands in a test"
    );
}

#[tokio::test]
async fn the_bounds_of_a_password_are_those_that_a_sign_up_keeps() {
    let app = TestApp::new().await;
    let bounds = app.visitor().get(PATH).await.ok(200)["bounds"]["password"].take();
    let of = |length: u64| {
        let password: String = PASSWORD.chars().cycle().take(usize::try_from(length).unwrap()).collect();
        let email = format!("a{length}@example.com");
        let body = json!({ "name": "Ana", "age": 30, "email": email, "password": password });
        app.visitor().post("/api/register", &body)
    };
    let (min, max) = (bounds["min"].as_u64().unwrap(), bounds["max"].as_u64().unwrap());
    of(min).await.ok(201);
    of(max).await.ok(201);
    of(min - 1).await.invalid(&["password too_short"]);
    of(max + 1).await.invalid(&["password too_long"]);
}

#[tokio::test]
async fn it_is_the_same_for_everybody() {
    let app = TestApp::new().await;
    let visitor = app.visitor().get(PATH).await.ok(200);
    assert_eq!(app.admin().await.get(PATH).await.ok(200), visitor);
}
