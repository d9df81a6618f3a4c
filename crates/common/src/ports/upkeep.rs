//! What is put right in the background, and whether everything is right.

use async_trait::async_trait;

use super::StoreResult;
use crate::{Time, UserId};

/// A counter that is not what its rows say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// Which counter: `movie likes`, `comment replies`, `genre films`, …
    pub counter: &'static str,
    /// Of what: an id, or a genre's name.
    pub of: String,
    pub stored: i64,
    pub counted: i64,
}

/// The store's own order.
#[async_trait]
pub trait Upkeep: Send + Sync {
    /// Finishes what was begun before `before` and never finished, as when a process died between two writes: whatever
    /// it counts in is counted again. How many such acts there were. The same call again goes on where one stopped.
    async fn settle(&self, before: Time) -> StoreResult<u64>;

    /// Takes away what is left of a person whose deletion has begun, `limit` rows or so at a time: votes, reports, what
    /// they hid, comments (those with replies stay as deleted), letters; then the account's row. Every counter is exact
    /// after each call. True once nothing is left.
    async fn erase(&self, user: UserId, limit: usize) -> StoreResult<bool>;

    /// Some of those whose deletion has begun and not ended.
    async fn unfinished_deletions(&self, limit: usize) -> StoreResult<Vec<UserId>>;

    /// Recounts everything and returns what differs. Reads the whole store.
    async fn verify_counters(&self) -> StoreResult<Vec<Drift>>;
}
