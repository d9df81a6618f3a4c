//! Not written yet.

use async_trait::async_trait;
use kenmovie_common::domain::*;
use kenmovie_common::ports::*;
use kenmovie_common::*;

use super::Mongo;

fn none<T>() -> StoreResult<T> {
    Err(StoreError::Unavailable("not written".to_owned()))
}

#[async_trait]
impl Messages for Mongo {
    async fn send_message(&self, _: NewMessage) -> StoreResult<Option<Created<Message>>> {
        none()
    }
    async fn list_messages(
        &self,
        _: UserId,
        _: UserId,
        _: Stretch,
        _: usize,
    ) -> StoreResult<Option<Page<Message, MessageId>>> {
        none()
    }
    async fn deliver_messages(
        &self,
        _: UserId,
        _: UserId,
        _: Arrived,
        _: Time,
    ) -> StoreResult<Option<MessageId>> {
        none()
    }
    async fn read_messages(&self, _: UserId, _: UserId, _: MessageId, _: Time) -> StoreResult<ReadUpTo> {
        none()
    }
    async fn list_conversations(
        &self,
        _: UserId,
        _: Option<MessageId>,
        _: usize,
    ) -> StoreResult<Conversations> {
        none()
    }
}
