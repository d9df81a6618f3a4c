//! `/dev/outbox`: the letters that lie in the outbox folder, for whoever works on this machine. They carry one-time links, so
//! that it stands only where the site itself is of this machine, and answers only a browser on it.

use std::net::IpAddr;
use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kenmovie_common::auth::sha256;
use kenmovie_common::http::ClientAddress;
use kenmovie_embedded::{Outbox, Posted};

/// How many letters are shown.
const LETTERS: usize = 50;

const STYLE: &str = ":root{color-scheme:light dark}body{max-width:48rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif}\
    article{margin:2rem 0;padding-top:1rem;border-top:1px solid #8886}\
    h2{font-size:1.1rem;margin:0}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}";

/// The page's path.
pub(crate) const PATH: &str = "/dev/outbox";

#[derive(Clone)]
struct Page {
    outbox: Outbox,
    headers: Arc<[(HeaderName, HeaderValue)]>,
}

/// A page that has its one style sheet within it and loads nothing.
pub(crate) fn page(outbox: Outbox) -> Router {
    let style = STANDARD.encode(sha256(STYLE.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    );
    let policy = policy.parse().unwrap_or(HeaderValue::from_static("default-src 'none'"));
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    ];
    Router::new().route(PATH, get(show)).with_state(Page { outbox, headers: Arc::new(headers) })
}

async fn show(
    State(page): State<Page>,
    peer: Option<Extension<ClientAddress>>,
    headers: HeaderMap,
) -> Response {
    if !peer.is_some_and(|Extension(ClientAddress(peer))| is_here(peer)) || !names_this_machine(&headers) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut response = match page.outbox.latest(LETTERS).await {
        Ok(letters) => Html(Letters { letters: &letters, style: STYLE }.to_string()).into_response(),
        Err(error) => {
            tracing::warn!(%error, "the outbox cannot be read");
            (StatusCode::SERVICE_UNAVAILABLE, "The outbox cannot be read; the log says why.\n")
                .into_response()
        }
    };
    response.headers_mut().extend(page.headers.iter().cloned());
    response
}

fn is_here(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

/// Whether the browser believes to speak to this machine: a page elsewhere can have its own name point here.
fn names_this_machine(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let host = match host.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => host,
    };
    let address = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost") || address.parse().is_ok_and(is_here)
}

#[derive(Template)]
#[template(path = "outbox.html")]
struct Letters<'a> {
    letters: &'a [Posted],
    style: &'static str,
}

/// A stretch of a letter's text.
struct Stretch<'a> {
    text: &'a str,
    is_link: bool,
}

/// The text, its links apart: what begins with `http://` or `https://` up to the next space.
fn stretches(text: &str) -> Vec<Stretch<'_>> {
    let words = text.split_inclusive(char::is_whitespace);
    words
        .flat_map(|word| {
            let (link, space) = word.split_at(word.trim_end().len());
            let is_link = link.starts_with("https://") || link.starts_with("http://");
            [Stretch { text: link, is_link }, Stretch { text: space, is_link: false }]
        })
        .collect()
}

#[cfg(test)]
mod tests;
