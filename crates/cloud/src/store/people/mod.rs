//! People among each other: who there is, who does not want to see whom, what they do not want to hear of.

mod blocks;
mod circle;
mod list;
mod mutes;
mod names;
mod profile;

use async_trait::async_trait;
use kenmovie_common::domain::{BlockedUser, Circle, Person, Profile};
use kenmovie_common::ports::{Page, People, StoreResult};
use kenmovie_common::text::fold;
use kenmovie_common::{CommentId, Time, UserId};

use super::client::Mongo;
use super::value::uuid;

pub(super) use blocks::{Block, BlockKey, between, blocked_among};
pub(super) use mutes::{Mute, MuteKey};
pub(super) use names::authors;
#[cfg(test)]
pub(super) use profile::{comments_of, ratings_of};
#[cfg(test)]
pub(super) use {blocks::latest_blocked, list::named};

#[async_trait]
impl People for Mongo {
    async fn list_people(
        &self,
        viewer: UserId,
        beginning: &str,
        after: Option<(String, UserId)>,
        limit: usize,
    ) -> StoreResult<Page<Person, (String, UserId)>> {
        let beginning = fold(beginning);
        self.run(async move |mongo: Self| list::list(&mongo, viewer, beginning, after, limit).await).await
    }

    async fn person(&self, id: UserId) -> StoreResult<Option<Profile>> {
        self.run(async move |mongo: Self| profile::profile(&mongo, id).await).await
    }

    async fn block_user(&self, user: UserId, blocked: UserId, now: Time) -> StoreResult<bool> {
        let key = BlockKey { user: uuid(user.bytes()), blocked: uuid(blocked.bytes()) };
        self.run(async move |mongo: Self| blocks::block(&mongo, key, now).await).await
    }

    async fn unblock_user(&self, user: UserId, blocked: UserId) -> StoreResult<()> {
        let key = BlockKey { user: uuid(user.bytes()), blocked: uuid(blocked.bytes()) };
        self.run(async move |mongo: Self| blocks::unblock(&mongo, key).await).await
    }

    async fn list_blocked_users(
        &self,
        user: UserId,
        after: Option<(i64, UserId)>,
        limit: usize,
    ) -> StoreResult<Page<BlockedUser, (i64, UserId)>> {
        let user = uuid(user.bytes());
        self.run(async move |mongo: Self| blocks::list(&mongo, user, after, limit).await).await
    }

    async fn circle(&self, user: UserId) -> StoreResult<Circle> {
        let user = uuid(user.bytes());
        self.run(async move |mongo: Self| circle::circle(&mongo, user).await).await
    }

    async fn mute_thread(
        &self,
        user: UserId,
        comment: CommentId,
        muted: bool,
        now: Time,
    ) -> StoreResult<bool> {
        let user = uuid(user.bytes());
        self.run(async move |mongo: Self| mutes::mute(&mongo, user, comment, muted, now).await).await
    }
}
