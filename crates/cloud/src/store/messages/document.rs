//! A message as it is stored.

use kenmovie_common::domain::{Message, Picture, PictureSize};
use kenmovie_common::{MediaId, MessageId, UserId};
use mongodb::bson::{DateTime, Uuid};
use serde::{Deserialize, Serialize};

use crate::store::value::time;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::store) struct MessageDocument {
    #[serde(rename = "_id")]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) from: Uuid,
    pub(in crate::store) to: Uuid,
    pub(in crate::store) client_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) picture: Option<PictureDocument>,
    pub(in crate::store) sent_at: DateTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) delivered_at: Option<DateTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) read_at: Option<DateTime>,
    /// The receiver, while no device of theirs has it: an index holds what is on its way alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) undelivered_to: Option<Uuid>,
    /// The receiver, while they have not seen it, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) unread_by: Option<Uuid>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(in crate::store) struct PictureDocument {
    pub(in crate::store) media: Uuid,
    pub(in crate::store) width: u32,
    pub(in crate::store) height: u32,
}

impl PictureDocument {
    pub(in crate::store) fn size(self) -> PictureSize {
        PictureSize { width: self.width, height: self.height }
    }
}

impl MessageDocument {
    pub(super) fn message(self) -> Message {
        let picture = |picture: PictureDocument| {
            Picture::new(MediaId::from_bytes(picture.media.bytes()), picture.size())
        };
        Message {
            id: MessageId::from_bytes(self.id.bytes()),
            client_id: self.client_id,
            from: UserId::from_bytes(self.from.bytes()),
            to: UserId::from_bytes(self.to.bytes()),
            text: self.text,
            picture: self.picture.map(picture),
            sent_at: time(self.sent_at),
            delivered_at: self.delivered_at.map(time),
            read_at: self.read_at.map(time),
        }
    }
}
