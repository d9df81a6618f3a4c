//! API tokens: what a machine client brings so that people can sign in through it.

use crate::auth::Scopes;
use crate::{ApiTokenId, Time};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    pub id: ApiTokenId,
    pub name: String,
    /// The first characters of the secret, to tell tokens apart.
    pub prefix: String,
    pub scopes: Scopes,
    pub expires_at: Option<Time>,
    pub created_at: Time,
}
