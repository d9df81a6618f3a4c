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

/// An API token without its secret, which nobody but its holder has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ApiToken {
    pub id: ApiTokenId,
    pub name: String,
    /// The first characters of the secret, to tell tokens apart.
    pub prefix: String,
    pub scopes: Scopes,
    /// Whose ID tokens it may bring to sign people in; 10 at most, left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub issuers: Vec<TrustedIssuer>,
    /// Left out where it never expires.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Time>,
    pub created_at: Time,
    /// When somebody last signed in or up through it, to the hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Time>,
}
