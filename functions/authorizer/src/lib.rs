//! The authorizer: says who calls, before every route that is not public. It never refuses; it answers with a verdict,
//! which the functions behind it turn into the 401 or 503 of the contract.

use axum::http::HeaderMap;
use kenmovie_common::auth::Verdict;
use kenmovie_common::http::{Front, access_token};

/// The verdict on a request with these headers.
pub async fn authorize(front: &Front, headers: &HeaderMap) -> Verdict {
    front.identifier().identify(access_token(front, headers)).await
}
