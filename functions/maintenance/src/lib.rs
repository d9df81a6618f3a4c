//! Keeps the store in order, and empties the outbox. A schedule calls it every minute, and `kenmovie maintain` by hand;
//! `kenmovie serve` looks for letters every second.

mod letters;

use std::time::Duration;

use kenmovie_common::Time;
use kenmovie_common::ports::{Erasure, StoreResult, Upkeep};

pub use letters::{LEASE, send_letters};

/// What was begun so long ago has no process behind it: functions are ended before.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// So much of what has begun to be deleted is taken up in a call.
const DELETIONS: usize = 10;
/// So much of one is taken away at a time.
const STEP: usize = 100;

/// Finishes what was begun more than [`PATIENCE`] ago and never finished, and deletions that have begun. How
/// many such acts there were.
pub async fn maintain(upkeep: &dyn Upkeep, now: Time) -> StoreResult<u64> {
    let mut finished = upkeep.settle(now - PATIENCE).await?;
    for deletion in upkeep.unfinished_deletions(DELETIONS).await? {
        loop {
            match upkeep.erase(deletion, STEP, now).await? {
                Erasure::More => {}
                Erasure::Lingering => break,
                Erasure::Gone => {
                    finished += 1;
                    break;
                }
            }
        }
    }
    Ok(finished)
}
