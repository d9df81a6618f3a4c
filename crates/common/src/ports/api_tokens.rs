//! What machine clients bring.

use async_trait::async_trait;

use super::{Page, StoreResult};
use crate::domain::ApiToken;
use crate::{ApiTokenId, Time};

/// Machine clients' API tokens, found by the SHA-256 of their secret.
#[async_trait]
pub trait ApiTokens: Send + Sync {
    async fn create_api_token(&self, token: &ApiToken, secret_hash: [u8; 32]) -> StoreResult<()>;

    /// The token with this secret, unless it had expired by `now`.
    async fn api_token(&self, secret_hash: [u8; 32], now: Time) -> StoreResult<Option<ApiToken>>;

    /// Every token, expired ones too, newest first.
    async fn list_api_tokens(
        &self,
        after: Option<ApiTokenId>,
        limit: usize,
    ) -> StoreResult<Page<ApiToken, ApiTokenId>>;

    /// Notes that it was used, where the last note is more than an hour old.
    async fn used_api_token(&self, id: ApiTokenId, now: Time) -> StoreResult<()>;

    /// The token is no more; false where there is none.
    async fn remove_api_token(&self, id: ApiTokenId) -> StoreResult<bool>;
}
