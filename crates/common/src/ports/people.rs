//! People among each other: who there is, who does not want to see whom, what they do not want to hear of.

use async_trait::async_trait;

use super::{Page, StoreResult};
use crate::domain::{BlockedUser, Circle, Person, Profile};
use crate::{CommentId, Time, UserId};

/// People as others see them. Someone whose deletion has begun is not there.
#[async_trait]
pub trait People: Send + Sync {
    /// Everybody whose name begins with this (folded; everybody where it is empty) but the viewer, whom they blocked and
    /// who blocked them; by folded name. A place is that name and the id.
    async fn list_people(
        &self,
        viewer: UserId,
        beginning: &str,
        after: Option<(String, UserId)>,
        limit: usize,
    ) -> StoreResult<Page<Person, (String, UserId)>>;

    async fn person(&self, id: UserId) -> StoreResult<Option<Profile>>;

    /// From now on neither sees the other's comments, and neither answers the other. Twice is once. False where one of
    /// them is not there, or they are the same.
    async fn block_user(&self, user: UserId, blocked: UserId, now: Time) -> StoreResult<bool>;

    /// Takes that back, if it was so: the other's own block stays.
    async fn unblock_user(&self, user: UserId, blocked: UserId) -> StoreResult<()>;

    /// Whom a person blocked, the latest first. A place is when, in milliseconds, and whom.
    async fn list_blocked_users(
        &self,
        user: UserId,
        after: Option<(i64, UserId)>,
        limit: usize,
    ) -> StoreResult<Page<BlockedUser, (i64, UserId)>>;

    /// Whom a person writes with, and whom they have nothing to do with.
    async fn circle(&self, user: UserId) -> StoreResult<Circle>;

    /// The thread that a comment or reply stands in notifies this person no more, or again; false where there is no such
    /// comment. What is deleted but stays has a thread.
    async fn mute_thread(
        &self,
        user: UserId,
        comment: CommentId,
        muted: bool,
        now: Time,
    ) -> StoreResult<bool>;
}
