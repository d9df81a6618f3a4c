//! Who a request comes from. The authorizer, and functions on routes without one, use this same code.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::{Claims, Scopes, TokenFault, Verifier};
use crate::domain::Client;
use crate::http::Problem;
use crate::ports::{Clock, Sessions};
use crate::{SessionId, Time, UserId};

/// A signed-in caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    pub user: UserId,
    pub session: SessionId,
    pub client: Client,
    pub scopes: Scopes,
    /// When the password or the provider was last shown.
    pub auth_time: Time,
    pub expires_at: Time,
}

impl Identity {
    /// How recent the proof of who somebody is must be for what cannot be undone.
    const RECENT: Duration = Duration::from_mins(10);

    /// 403 unless the password or the provider was shown in the last ten minutes.
    pub fn require_recent(&self, now: Time) -> Result<(), Problem> {
        if now.since(self.auth_time) <= Self::RECENT {
            Ok(())
        } else {
            Err(Problem::ReauthenticationRequired)
        }
    }
}

/// What is known of a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Ok(Identity),
    /// No token was sent.
    Missing,
    Invalid,
    Expired,
    /// The session has ended.
    Revoked,
    /// Whether the session lives cannot be said now; never a yes.
    Unavailable,
}

/// A session that was seen to live is believed for this long, counted from before it was read.
const BELIEVED: Duration = Duration::from_secs(8);

/// Tokens remembered at most; about 1 kB each.
const REMEMBERED: usize = 10_000;

/// Turns an access token into a verdict. Remembers tokens whose signature it has checked, by their whole text.
pub struct Identifier {
    verifier: Verifier,
    sessions: Arc<dyn Sessions>,
    clock: Arc<dyn Clock>,
    seen: Mutex<HashMap<Box<str>, Seen>>,
}

#[derive(Clone, Copy)]
struct Seen {
    identity: Identity,
    /// Until when the session is believed to live.
    until: Time,
}

impl Identifier {
    pub fn new(verifier: Verifier, sessions: Arc<dyn Sessions>, clock: Arc<dyn Clock>) -> Self {
        Self { verifier, sessions, clock, seen: Mutex::default() }
    }

    pub async fn identify(&self, token: Option<&str>) -> Verdict {
        let Some(token) = token else { return Verdict::Missing };
        let now = self.clock.now();
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner).get(token).copied();
        let identity = match seen {
            Some(seen) if now >= seen.identity.expires_at => return Verdict::Expired,
            Some(seen) if now < seen.until && now + BELIEVED >= seen.until => {
                return Verdict::Ok(seen.identity);
            }
            Some(seen) => seen.identity,
            None => match self.verifier.verify(token, now) {
                Ok(claims) => match identity_of(&claims) {
                    Some(identity) => identity,
                    None => return Verdict::Invalid,
                },
                Err(TokenFault::Invalid) => return Verdict::Invalid,
                Err(TokenFault::Expired) => return Verdict::Expired,
            },
        };
        match self.sessions.live_session(identity.session, identity.user, now).await {
            Ok(Some(session)) if session.client == identity.client => {
                self.remember(token, Seen { identity, until: now + BELIEVED });
                Verdict::Ok(identity)
            }
            Ok(_) => Verdict::Revoked,
            Err(error) => {
                tracing::error!(%error, "session look-up failed");
                Verdict::Unavailable
            }
        }
    }

    fn remember(&self, token: &str, seen: Seen) {
        let mut all = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED && !all.contains_key(token) {
            let now = self.clock.now();
            all.retain(|_, seen| now < seen.until);
            if all.len() >= REMEMBERED {
                all.clear();
            }
        }
        all.insert(token.into(), seen);
    }
}

fn identity_of(claims: &Claims) -> Option<Identity> {
    Some(Identity {
        user: claims.sub.parse().ok()?,
        session: claims.sid.parse().ok()?,
        client: claims.client.parse().ok()?,
        scopes: Scopes::parse_lenient(&claims.scope),
        auth_time: Time::from_millis(claims.auth_time.checked_mul(1000)?),
        expires_at: Time::from_millis(claims.exp.checked_mul(1000)?),
    })
}
