//! Where pictures lie.

use async_trait::async_trait;

use super::StoreResult;

/// Pictures, by key: `/`-separated segments of `[a-z0-9-]`, with one extension at most.
#[async_trait]
pub trait Blobs: Send + Sync {
    /// Stores the bytes, whole or not at all.
    async fn put(&self, key: &str, bytes: &[u8]) -> StoreResult<()>;

    async fn get(&self, key: &str) -> StoreResult<Option<Vec<u8>>>;

    /// Removes them; nothing happens where they are not there.
    async fn delete(&self, key: &str) -> StoreResult<()>;
}
