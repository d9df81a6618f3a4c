//! Who may keep an answer: a visitor's reads may be kept a while and are revalidated by `ETag`; nothing else is kept.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use http_body_util::BodyExt as _;

use super::route::Route;

/// The version of the thing that an answer carries; a handler puts it among the extensions of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version(pub u64);

impl Version {
    /// The version that `If-Match` asks for: none without the header or for `*`, and one that no thing has where the
    /// header names nothing of ours.
    pub fn expected(headers: &HeaderMap) -> Option<u64> {
        let text = headers.get(header::IF_MATCH)?.to_str().unwrap_or_default().trim();
        if text == "*" {
            return None;
        }
        let tag = text.trim_start_matches('"').split(['-', '"']).next().unwrap_or_default();
        Some(tag.parse().unwrap_or(0))
    }
}

/// Writes the caching headers of an answer, and turns it into 304 where the visitor has it.
pub(super) async fn apply(
    response: Response<Body>,
    route: &Route,
    visitor: bool,
    if_none_match: Option<&HeaderValue>,
) -> Response<Body> {
    let (mut parts, body) = response.into_parts();
    let version = parts.extensions.get::<Version>().copied();
    let kept = route.max_age.filter(|_| visitor && parts.status == StatusCode::OK);
    if route.max_age.is_some() && !route.page {
        parts.headers.insert(header::VARY, HeaderValue::from_static("Cookie, Authorization"));
    }
    let control = match kept {
        None => Ok(HeaderValue::from_static("private, no-store")),
        Some(0) => Ok(HeaderValue::from_static("no-cache")),
        Some(seconds) => HeaderValue::from_str(&format!("public, max-age={seconds}")),
    };
    if let Ok(control) = control {
        parts.headers.entry(header::CACHE_CONTROL).or_insert(control);
    }
    if kept.is_none() && version.is_none() {
        return Response::from_parts(parts, body);
    }
    let bytes = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let hash = xxhash_rust::xxh3::xxh3_64(&bytes);
    let tag =
        version.map_or(format!("\"{hash:016x}\""), |Version(version)| format!("\"{version}-{hash:016x}\""));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        parts.headers.insert(header::ETAG, tag);
    }
    let fresh = kept.is_some() && if_none_match.is_some_and(|given| matches_tag(given, &tag));
    if fresh {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_TYPE);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}

fn matches_tag(given: &HeaderValue, tag: &str) -> bool {
    let given = given.to_str().unwrap_or_default();
    given.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag || one == "*")
}
