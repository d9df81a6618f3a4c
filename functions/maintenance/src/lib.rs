//! Keeps the store in order, sweeps pictures, and empties the outbox. A schedule calls it every minute, and `kenmovie
//! maintain` by hand (but for pictures, which lie with whoever serves); `kenmovie serve` looks for letters every second.

mod letters;
mod pictures;

use std::time::Duration;

use kenmovie_common::erase;
use kenmovie_common::ports::{Clock, Erasure, StoreResult, Upkeep};
use serde::Serialize;

pub use letters::{LEASE, send_letters};
pub use pictures::sweep_pictures;

/// What was begun so long ago has no process behind it: functions are ended before.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// So much of what has begun to be deleted is taken up in a call,
const DELETIONS: usize = 10;
/// and worked on for so long: whoever called may be ended. The next call goes on.
const ROUND: Duration = Duration::from_secs(30);
/// The counters of so many films are counted again in a call.
const SAMPLE: usize = 20;

/// What a call came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Acts that had been left half done.
    pub finished: u64,
    /// Counters of the sample that were not what their rows say; each is logged.
    pub drifts: u64,
}

/// Finishes what was begun more than [`PATIENCE`] ago and never finished, and deletions that have begun; then counts a sample
/// again.
pub async fn maintain(upkeep: &dyn Upkeep, clock: &dyn Clock) -> StoreResult<Kept> {
    let begun = clock.now();
    let mut finished = upkeep.settle(begun - PATIENCE).await?;
    for deletion in upkeep.unfinished_deletions(DELETIONS).await? {
        let left = ROUND.saturating_sub(clock.now().since(begun));
        if left.is_zero() {
            break;
        }
        if erase::within(left, upkeep, deletion, || clock.now()).await? == Erasure::Gone {
            finished += 1;
        }
    }
    Ok(Kept { finished, drifts: drifts(upkeep).await? })
}

/// How many counters of a sample are wrong. There should be none.
async fn drifts(upkeep: &dyn Upkeep) -> StoreResult<u64> {
    let found = upkeep.verify_sample(SAMPLE).await?;
    for drift in &found {
        tracing::warn!(
            counter = drift.counter,
            of = drift.of,
            stored = drift.stored,
            counted = drift.counted,
            "a counter is not what its rows say"
        );
    }
    Ok(found.len() as u64)
}
