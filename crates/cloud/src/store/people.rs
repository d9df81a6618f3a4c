//! People.

use super::client::Mongo;
use async_trait::async_trait;
use kenmovie_common::domain::{BlockedUser, Person, Profile};
use kenmovie_common::ports::{Page, StoreResult};
use kenmovie_common::ports::{People, StoreError};
use kenmovie_common::{CommentId, Time, UserId};

#[async_trait]
impl People for Mongo {
    async fn list_people(
        &self,
        _viewer: UserId,
        _beginning: &str,
        _after: Option<(String, UserId)>,
        _limit: usize,
    ) -> StoreResult<Page<Person, (String, UserId)>> {
        Err(StoreError::Unavailable("not written".to_owned()))
    }

    async fn person(&self, _id: UserId) -> StoreResult<Option<Profile>> {
        Err(StoreError::Unavailable("not written".to_owned()))
    }

    async fn block_user(&self, _user: UserId, _blocked: UserId, _now: Time) -> StoreResult<bool> {
        Err(StoreError::Unavailable("not written".to_owned()))
    }

    async fn unblock_user(&self, _user: UserId, _blocked: UserId) -> StoreResult<()> {
        Err(StoreError::Unavailable("not written".to_owned()))
    }

    async fn list_blocked_users(
        &self,
        _user: UserId,
        _after: Option<(i64, UserId)>,
        _limit: usize,
    ) -> StoreResult<Page<BlockedUser, (i64, UserId)>> {
        Err(StoreError::Unavailable("not written".to_owned()))
    }

    async fn mute_thread(
        &self,
        _user: UserId,
        _comment: CommentId,
        _muted: bool,
        _now: Time,
    ) -> StoreResult<bool> {
        Err(StoreError::Unavailable("not written".to_owned()))
    }
}
