//! Letters that wait to be sent.

use std::time::Duration;

use async_trait::async_trait;

use super::StoreResult;
use crate::domain::Letter;
use crate::{LetterId, Time};

/// The outbox. A letter is sent at least once: whoever takes one has it for a while, and says when it is sent.
#[async_trait]
pub trait Letters: Send + Sync {
    async fn post_letter(&self, letter: Letter) -> StoreResult<()>;

    /// Up to `limit` letters that are due, the oldest first; nobody else is given them before `now + lease`.
    async fn take_letters(&self, now: Time, lease: Duration, limit: usize) -> StoreResult<Vec<Letter>>;

    /// It is sent, or given up: it leaves the outbox.
    async fn remove_letter(&self, id: LetterId) -> StoreResult<()>;
}
