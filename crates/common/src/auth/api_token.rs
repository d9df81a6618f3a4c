//! API tokens: how one is made, and how the one that a machine client brings in `X-Api-Token` is known.

use std::time::Duration;

use axum::http::HeaderValue;
use serde::{Deserialize, Serialize};

use super::{Scope, Scopes, new_api_token, sha256};
use crate::domain::{ApiToken, TrustedIssuer};
use crate::http::Problem;
use crate::ports::{ApiTokens, Random};
use crate::{ApiTokenId, Time};

/// An API token that is asked for; `http::API_TOKEN_FIELDS` has its bounds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewApiToken {
    pub name: String,
    pub scopes: Scopes,
    /// None where it never expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in_days: Option<u32>,
    #[serde(default)]
    pub issuers: Vec<TrustedIssuer>,
}

/// How much of a secret is kept to tell tokens apart, in characters: 30 of its 256 random bits.
const PREFIX: usize = 8;
const DAY: Duration = Duration::from_hours(24);
/// A note of use is no older than this while a token is used.
const NOTED: Duration = Duration::from_hours(1);

impl NewApiToken {
    /// The token, and its secret, to be shown this once and stored as its SHA-256.
    pub fn make(self, now: Time, random: &dyn Random) -> (ApiToken, String) {
        let secret = new_api_token(random);
        let token = ApiToken {
            id: ApiTokenId::new(now, random),
            name: self.name,
            prefix: secret.chars().take(PREFIX).collect(),
            scopes: self.scopes,
            issuers: self.issuers,
            expires_at: self.expires_in_days.map(|days| now + DAY * days),
            created_at: now,
            last_used_at: None,
        };
        (token, secret)
    }
}

/// The token with this secret: 401 where there is none, 403 where it does not hold the scope. That it was used is noted.
pub async fn api_token_of(
    tokens: &dyn ApiTokens,
    secret: &HeaderValue,
    needs: Scope,
    now: Time,
) -> Result<ApiToken, Problem> {
    let token = tokens.api_token(sha256(secret.as_bytes()), now).await?.ok_or(Problem::InvalidCredentials)?;
    if !token.scopes.has(needs) {
        return Err(Problem::InsufficientScope);
    }
    if token.last_used_at.is_none_or(|noted| now.since(noted) > NOTED) {
        tokens.used_api_token(token.id, now).await?;
    }
    Ok(token)
}
