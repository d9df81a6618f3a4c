//! Counts of acts, for limits.

use std::time::Duration;

use async_trait::async_trait;

use super::StoreResult;
use crate::Time;

/// A counter after it was raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// How many times in this window, this one included.
    pub used: u64,
    /// When the window ends.
    pub resets_at: Time,
}

/// Counters in windows of fixed length that begin with the first count.
#[async_trait]
pub trait Counters: Send + Sync {
    /// Counts one more for the key.
    async fn count(&self, key: &str, window: Duration, now: Time) -> StoreResult<Count>;
}
