//! What two people write to each other.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Person, PictureSize};
use crate::{MediaId, MessageId, Time, UserId};

/// A message. Ids of one conversation are in the order in which its messages were stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Message {
    pub id: MessageId,
    /// The sender's own name for it, by which a repeated request is known.
    pub client_id: String,
    pub from: UserId,
    pub to: UserId,
    /// Plain text, 1..=4000 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(flatten)]
    pub picture: Option<Picture>,
    pub sent_at: Time,
    /// When a device of the receiver had it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Time>,
    /// When the receiver saw it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<Time>,
}

/// A picture in a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Picture {
    /// Where it is: `/api/media/{id}`, which leads on to an address of a few minutes.
    #[serde(rename = "media_url", with = "super::media::url")]
    #[schemars(with = "String")]
    pub media: MediaId,
    #[serde(rename = "media_width")]
    pub width: u32,
    #[serde(rename = "media_height")]
    pub height: u32,
}

impl Picture {
    pub const fn new(media: MediaId, size: PictureSize) -> Self {
        Self { media, width: size.width, height: size.height }
    }
}

/// What somebody writes with one other person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Conversation {
    /// The other.
    pub user: Person,
    pub last_message: Message,
    /// How many of the other's messages are not read, `Conversation::UNREAD` at most.
    pub unread: u64,
}

impl Conversation {
    /// Where so many are unread, there may be more.
    pub const UNREAD: u64 = 999;
}
