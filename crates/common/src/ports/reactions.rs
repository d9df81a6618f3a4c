//! Votes.

use async_trait::async_trait;

use super::StoreResult;
use crate::domain::{Reaction, Tally, Target};
use crate::{Time, UserId};

/// Likes and dislikes.
#[async_trait]
pub trait ReactionStore: Send + Sync {
    /// Sets or takes back a person's vote; the target's exact counters with it. None where there is no such target.
    async fn set_reaction(
        &self,
        user: UserId,
        target: Target,
        value: Option<Reaction>,
        now: Time,
    ) -> StoreResult<Option<Tally>>;
}
