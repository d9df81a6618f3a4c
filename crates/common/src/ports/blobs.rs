//! Where pictures lie.

use async_trait::async_trait;

use super::StoreResult;
use crate::Time;
use crate::domain::PictureKind;

/// What a client sends to upload something: one request, once, until a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// An address of another origin, or a path of this one.
    pub url: String,
    /// Headers that the request must carry, besides those that a client sends by itself.
    pub headers: Vec<(String, String)>,
}

/// Pictures, by key: `/`-separated segments of `[a-z0-9-]`, with one extension at most.
#[async_trait]
pub trait Blobs: Send + Sync {
    /// Stores the bytes, whole or not at all.
    async fn put(&self, key: &str, bytes: &[u8]) -> StoreResult<()>;

    /// The bytes; `Corrupt` where they are more than `most`.
    async fn get(&self, key: &str, most: u64) -> StoreResult<Option<Vec<u8>>>;

    /// Removes them; nothing happens where they are not there.
    async fn delete(&self, key: &str) -> StoreResult<()>;

    /// An address that takes this many bytes of this kind by `PUT`, once, until then.
    async fn sign_upload(
        &self,
        key: &str,
        kind: PictureKind,
        size: u64,
        now: Time,
        until: Time,
    ) -> StoreResult<Upload>;

    /// An address that gives the bytes until then.
    async fn sign_download(&self, key: &str, now: Time, until: Time) -> StoreResult<String>;
}
