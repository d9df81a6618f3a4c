//! What is put right in the background, and whether everything is right.

use async_trait::async_trait;

use super::{Deletions, StoreResult};
use crate::Time;

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
pub trait Upkeep: Deletions {
    /// Finishes what was begun before `before` and never finished, as when a process died between two writes: whatever
    /// it counts in is counted again. How many such acts there were. The same call again goes on where one stopped.
    async fn settle(&self, before: Time) -> StoreResult<u64>;

    /// Recounts all counters of some films, which the engine picks at random, and of their comments (the first thousand);
    /// what differs and is not just being counted.
    async fn verify_sample(&self, films: usize) -> StoreResult<Vec<Drift>>;

    /// Recounts everything and returns what differs. Reads the whole store.
    async fn verify_counters(&self) -> StoreResult<Vec<Drift>>;
}
