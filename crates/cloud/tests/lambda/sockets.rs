//! Sockets: the events of a WebSocket API, after the examples in AWS's documentation ("Working with WebSocket APIs"), and a
//! server that stands in for `@connections`.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{Method, StatusCode};
use axum::routing::any;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::accounts::sign_up_as;
use crate::deployed::ORIGIN;
use crate::events::{Event, socket_event};
use crate::site::Site;

/// What frames were posted where; a connection whose name begins with `gone` is.
#[derive(Clone, Default)]
struct Posted(Arc<Mutex<Vec<(String, Value)>>>);

impl Posted {
    fn take(&self) -> Vec<(String, Value)> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

async fn connections() -> (String, Posted) {
    let posted = Posted::default();
    let post = async |State(posted): State<Posted>, method: Method, Path(id): Path<String>, frame: String| {
        if id.starts_with("gone") {
            return (StatusCode::GONE, [("x-amzn-errortype", "GoneException")]);
        }
        let frame =
            if method == Method::DELETE { json!("closed") } else { serde_json::from_str(&frame).unwrap() };
        posted.0.lock().unwrap().push((id, frame));
        (StatusCode::OK, [("x-amzn-errortype", "")])
    };
    let app = Router::new().route("/ws/@connections/{id}", any(post)).with_state(posted.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}/ws", listener.local_addr().unwrap());
    tokio::spawn(kenmovie_testkit::serve(listener, app, std::future::pending()));
    (endpoint, posted)
}

struct Person {
    cookies: Vec<String>,
    id: String,
}

async fn person(site: &Site, email: &str) -> Person {
    let signed_up = sign_up_as(site, email).await;
    let id = signed_up.body()["user"]["id"].as_str().unwrap().to_owned();
    Person { cookies: signed_up.cookies(), id }
}

/// What the socket function answers to an opening with a new ticket.
async fn opens(site: &Site, who: &Person, connection: &str, origin: &str) -> u64 {
    let ticket = Event::new("POST", "/api/socket/ticket").cookies(&who.cookies);
    let given = site.ask("socket", ticket).await.assert(201).body();
    assert_eq!(given["url"], "wss://kenmovie.example/ws");
    open_with(site, given["ticket"].as_str().unwrap(), connection, origin).await
}

async fn open_with(site: &Site, ticket: &str, connection: &str, origin: &str) -> u64 {
    let mut event = socket_event("CONNECT", "$connect", connection);
    event["queryStringParameters"] = json!({ "ticket": ticket });
    event["headers"]["Origin"] = json!(origin);
    site.invoke("socket", &event).await["statusCode"].as_u64().unwrap()
}

async fn says(site: &Site, connection: &str, frame: &str) {
    let mut event = socket_event("MESSAGE", "$default", connection);
    event["body"] = json!(frame);
    assert_eq!(site.invoke("socket", &event).await["statusCode"], 200);
}

async fn writes(site: &Site, from: &Person, to: &Person, text: &str) -> Value {
    let path = format!("/api/conversations/{}/messages", to.id);
    let body = json!({ "client_id": text, "text": text });
    let sent = Event::new("POST", &path).body(&body).cookies(&from.cookies);
    site.ask("messages", sent).await.assert(201).body()
}

#[tokio::test]
async fn a_socket_opens_with_a_ticket_is_greeted_hears_messages_and_ends() {
    let (endpoint, posted) = connections().await;
    let site = Site::reaching(&["register", "socket", "messages", "session"], &endpoint).await;
    let (ana, bea) = (person(&site, "ana@example.com").await, person(&site, "bea@example.com").await);
    assert_eq!(opens(&site, &ana, "foreign", "https://evil.example").await, 403);
    assert_eq!(open_with(&site, "no.ticket", "made-up", ORIGIN).await, 401);
    assert_eq!(opens(&site, &ana, "Lx1=", ORIGIN).await, 200);
    assert_eq!(posted.take(), [], "nothing can be posted to a socket that is being opened");
    says(&site, "Lx1=", r#"{"type":"ping"}"#).await;
    says(&site, "Lx1=", r#"{"type":"ping"}"#).await;
    says(&site, "Lx1=", "{").await;
    let told: Vec<_> = posted.take().into_iter().map(|(id, frame)| (id, frame["type"].clone())).collect();
    let to_ana = |kind: &str| ("Lx1=".to_owned(), json!(kind));
    assert_eq!(told, [to_ana("hello"), to_ana("pong"), to_ana("error")]);

    let sent = writes(&site, &bea, &ana, "Hola").await;
    assert!(sent["delivered_at"].is_string(), "{sent}");
    let [(id, frame)] = posted.take().try_into().unwrap();
    assert_eq!((id.as_str(), &frame["message"]["id"]), ("Lx1=", &sent["id"]));

    let closed = socket_event("DISCONNECT", "$disconnect", "Lx1=");
    assert_eq!(site.invoke("socket", &closed).await["statusCode"], 200);
    assert!(writes(&site, &bea, &ana, "¿Estás?").await.get("delivered_at").is_none());
}

#[tokio::test]
async fn a_connection_that_is_gone_is_forgotten_and_a_session_that_ends_closes_its_own() {
    let (endpoint, posted) = connections().await;
    let site = Site::reaching(&["register", "socket", "messages", "session"], &endpoint).await;
    let (ana, bea) = (person(&site, "ana@example.com").await, person(&site, "bea@example.com").await);
    assert_eq!(opens(&site, &ana, "gone-1", ORIGIN).await, 200);
    assert_eq!(opens(&site, &ana, "here", ORIGIN).await, 200);
    assert!(writes(&site, &bea, &ana, "1").await["delivered_at"].is_string());
    assert_eq!(posted.take().len(), 1);
    let bye = Event::new("DELETE", "/api/session").cookies(&ana.cookies).body(&json!({}));
    site.ask("session", bye).await.assert(204);
    assert_eq!(posted.take(), [("here".to_owned(), json!("closed"))]);
    assert!(writes(&site, &bea, &ana, "2").await.get("delivered_at").is_none());
}
