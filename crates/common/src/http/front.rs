//! What stands before every function: the site's settings, time, randomness, identity and limits.

use std::sync::Arc;

use super::limit::Limits;
use crate::Time;
use crate::auth::{Hmac, Identifier};
use crate::ports::{Clock, Counters, Random};

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
        let host = uri.host().ok_or_else(bad)?;
        let plain = matches!(uri.path(), "" | "/") && uri.query().is_none() && !trimmed.contains('@');
        let local = host == "localhost" || host.starts_with("127.") || host == "[::1]";
        let scheme_ok = uri.scheme_str() == Some("https") || (uri.scheme_str() == Some("http") && local);
        if plain && scheme_ok {
            Ok(Self { origin: trimmed.to_ascii_lowercase(), secure: uri.scheme_str() == Some("https") })
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
    /// Keys the fingerprints of idempotent requests.
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

    pub(super) fn counters(&self) -> &dyn Counters {
        self.0.counters.as_ref()
    }

    pub(super) fn fingerprint(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.0.fingerprint.sign(parts)
    }
}
