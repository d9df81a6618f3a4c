//! What is asked of `@connections`, and what its answers mean: against a server that answers as AWS's documents say.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;

use super::*;

type Asked = Arc<Mutex<Vec<String>>>;

/// Answers by the connection's name: its status, with the error that AWS gives it; `slow` never.
async fn answer(asked: Asked, request: Request) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let signed = request.headers().get("authorization").is_some();
    let body = to_bytes(request.into_body(), 1_000_000).await.unwrap();
    let body = String::from_utf8(body.to_vec()).unwrap();
    asked.lock().unwrap().push(format!("{method} {path} {body} {signed}"));
    let refused = |status: StatusCode, error: &'static str| {
        (status, [("x-amzn-errortype", error)], "{\"message\":null}").into_response()
    };
    match path.rsplit('/').next().unwrap() {
        "gone" => refused(StatusCode::GONE, "GoneException"),
        "forbidden" => refused(StatusCode::FORBIDDEN, "ForbiddenException"),
        "busy" => refused(StatusCode::TOO_MANY_REQUESTS, "LimitExceededException"),
        "slow" => std::future::pending().await,
        _ => StatusCode::OK.into_response(),
    }
}

async fn server() -> (ApiGateway, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}/ws", listener.local_addr().unwrap());
    let asked = Asked::default();
    let noted = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let noted = Arc::clone(&noted);
            let app = Router::new().fallback(move |request: Request| answer(noted.clone(), request));
            tokio::spawn(async move {
                let connection = auto::Builder::new(TokioExecutor::new());
                let service = TowerToHyperService::new(app);
                let _ = connection.serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
    let patience = Duration::from_millis(400);
    (ApiGateway::connect(ApiGatewayOptions { endpoint, patience }).await, asked)
}

#[tokio::test]
async fn a_frame_goes_to_its_connection_as_it_is() {
    let (gateway, asked) = server().await;
    gateway.push("L0SM9cOFvHcCIhw=", r#"{"type":"pong"}"#).await.unwrap();
    gateway.close("L0SM9cOFvHcCIhw=").await.unwrap();
    let asked = asked.lock().unwrap().clone();
    let path = "/ws/@connections/L0SM9cOFvHcCIhw%3D";
    assert_eq!(asked, [format!(r#"POST {path} {{"type":"pong"}} true"#), format!("DELETE {path}  true")]);
}

#[tokio::test]
async fn a_connection_that_is_gone_is_told_from_one_that_does_not_answer() {
    let (gateway, _) = server().await;
    for (connection, expected) in [
        ("gone", PushError::Gone),
        ("forbidden", PushError::Unavailable),
        ("busy", PushError::Unavailable),
        ("slow", PushError::Unavailable),
    ] {
        assert_eq!(gateway.push(connection, "{}").await, Err(expected), "{connection}");
        assert_eq!(gateway.close(connection).await, Err(expected), "{connection}");
    }
    let nowhere = ApiGateway::connect(ApiGatewayOptions::new("http://127.0.0.1:1/ws")).await;
    assert_eq!(nowhere.push("any", "{}").await, Err(PushError::Unavailable));
}
