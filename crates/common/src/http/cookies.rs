//! Cookies: the two of a browser session, and others. Scripts cannot read them.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponseParts, ResponseParts};

use super::front::Site;

/// The names of the access and the refresh cookie. The `__Host-` prefix needs https and is dropped only without it.
pub const fn cookie_names(site: &Site) -> (&'static str, &'static str) {
    if site.secure() { ("__Host-km_access", "__Host-km_refresh") } else { ("km_access", "km_refresh") }
}

/// A cookie's whole name, under the same rule.
pub fn cookie_name(site: &Site, name: &str) -> String {
    if site.secure() { format!("__Host-{name}") } else { name.to_owned() }
}

/// With which requests of other sites a browser sends a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameSite {
    /// With none.
    Strict,
    /// When a person follows a link here.
    Lax,
}

/// The value of a cookie that a request carries, by its whole name.
pub fn read_cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(given, value)| (given == name).then_some(value))
}

/// The refresh secret that a request carries; none with an `Authorization` header, which stands for the whole caller.
pub fn refresh_cookie<'a>(site: &Site, headers: &'a HeaderMap) -> Option<&'a str> {
    if headers.contains_key(header::AUTHORIZATION) {
        return None;
    }
    read_cookie(headers, cookie_names(site).1).filter(|secret| !secret.is_empty())
}

/// What an answer does to a browser's cookies.
#[derive(Debug, Clone, Default)]
pub struct Cookies(Vec<HeaderValue>);

impl Cookies {
    /// Both cookies of a session, each as long as its secret lives.
    pub fn signed_in(
        site: &Site,
        access: &str,
        access_life: Duration,
        refresh: &str,
        refresh_life: Duration,
    ) -> Self {
        let (access_name, refresh_name) = cookie_names(site);
        let cookies = Self::default().and(site, access_name, access, SameSite::Lax, access_life);
        cookies.and(site, refresh_name, refresh, SameSite::Strict, refresh_life)
    }

    /// One more, under its whole name; one that lives for no time is removed.
    #[must_use]
    pub fn and(mut self, site: &Site, name: &str, value: &str, same_site: SameSite, life: Duration) -> Self {
        self.0.extend(cookie(site, name, value, same_site, life));
        self
    }

    /// Removes both.
    pub fn signed_out(site: &Site) -> Self {
        Self::signed_in(site, "", Duration::ZERO, "", Duration::ZERO)
    }
}

fn cookie(site: &Site, name: &str, value: &str, same_site: SameSite, life: Duration) -> Option<HeaderValue> {
    let secure = if site.secure() { "; Secure" } else { "" };
    let whole = format!(
        "{name}={value}; Path=/; Max-Age={}; HttpOnly; SameSite={same_site:?}{secure}",
        life.as_secs()
    );
    HeaderValue::from_str(&whole).ok()
}

impl IntoResponseParts for Cookies {
    type Error = std::convert::Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Self::Error> {
        for cookie in self.0 {
            parts.headers_mut().append(header::SET_COOKIE, cookie);
        }
        Ok(parts)
    }
}
