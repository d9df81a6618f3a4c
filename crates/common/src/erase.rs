//! The work that a deletion leaves: what hangs on something whose end has begun is taken away step by step, for as long as
//! whoever does it has time.

use std::time::Duration;

use crate::Time;
use crate::domain::Deletion;
use crate::ports::{Deletions, Erasure, StoreResult};

/// How long whoever deletes something waits for its work; maintenance does the rest.
pub const AT_ONCE: Duration = Duration::from_secs(1);

/// So many rows or so are taken away at a time.
const STEP: usize = 100;

/// Takes away what this time allows; how far that is.
pub async fn within(
    time: Duration,
    deletions: &dyn Deletions,
    deletion: Deletion,
    now: impl Fn() -> Time + Send + Sync,
) -> StoreResult<Erasure> {
    let begun = now();
    loop {
        let far = deletions.erase(deletion, STEP, now()).await?;
        if far != Erasure::More || now().since(begun) >= time {
            return Ok(far);
        }
    }
}
