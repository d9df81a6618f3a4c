//! Growing waits after wrong passwords.

use async_trait::async_trait;

use super::StoreResult;
use crate::Time;
use crate::domain::Backoff;

/// Tries under a key, such as an account or a device. A try counts as failed until it is forgiven, so that many at once
/// are not more than one after the other.
#[async_trait]
pub trait Throttle: Send + Sync {
    /// Counts a try and allows it, unless its key has to wait: then nothing is counted, and it is told until when.
    /// Forgotten after `Backoff::MEMORY` without a try.
    async fn try_under(&self, key: &str, backoff: Backoff, now: Time) -> StoreResult<Result<(), Time>>;

    /// Forgets the tries under this key: one was right.
    async fn forgive(&self, key: &str) -> StoreResult<()>;
}
