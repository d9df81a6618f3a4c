//! A function's routes behind an HTTP API: its events (payload format 2.0) in, its answers out.

use std::fmt::Write as _;

use axum::Router;
use axum::middleware::from_fn;
use kenmovie_common::http::{ClientAddress, EDGE_VIEWER, Front, finish};
use lambda_http::lambda_runtime::{self, LambdaEvent};
use lambda_http::request::{LambdaRequest, RequestContext};
use lambda_http::tower::ServiceExt as _;
use lambda_http::{Adapter, Error, Request, RequestExt as _};

use super::context;
use super::observe::observe;

/// Serves a function until its environment ends.
pub async fn serve(front: &Front, router: Router) -> Result<(), Error> {
    let behind_edge = front.edge().is_some();
    let app =
        finish(router, front).layer(from_fn(observe)).map_request(move |request| known(request, behind_edge));
    lambda_runtime::run(Adapter::from(app).map_request(plain)).await
}

/// Takes from an event what no function may lean on and what its address could not be made with: the host and scheme that
/// a client named, and characters that stand raw in a query.
pub(super) fn plain(mut event: LambdaEvent<LambdaRequest>) -> LambdaEvent<LambdaRequest> {
    if let LambdaRequest::ApiGatewayV2(request) = &mut event.payload {
        request.headers.remove("host");
        request.headers.remove("x-forwarded-proto");
        if let Some(query) = &mut request.raw_query_string {
            *query = encoded(query);
        }
    }
    event
}

/// A query with everything encoded that cannot stand in an address (RFC 3986).
fn encoded(query: &str) -> String {
    let mut text = String::with_capacity(query.len());
    for byte in query.bytes() {
        if byte.is_ascii_graphic() && !matches!(byte, b'"' | b'#' | b'<' | b'>') {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

/// Says what the gateway knows of a request: the address it came from, and the authorizer's verdict where one stood before
/// the route. Without one the guard finds out for itself. Behind the edge the gateway sees the edge, and the edge sees who came.
pub(super) fn known(mut request: Request, behind_edge: bool) -> Request {
    let Some(RequestContext::ApiGatewayV2(gateway)) = request.request_context_ref() else { return request };
    let seen = if behind_edge {
        request.headers().get(EDGE_VIEWER).and_then(|address| address.to_str().ok())
    } else {
        gateway.http.source_ip.as_deref()
    };
    let address = seen.and_then(|address| address.parse().ok());
    let authorizer = gateway.authorizer.as_ref().filter(|authorizer| !authorizer.fields.is_empty());
    let verdict = authorizer.map(|authorizer| context::read(&authorizer.fields));
    if let Some(address) = address {
        request.extensions_mut().insert(ClientAddress(address));
    }
    if let Some(verdict) = verdict {
        request.extensions_mut().insert(verdict);
    }
    request
}

#[cfg(test)]
mod tests {
    use kenmovie_common::auth::Verdict;
    use lambda_http::request::from_str;
    use serde_json::{Value, json};

    use super::*;

    fn request(authorizer: &Value, address: &str, behind_edge: bool) -> Request {
        let event = json!({
            "version": "2.0",
            "rawPath": "/api/movies",
            "rawQueryString": "",
            "headers": { "x-forwarded-for": "198.51.100.1", "x-km-viewer": "192.0.2.7" },
            "requestContext": {
                "authorizer": authorizer,
                "http": { "method": "GET", "path": "/api/movies", "sourceIp": address },
                "stage": "$default",
            },
            "isBase64Encoded": false,
        });
        known(from_str(&event.to_string()).unwrap(), behind_edge)
    }

    fn verdict(authorizer: &Value) -> Option<Verdict> {
        request(authorizer, "203.0.113.9", false).extensions().get().copied()
    }

    #[test]
    fn the_address_is_the_gateways_and_no_headers_but_behind_the_edge_the_edges() {
        let seen = |text, behind_edge| {
            let request = request(&Value::Null, text, behind_edge);
            request.extensions().get().map(|ClientAddress(address)| *address)
        };
        assert_eq!(seen("203.0.113.9", true), "192.0.2.7".parse().ok());
        let address = |text| seen(text, false);
        assert_eq!(address("203.0.113.9"), "203.0.113.9".parse().ok());
        assert_eq!(address("2001:db8::1"), "2001:db8::1".parse().ok());
        assert_eq!(address("somewhere"), None);
    }

    #[test]
    fn a_verdict_is_there_where_the_authorizer_stood_and_a_strange_one_is_a_bad_one() {
        for none in [Value::Null, json!({}), json!({ "lambda": null }), json!({ "lambda": {} })] {
            assert_eq!(verdict(&none), None, "{none}");
        }
        assert_eq!(verdict(&json!({ "lambda": { "verdict": "missing" } })), Some(Verdict::Missing));
        for strange in [json!({ "verdict": "yes" }), json!({ "verdict": "ok" }), json!({ "sub": "x" })] {
            assert_eq!(verdict(&json!({ "lambda": strange })), Some(Verdict::Invalid), "{strange}");
        }
    }

    #[test]
    fn only_what_cannot_stand_in_a_query_is_encoded() {
        let whole = "q=cl%C3%A9o+5&sort=-title&x=[a]{b}|'~!";
        assert_eq!(encoded(whole), whole);
        assert_eq!(encoded("q=\"<é>\" #"), "q=%22%3C%C3%A9%3E%22%20%23");
    }
}
