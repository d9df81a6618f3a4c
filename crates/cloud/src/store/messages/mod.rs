//! What two people write to each other: a document for each message, and one for each pair of people, which every message
//! writes too, so that the ids of a conversation are in the order in which its messages were stored.

mod conversations;
mod document;
mod drift;
mod list;
mod marks;
mod pair;
mod send;

use async_trait::async_trait;
use kenmovie_common::domain::Message;
use kenmovie_common::ports::{
    Arrived, Conversations, Created, Messages, NewMessage, Page, ReadUpTo, StoreResult, Stretch,
};
use kenmovie_common::{MessageId, Time, UserId};

use super::client::Mongo;
use super::value::uuid;

pub(super) use conversations::contacts;
pub(super) use document::{MessageDocument, PictureDocument};
pub(super) use drift::message_drift;
pub(super) use pair::{ConversationDocument, Pair, between};
#[cfg(test)]
pub(super) use {
    conversations::{Only, latest, unread_by_sender},
    list::stretch_of,
    marks::{last_of, undelivered, unread},
    send::known,
};

#[async_trait]
impl Messages for Mongo {
    /// Four commands, five with a picture.
    async fn send_message(&self, new: NewMessage) -> StoreResult<Option<Created<Message>>> {
        self.run(async move |mongo: Self| send::send(&mongo, new).await).await
    }

    async fn list_messages(
        &self,
        user: UserId,
        other: UserId,
        stretch: Stretch,
        limit: usize,
    ) -> StoreResult<Option<Page<Message, MessageId>>> {
        self.run(async move |mongo: Self| list::list(&mongo, user, other, stretch, limit).await).await
    }

    async fn deliver_messages(
        &self,
        user: UserId,
        other: UserId,
        arrived: Arrived,
        now: Time,
    ) -> StoreResult<Option<MessageId>> {
        let (user, other) = (uuid(user.bytes()), uuid(other.bytes()));
        self.run(async move |mongo: Self| marks::deliver(&mongo, user, other, arrived, now).await).await
    }

    async fn read_messages(
        &self,
        user: UserId,
        other: UserId,
        up_to: MessageId,
        now: Time,
    ) -> StoreResult<ReadUpTo> {
        let (user, other) = (uuid(user.bytes()), uuid(other.bytes()));
        self.run(async move |mongo: Self| marks::read(&mongo, user, other, up_to, now).await).await
    }

    async fn list_conversations(
        &self,
        user: UserId,
        after: Option<MessageId>,
        limit: usize,
    ) -> StoreResult<Conversations> {
        let user = uuid(user.bytes());
        self.run(async move |mongo: Self| conversations::list(&mongo, user, after, limit).await).await
    }
}
