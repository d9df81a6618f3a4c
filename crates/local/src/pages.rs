//! The pages: the built files of `web/`, with the headers that keep a browser from doing anything else.

use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use tower_http::services::{ServeDir, ServeFile};

/// Scripts and styles come from the site alone; pictures of films from any https address.
const POLICY: &str = "default-src 'self'; img-src 'self' https: data:; style-src 'self' 'unsafe-inline'; \
    script-src 'self'; connect-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; \
    form-action 'self'; object-src 'none'";

/// The pages under a folder; every address without a file's ending is the one page that finds its way itself.
pub(crate) fn pages(folder: &Path) -> Router {
    let index = folder.join("index.html");
    if !index.is_file() {
        return Router::new().fallback(get(async || (StatusCode::NOT_FOUND, "The pages are not built.\n")));
    }
    let files = ServeDir::new(folder).append_index_html_on_directories(false);
    Router::new()
        .nest_service("/assets", ServeDir::new(folder.join("assets")))
        .fallback_service(files.fallback(ServeFile::new(index)))
        .layer(middleware::from_fn(headers))
}

async fn headers(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let is_asset = path.starts_with("/assets/");
    let names_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let mut response = next.run(request).await;
    let html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if names_file && html && path != "/index.html" {
        response = StatusCode::NOT_FOUND.into_response();
    }
    let kept = if is_asset && response.status().is_success() {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, kept),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
