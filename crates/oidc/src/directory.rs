//! What issuers say of themselves, and their keys: fetched when they are needed, and kept for an hour.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use kenmovie_common::ports::{Clock, ProviderFault};
use kenmovie_common::{Time, deadline};
use openidconnect::core::CoreProviderMetadata;
use openidconnect::{DiscoveryError, IssuerUrl};
use tokio::time::timeout;

use crate::google::Place;
use crate::http::{Http, HttpFault, WHOLE, Web};

/// What was fetched serves for this long.
const KEPT: Duration = Duration::from_hours(1);
/// A key that is not known has them fetched again, but not more often than this: anybody can name unknown keys.
const AGAIN: Duration = Duration::from_secs(10);
/// Issuers kept at most. They come from configuration and from API tokens, not from whoever calls.
const ISSUERS: usize = 64;

/// The issuers that were asked.
pub(crate) struct Directory {
    web: Web,
    clock: Arc<dyn Clock>,
    known: Mutex<HashMap<String, Entry>>,
}

/// One fetches, the others wait for what it gets.
type Entry = Arc<tokio::sync::Mutex<Option<Kept>>>;

struct Kept {
    metadata: Arc<CoreProviderMetadata>,
    fetched: Time,
    /// When it was last tried to fetch them.
    tried: Time,
}

impl Directory {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { web: Web::default(), clock, known: Mutex::default() }
    }

    /// The way to an issuer.
    pub(crate) fn way(&self, issuer: &str) -> Result<Http<'_>, ProviderFault> {
        let place = Place::of(issuer);
        Ok(self.web.to(place.ok_or_else(|| ProviderFault::Refused(format!("{issuer} is no issuer")))?))
    }

    /// What an issuer says of itself, with its keys.
    pub(crate) async fn metadata(&self, issuer: &str) -> Result<Arc<CoreProviderMetadata>, ProviderFault> {
        self.look(issuer, |kept, now| now.since(kept.fetched) < KEPT).await
    }

    /// The same, newer than ten seconds if it can be.
    pub(crate) async fn newer(&self, issuer: &str) -> Result<Arc<CoreProviderMetadata>, ProviderFault> {
        self.look(issuer, |kept, now| now.since(kept.tried) < AGAIN).await
    }

    async fn look(
        &self,
        issuer: &str,
        serves: impl Fn(&Kept, Time) -> bool + Send,
    ) -> Result<Arc<CoreProviderMetadata>, ProviderFault> {
        let entry = self.entry(issuer);
        let looking = async {
            let mut kept = entry.lock().await;
            let now = self.clock.now();
            if let Some(kept) = kept.as_ref().filter(|kept| serves(kept, now)) {
                return Ok(Arc::clone(&kept.metadata));
            }
            if let Some(kept) = kept.as_mut() {
                kept.tried = now;
            }
            let metadata = Arc::new(self.fetch(issuer).await?);
            *kept = Some(Kept { metadata: Arc::clone(&metadata), fetched: now, tried: now });
            Ok(metadata)
        };
        // Two requests, and the wait for whoever makes them already.
        let late = |_| ProviderFault::Unavailable(format!("{issuer}: no answer in time"));
        timeout(deadline::left().unwrap_or(WHOLE * 2), looking).await.map_err(late)?
    }

    fn entry(&self, issuer: &str) -> Entry {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = known.get(issuer) {
            return Arc::clone(entry);
        }
        if known.len() >= ISSUERS {
            known.clear();
        }
        Arc::clone(known.entry(issuer.to_owned()).or_default())
    }

    async fn fetch(&self, issuer: &str) -> Result<CoreProviderMetadata, ProviderFault> {
        let http = self.way(issuer)?;
        let url = IssuerUrl::new(issuer.to_owned())
            .map_err(|error| ProviderFault::Refused(format!("{issuer}: {error}")))?;
        CoreProviderMetadata::discover_async(url, &http).await.map_err(|error| unavailable(issuer, &error))
    }
}

/// Whatever is wrong with what an issuer says of itself: nothing can be said of its word until that is right.
fn unavailable(issuer: &str, error: &DiscoveryError<HttpFault>) -> ProviderFault {
    let reason = match error {
        DiscoveryError::Request(fault) => fault.to_string(),
        DiscoveryError::Parse(fault) => format!("what it says of itself cannot be read: {fault}"),
        other => other.to_string(),
    };
    ProviderFault::Unavailable(format!("{issuer}: {reason}"))
}
