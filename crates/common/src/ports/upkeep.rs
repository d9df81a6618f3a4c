//! What is put right in the background, and whether everything is right.

use std::time::Duration;

use async_trait::async_trait;

use super::StoreResult;
use crate::Time;
use crate::domain::Deletion;

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

/// How far a deletion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erasure {
    /// There was more than the limit.
    More,
    /// Nothing is left; it is looked at again once it has lingered.
    Lingering,
    /// It is gone, or never was.
    Gone,
}

impl Erasure {
    /// Longer than an access token of somebody who is no more is believed, and than a request lasts.
    pub const LINGER: Duration = Duration::from_mins(1);
}

/// The store's own order.
#[async_trait]
pub trait Upkeep: Send + Sync {
    /// Finishes what was begun before `before` and never finished, as when a process died between two writes: whatever
    /// it counts in is counted again. How many such acts there were. The same call again goes on where one stopped.
    async fn settle(&self, before: Time) -> StoreResult<u64>;

    /// Takes away what is left of something whose deletion has begun, `limit` rows or so at a time; every counter is exact
    /// after each call. Of a person: votes, scores, list, reports, what they hid, blocks, mutes, notifications, comments
    /// (those with replies stay as deleted), letters, what reports quote of them. Of a film: comments and what hangs on
    /// them, votes, scores, list rows, reports, what hid it. What says that it began stays for [`Erasure::LINGER`] and is
    /// then looked at again: whoever was believed to be signed in may have written a moment after.
    async fn erase(&self, deletion: Deletion, limit: usize, now: Time) -> StoreResult<Erasure>;

    /// Some of what has begun to be deleted and is not gone.
    async fn unfinished_deletions(&self, limit: usize) -> StoreResult<Vec<Deletion>>;

    /// Recounts all counters of some films, which the engine picks at random, and of their comments (the first thousand);
    /// what differs and is not just being counted.
    async fn verify_sample(&self, films: usize) -> StoreResult<Vec<Drift>>;

    /// Recounts everything and returns what differs. Reads the whole store.
    async fn verify_counters(&self) -> StoreResult<Vec<Drift>>;
}
