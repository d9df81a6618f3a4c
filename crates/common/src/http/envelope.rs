//! The outermost layer: every answer gets its `x-request-id`, every problem its body, every panic is a 500.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use tower_http::catch_panic::CatchPanicLayer;

use super::edge::EDGE_SECRET;
use super::front::Front;
use super::problem::Problem;
use crate::{SessionId, deadline};

/// No request waits longer for the engines, all its waits together.
const ANSWERED: Duration = Duration::from_millis(4_500);

/// Closes a set of functions' routes: unknown addresses and methods become problems of the contract too, and whatever did not
/// come through the edge is refused before all else.
pub fn finish(router: Router, front: &Front) -> Router {
    router
        .fallback(async || Problem::NotFound)
        .method_not_allowed_fallback(async || Problem::MethodNotAllowed)
        .layer(CatchPanicLayer::custom(|_| Problem::internal("a handler panicked").into_response()))
        .layer(middleware::from_fn_with_state(front.clone(), through_edge))
        .layer(middleware::from_fn_with_state(front.clone(), envelope))
}

async fn through_edge(State(front): State<Front>, mut request: Request, next: Next) -> Response<Body> {
    if front.edge().is_some_and(|edge| !edge.sent(request.headers())) {
        return Problem::EdgeRequired.into_response();
    }
    request.headers_mut().remove(EDGE_SECRET);
    next.run(request).await
}

async fn envelope(State(front): State<Front>, request: Request, next: Next) -> Response<Body> {
    // Any UUIDv7 serves as a request's id; the type is of no matter.
    let id = SessionId::new(front.now(), front.random()).to_string();
    let mut response = deadline::within(ANSWERED, next.run(request)).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        let mut rendered = problem.render(&id);
        let kept = std::mem::take(response.headers_mut());
        for (name, value) in kept.iter().filter(|(name, _)| *name != header::CONTENT_LENGTH) {
            if !rendered.headers().contains_key(name) || *name == header::SET_COOKIE {
                rendered.headers_mut().append(name, value.clone());
            }
        }
        *rendered.extensions_mut() = std::mem::take(response.extensions_mut());
        response = rendered;
    }
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    response
}
