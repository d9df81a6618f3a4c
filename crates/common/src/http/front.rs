//! What stands before every function: the site's settings, time, randomness, identity and limits.

use std::net::Ipv4Addr;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::edge::Edge;
use super::limit::{Limit, Limits};
use crate::Time;
use crate::auth::{Hmac, Identifier};
use crate::ports::{Clock, Counters, Random, StoreResult};

/// Where the site is. It comes from configuration, never from a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    origin: String,
    secure: bool,
}

/// Not the origin of a site.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not an address such as https://kenmovie.example or http://localhost:8080")]
pub struct BadOrigin(String);

impl Site {
    /// `scheme://host[:port]`. Plain http is for one machine only: localhost and loopback addresses.
    pub fn new(origin: &str) -> Result<Self, BadOrigin> {
        let bad = || BadOrigin(origin.to_owned());
        let trimmed = origin.trim_end_matches('/');
        let uri: axum::http::Uri = trimmed.parse().map_err(|_| bad())?;
        let (scheme, authority) = (uri.scheme_str().ok_or_else(bad)?, uri.authority().ok_or_else(bad)?);
        let host = authority.host();
        let whole = trimmed.eq_ignore_ascii_case(&format!("{scheme}://{authority}"));
        let plain = whole && !host.is_empty() && !authority.as_str().contains('@');
        let local = host == "localhost"
            || host == "[::1]"
            || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback());
        let secure = scheme == "https";
        if plain && (secure || (scheme == "http" && local)) {
            Ok(Self { origin: trimmed.to_ascii_lowercase(), secure })
        } else {
            Err(bad())
        }
    }

    pub fn origin(&self) -> &str {
        &self.origin
    }

    pub const fn secure(&self) -> bool {
        self.secure
    }
}

/// The parts of a `Front`.
pub struct FrontParts {
    pub site: Site,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    pub identifier: Arc<Identifier>,
    pub counters: Arc<dyn Counters>,
    pub limits: Limits,
    /// What stands before the site, where requests must come through it; none on one machine.
    pub edge: Option<Edge>,
    /// Keys the fingerprints of idempotent requests and the keys of addresses.
    pub fingerprint: Hmac,
}

/// Handed to every function's router.
#[derive(Clone)]
pub struct Front(Arc<FrontParts>);

impl Front {
    pub fn new(parts: FrontParts) -> Self {
        Self(Arc::new(parts))
    }

    pub fn now(&self) -> Time {
        self.0.clock.now()
    }

    pub fn random(&self) -> &dyn Random {
        self.0.random.as_ref()
    }

    pub fn site(&self) -> &Site {
        &self.0.site
    }

    pub fn identifier(&self) -> &Identifier {
        &self.0.identifier
    }

    pub fn limits(&self) -> Limits {
        self.0.limits
    }

    pub fn edge(&self) -> Option<&Edge> {
        self.0.edge.as_ref()
    }

    pub(super) fn counters(&self) -> &dyn Counters {
        self.0.counters.as_ref()
    }

    /// The key of whatever is counted or kept by an e-mail address: a keyed hash of its lower-case form, base64url.
    pub fn address_key(&self, email: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.fingerprint(&[b"address", email.to_lowercase().as_bytes()]))
    }

    /// Counts one more act of somebody whom the guard does not know; whether that is within the limit.
    pub async fn spend(&self, limit: &Limit, subject: &str) -> StoreResult<bool> {
        let count = self.counters().count(&limit.key(subject), limit.window, self.now()).await?;
        Ok(count.used <= self.limits().quota(limit))
    }

    pub(super) fn fingerprint(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.0.fingerprint.sign(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_https_or_on_this_machine() {
        for (origin, kept, secure) in [
            ("https://kenmovie.example", "https://kenmovie.example", true),
            ("https://KenMovie.example/", "https://kenmovie.example", true),
            ("https://kenmovie.example:8443", "https://kenmovie.example:8443", true),
            ("http://localhost:8080", "http://localhost:8080", false),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080", false),
            ("http://127.8.9.1", "http://127.8.9.1", false),
            ("http://[::1]:8080", "http://[::1]:8080", false),
        ] {
            let site = Site::new(origin).unwrap();
            assert_eq!((site.origin(), site.secure()), (kept, secure), "{origin}");
        }
    }

    #[test]
    fn what_is_not_an_origin_is_refused() {
        for bad in [
            "",
            "/",
            "kenmovie.example",
            "//kenmovie.example",
            "https://",
            "https:///api",
            "ftp://kenmovie.example",
            "ws://localhost",
            "http://kenmovie.example",
            "http://localhost.evil.example",
            "http://127.evil.example",
            "http://192.168.0.2:8080",
            "https://kenmovie.example/api",
            "https://kenmovie.example?x=1",
            "https://kenmovie.example?",
            "https://kenmovie.example#x",
            "https://ana@kenmovie.example",
            "https://ken movie.example",
            "https://kenmovie.example\n",
        ] {
            assert_eq!(Site::new(bad), Err(BadOrigin(bad.to_owned())));
        }
    }
}
