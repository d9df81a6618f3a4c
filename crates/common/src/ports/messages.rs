//! Messages between two people.

use async_trait::async_trait;

use super::{Created, Page, StoreResult};
use crate::domain::{Conversation, Message};
use crate::{MediaId, MessageId, Time, UserId};

/// A message that is to be stored.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// It becomes a later one where the conversation has a message with this id or a later one already.
    pub id: MessageId,
    pub from: UserId,
    pub to: UserId,
    /// 1..=64 visible characters, unique a sender.
    pub client_id: String,
    pub text: Option<String>,
    /// A `Ready` picture of the sender's for messages; from now on it is `Used` and shared with the receiver.
    pub media: Option<MediaId>,
    pub now: Time,
}

/// Which messages of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// The latest.
    Newest,
    /// The latest of those before this one.
    Before(MessageId),
    /// The earliest of those after this one.
    After(MessageId),
}

/// Which messages have arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrived {
    /// This one.
    One(MessageId),
    /// This one and all before it.
    UpTo(MessageId),
}

/// A page of conversations.
#[derive(Debug, Clone, PartialEq)]
pub struct Conversations {
    pub page: Page<Conversation, MessageId>,
    /// Of all the person's conversations, `Conversation::UNREAD` at most.
    pub unread_total: u64,
}

/// How far a conversation is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadUpTo {
    /// How many of the other's messages are not read, `Conversation::UNREAD` at most.
    pub unread: u64,
    /// The other's latest message that is read now, where this call changed one.
    pub up_to: Option<MessageId>,
}

/// What two people write to each other. Whoever reads `After` a message that they have misses none: a later one is never
/// stored with an earlier id. People whose deletion has begun are not there, and what was written with them is not.
#[async_trait]
pub trait Messages: Send + Sync {
    /// Stores a message, once a sender and `client_id`: the same again gives what was stored (`replayed`), another under
    /// the same name is `IdempotencyKey`. `Blocked` where one blocked the other; a repeated one is given all the same.
    /// `Media` where the picture is not the sender's, not for messages, not `Ready`, or used. None where the receiver is
    /// not there, or is the sender.
    async fn send_message(&self, new: NewMessage) -> StoreResult<Option<Created<Message>>>;

    /// Messages of a conversation, the oldest first. `next` is there where more follow in the direction that was asked
    /// for: the last item after which, or the first item before which they are. None where the other is not there or is
    /// the person.
    async fn list_messages(
        &self,
        user: UserId,
        other: UserId,
        stretch: Stretch,
        limit: usize,
    ) -> StoreResult<Option<Page<Message, MessageId>>>;

    /// A device of the person's has these messages of the other's: `delivered_at` is set where it was not. The last
    /// message of the other's up to which all have arrived, where this call changed one.
    async fn deliver_messages(
        &self,
        user: UserId,
        other: UserId,
        arrived: Arrived,
        now: Time,
    ) -> StoreResult<Option<MessageId>>;

    /// The person has seen the other's messages up to this one: `read_at`, and `delivered_at` where it was not, are set.
    /// Never takes a mark back.
    async fn read_messages(
        &self,
        user: UserId,
        other: UserId,
        up_to: MessageId,
        now: Time,
    ) -> StoreResult<ReadUpTo>;

    /// The person's conversations, that with the latest message first. A place is that message.
    async fn list_conversations(
        &self,
        user: UserId,
        after: Option<MessageId>,
        limit: usize,
    ) -> StoreResult<Conversations>;
}
