//! The events of a WebSocket API: a socket opens, a frame comes, a socket is closed. The same binary answers an HTTP API's
//! events for the routes that it has.

use std::collections::HashMap;

use axum::Router;
use axum::middleware::from_fn;
use kenmovie_common::http::{EDGE_SECRET, Edge, Front, finish};
use kenmovie_common::socket::{Opening, Refusal, SocketHandler};
use kenmovie_common::trace;
use lambda_http::lambda_runtime::{self, LambdaEvent};
use lambda_http::request::LambdaRequest;
use lambda_http::tower::{Service as _, ServiceExt as _};
use lambda_http::{Adapter, Error, service_fn};
use serde::Deserialize;
use serde_json::{Value, json};

use super::observe::{Answered, Observed, observe};
use super::serve::{known, plain};

/// What is read of an event of a socket.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SocketEvent {
    request_context: SocketContext,
    headers: Option<HashMap<String, String>>,
    query_string_parameters: Option<HashMap<String, String>>,
    body: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SocketContext {
    connection_id: String,
    event_type: EventType,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum EventType {
    Connect,
    Message,
    Disconnect,
}

/// Serves sockets, and a router's routes, until its environment ends.
pub async fn serve_socket(front: &Front, router: Router, sockets: impl SocketHandler) -> Result<(), Error> {
    let behind_edge = front.edge().is_some();
    let app =
        finish(router, front).layer(from_fn(observe)).map_request(move |request| known(request, behind_edge));
    let handler = async |event: LambdaEvent<Value>| -> Result<Value, Error> {
        if event.payload.pointer("/requestContext/connectionId").is_some() {
            let observed = Observed::begin(&event.context);
            let event = serde_json::from_value(event.payload)?;
            let (route, status) =
                trace::within(observed.trace(), answer(&sockets, front.edge(), event)).await;
            observed.end(&Answered { route, status, ..Answered::default() });
            return Ok(json!({ "statusCode": status }));
        }
        let request: LambdaRequest = serde_json::from_value(event.payload)?;
        let mut service = Adapter::from(app.clone());
        let response = service.ready().await?.call(plain(LambdaEvent::new(request, event.context))).await?;
        Ok(serde_json::to_value(response)?)
    };
    lambda_runtime::run(service_fn(handler)).await
}

/// What kind of event it was, by the name of its route, and the status of its answer.
async fn answer(
    sockets: &impl SocketHandler,
    edge: Option<&Edge>,
    event: SocketEvent,
) -> (&'static str, u16) {
    let connection = event.request_context.connection_id.as_str();
    let named = |name: &str| event.headers.as_ref().and_then(|headers| header(headers, name));
    // What is open came through the edge.
    let around = edge
        .is_some_and(|edge| !named(EDGE_SECRET.as_str()).is_some_and(|secret| edge.knows(secret.as_bytes())));
    match event.request_context.event_type {
        EventType::Connect if around => ("$connect", 403),
        EventType::Connect => {
            let opening = Opening {
                connection,
                ticket: event
                    .query_string_parameters
                    .as_ref()
                    .and_then(|query| query.get("ticket"))
                    .map(String::as_str),
                origin: named("origin"),
            };
            let status = match sockets.connect(opening).await {
                Ok(()) => 200,
                Err(Refusal::Ticket) => 401,
                Err(Refusal::Origin) => 403,
                Err(Refusal::Unavailable) => 503,
            };
            ("$connect", status)
        }
        EventType::Message => {
            sockets.frame(connection, event.body.as_deref().unwrap_or_default()).await;
            ("$default", 200)
        }
        EventType::Disconnect => {
            sockets.disconnect(connection).await;
            ("$disconnect", 200)
        }
    }
}

/// API Gateway hands headers over as the client wrote their names.
fn header<'a>(headers: &'a HashMap<String, String>, name: &str) -> Option<&'a str> {
    let mut named = headers.iter().filter(|(given, _)| given.eq_ignore_ascii_case(name));
    named.next().map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;

    use super::*;

    /// Lets every socket open.
    struct Open;

    #[async_trait]
    impl SocketHandler for Open {
        async fn connect(&self, _: Opening<'_>) -> Result<(), Refusal> {
            Ok(())
        }

        async fn disconnect(&self, _: &str) {}

        async fn frame(&self, _: &str, _: &str) {}
    }

    async fn status(kind: &str, headers: Value, edge: Option<&Edge>) -> u16 {
        let context = json!({ "connectionId": "abc=", "eventType": kind });
        let event = json!({ "requestContext": context, "headers": headers });
        answer(&Open, edge, serde_json::from_value(event).unwrap()).await.1
    }

    #[tokio::test]
    async fn no_socket_opens_around_the_edge_and_what_is_open_came_through_it() {
        // `printf butaca | sha256sum`
        let edge = Edge::parse("e2dcb12ba8508859499f0e3b9046e6e3e4c0ae2a48e3fff3209497caa04fa37d").unwrap();
        for headers in [Value::Null, json!({}), json!({ "x-km-edge": "platea" })] {
            assert_eq!(status("CONNECT", headers, Some(&edge)).await, 403);
        }
        assert_eq!(status("CONNECT", json!({ "X-Km-Edge": "butaca" }), Some(&edge)).await, 200);
        assert_eq!(status("MESSAGE", Value::Null, Some(&edge)).await, 200);
        assert_eq!(status("DISCONNECT", Value::Null, Some(&edge)).await, 200);
        assert_eq!(status("CONNECT", Value::Null, None).await, 200);
    }
}
