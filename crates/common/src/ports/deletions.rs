//! The end of people and films, in steps.

use std::time::Duration;

use async_trait::async_trait;

use super::StoreResult;
use crate::Time;
use crate::domain::Deletion;

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

/// What is left once somebody or a film is gone for all.
#[async_trait]
pub trait Deletions: Send + Sync {
    /// Takes away what is left of something whose deletion has begun, `limit` rows or so at a time; every counter is exact
    /// after each call. Of a person: votes, scores, list, reports, what they hid, blocks, mutes, notifications, comments
    /// (those with replies stay as deleted), letters, what reports quote of them. Of a film: comments and what hangs on
    /// them, votes, scores, list rows, reports, what hid it. What says that it began stays for [`Erasure::LINGER`] and is
    /// then looked at again: whoever was believed to be signed in may have written a moment after.
    async fn erase(&self, deletion: Deletion, limit: usize, now: Time) -> StoreResult<Erasure>;

    /// Some of what has begun to be deleted and is not gone.
    async fn unfinished_deletions(&self, limit: usize) -> StoreResult<Vec<Deletion>>;
}
