//! API tokens: what a machine client brings so that people can sign in through it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::auth::Scopes;
use crate::{ApiTokenId, Time};

/// A provider, and the client of it whose ID tokens are taken.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct TrustedIssuer {
    /// The provider's https address, as its ID tokens tell it.
    pub iss: String,
    pub aud: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    pub id: ApiTokenId,
    pub name: String,
    /// The first characters of the secret, to tell tokens apart.
    pub prefix: String,
    pub scopes: Scopes,
    /// Whose ID tokens it may bring to sign people in; 10 at most.
    pub issuers: Vec<TrustedIssuer>,
    pub expires_at: Option<Time>,
    pub created_at: Time,
    /// To the hour.
    pub last_used_at: Option<Time>,
}
