//! The rule that keeps other sites from acting with a visitor's cookies.

use axum::http::{HeaderMap, header};

use super::cookies;
use super::front::Site;
use super::route::{Method, Route};

/// Whether this request may act. A request with an `Authorization` header does not act by its cookies; a read changes
/// nothing. A request with cookies must say that it is the site's own (`Sec-Fetch-Site`, or else `Origin`); one without
/// cookies to a route that sets them must not say that it is another's.
pub(super) fn allows(site: &Site, route: &Route, headers: &HeaderMap) -> bool {
    if route.method == Method::Get || headers.contains_key(header::AUTHORIZATION) {
        return true;
    }
    let (access, refresh) = cookies::cookie_names(site);
    let with_cookies =
        cookies::read_cookie(headers, access).or_else(|| cookies::read_cookie(headers, refresh)).is_some();
    if !with_cookies && !route.sets_cookies {
        return true;
    }
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    match (text("sec-fetch-site"), text("origin")) {
        (Some(fetch), _) => matches!(fetch, "same-origin" | "none"),
        (None, Some(origin)) => origin == site.origin(),
        (None, None) => !with_cookies,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Access;

    const ACTS: Route = Route::post("/a", Access::Public);
    const SIGNS_IN: Route = Route::post("/b", Access::Public).sets_cookies();

    fn allowed(route: &Route, lines: &[(&'static str, &'static str)]) -> bool {
        let site = Site::new("http://localhost:8080").unwrap();
        let headers = lines
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect::<HeaderMap>();
        allows(&site, route, &headers)
    }

    #[test]
    fn a_request_with_cookies_must_come_from_the_site() {
        let with = |extra: &[(&'static str, &'static str)]| {
            allowed(&ACTS, &[&[("cookie", "x=1; km_access=t")], extra].concat())
        };
        assert!(with(&[("sec-fetch-site", "same-origin")]));
        assert!(with(&[("sec-fetch-site", "none")]));
        assert!(with(&[("origin", "http://localhost:8080")]));
        assert!(with(&[("authorization", "Bearer t")]));
        assert!(!with(&[("sec-fetch-site", "cross-site")]));
        assert!(!with(&[("sec-fetch-site", "same-site")]));
        assert!(!with(&[("origin", "http://localhost:8081")]));
        assert!(!with(&[("origin", "null")]));
        assert!(!with(&[]));
    }

    #[test]
    fn a_route_that_signs_in_refuses_other_sites_without_cookies_too() {
        assert!(allowed(&SIGNS_IN, &[]));
        assert!(!allowed(&SIGNS_IN, &[("sec-fetch-site", "cross-site")]));
        assert!(!allowed(&SIGNS_IN, &[("origin", "https://evil.example")]));
        assert!(allowed(&ACTS, &[("origin", "https://evil.example")]));
    }
}
