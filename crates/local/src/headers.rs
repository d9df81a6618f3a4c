//! What every page of the site tells browsers, in one place: the gateway here says it, and a test holds what the edge says in
//! the cloud (`template.yaml`) equal to it.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// Nothing that a film's site has a use for; what a browser does not know it passes over.
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
    magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

/// Two years, as preload lists want; not for other hosts of the domain, which are not ours to speak for.
const ONLY_HTTPS: &str = "max-age=63072000";

/// The headers of a page. `secure`: the site is https. `uploads`: an origin that pictures are uploaded to, if it is not the
/// site itself.
pub fn site_headers(secure: bool, uploads: &str) -> HeaderMap {
    let policy = HeaderValue::try_from(policy(uploads));
    let mut headers = HeaderMap::from_iter([
        (header::CONTENT_SECURITY_POLICY, policy.unwrap_or(HeaderValue::from_static("default-src 'none'"))),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
        (HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS)),
        (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    ]);
    if secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(ONLY_HTTPS));
    }
    headers
}

/// Scripts and styles are files of the site; pictures of films come from any https address, and posters that are drawn here
/// are `data:`. Sockets of the site count as `'self'`.
fn policy(uploads: &str) -> String {
    let connect = format!("connect-src 'self' {uploads}");
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' https: data:",
        "font-src 'self'",
        connect.trim_end(),
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        // The pages' own policy lets through what SweetAlert2 makes of its parts, and nothing else.
        "require-trusted-types-for 'script'",
        "trusted-types default",
    ]
    .join("; ")
}
