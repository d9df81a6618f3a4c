//! What a person wrote to others and they to them, and the pictures that the person uploaded.

use kenmovie_common::domain::{Media, MediaPurpose, PictureKind};
use kenmovie_common::ports::{MediaRecord, MessageRecord};
use kenmovie_common::{MediaId, MessageId, Time, UserId};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Serialize, JsonSchema)]
pub(super) struct HeldMessage {
    id: MessageId,
    client_id: String,
    from: UserId,
    to: UserId,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    media_url: Option<String>,
    sent_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    delivered_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    read_at: Option<Time>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct HeldPicture {
    id: MediaId,
    purpose: MediaPurpose,
    content_type: PictureKind,
    /// In bytes, as it was uploaded.
    size: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    shared_with: Option<UserId>,
    created_at: Time,
}

impl From<MessageRecord> for HeldMessage {
    fn from(message: MessageRecord) -> Self {
        Self {
            id: message.id,
            client_id: message.client_id,
            from: message.from,
            to: message.to,
            text: message.text,
            media_url: message.picture.map(|(media, _)| Media::url(media)),
            sent_at: message.sent_at,
            delivered_at: message.delivered_at,
            read_at: message.read_at,
        }
    }
}

impl From<MediaRecord> for HeldPicture {
    fn from(media: MediaRecord) -> Self {
        Self {
            id: media.id,
            purpose: media.purpose,
            content_type: media.kind,
            size: media.size,
            shared_with: media.shared_with,
            created_at: media.created_at,
        }
    }
}
