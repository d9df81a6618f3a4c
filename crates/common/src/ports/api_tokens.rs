//! What machine clients bring.

use async_trait::async_trait;

use super::StoreResult;
use crate::Time;
use crate::domain::ApiToken;

/// Machine clients' API tokens, found by the SHA-256 of their secret.
#[async_trait]
pub trait ApiTokens: Send + Sync {
    async fn create_api_token(&self, token: &ApiToken, secret_hash: [u8; 32]) -> StoreResult<()>;

    /// The token with this secret, unless it had expired by `now`.
    async fn api_token(&self, secret_hash: [u8; 32], now: Time) -> StoreResult<Option<ApiToken>>;
}
