//! Pictures that people upload.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{MediaId, Time, UserId};

/// What a picture is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MediaPurpose {
    /// The picture of a person, which everybody may see.
    Avatar,
    /// A picture in a message, which two people may see.
    Message,
}

impl MediaPurpose {
    pub const NAMES: [&'static str; 2] = ["avatar", "message"];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Avatar => "avatar",
            Self::Message => "message",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Avatar, Self::Message].into_iter().find(|purpose| purpose.as_str() == text)
    }
}

/// The kinds of pictures that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum PictureKind {
    #[serde(rename = "image/jpeg")]
    Jpeg,
    #[serde(rename = "image/png")]
    Png,
    #[serde(rename = "image/webp")]
    Webp,
    #[serde(rename = "image/gif")]
    Gif,
}

impl PictureKind {
    pub const NAMES: [&'static str; 4] = ["image/jpeg", "image/png", "image/webp", "image/gif"];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Jpeg, Self::Png, Self::Webp, Self::Gif].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// In pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureSize {
    pub width: u32,
    pub height: u32,
}

/// How far a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaState {
    /// Its owner may upload it, or has; nobody has looked at it.
    Awaited,
    /// Our own copy of it stands, which nothing uses yet.
    Ready(PictureSize),
    /// Its owner's avatar, or in a message.
    Used(PictureSize),
}

/// An uploaded picture, as it is kept in mind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    pub id: MediaId,
    pub owner: UserId,
    pub purpose: MediaPurpose,
    /// What its owner says it is.
    pub kind: PictureKind,
    /// In bytes, as its owner says.
    pub size: u64,
    pub state: MediaState,
    /// Who may see it besides its owner, where it is in a message.
    pub shared_with: Option<UserId>,
    pub created_at: Time,
}

impl Media {
    /// The largest upload, in bytes: 5 MiB.
    pub const MAX_BYTES: u64 = 5 * 1024 * 1024;
    /// Longer than any copy of ours, in bytes.
    pub const MAX_COPY: u64 = 16 * 1024 * 1024;
    /// It is to be uploaded within this time.
    pub const UPLOAD: Duration = Duration::from_mins(10);
    /// An upload that nothing uses is swept after this long.
    pub const UNUSED: Duration = Duration::from_hours(1);

    /// Where its upload lies.
    pub fn upload_key(id: MediaId) -> String {
        format!("uploads/{id}")
    }

    /// Where our own copy lies.
    pub fn copy_key(id: MediaId) -> String {
        format!("pictures/{id}.jpg")
    }

    /// The path under which it is asked for.
    pub fn url(id: MediaId) -> String {
        format!("{URL}{id}")
    }
}

const URL: &str = "/api/media/";

/// An id as the path of its picture.
pub(super) mod url {
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    use super::{Media, URL};
    use crate::MediaId;

    pub(in crate::domain) fn serialize<S: Serializer>(
        id: &MediaId,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Media::url(*id))
    }

    pub(in crate::domain) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<MediaId, D::Error> {
        let path = String::deserialize(deserializer)?;
        let id = path.strip_prefix(URL).and_then(|id| id.parse().ok());
        id.ok_or_else(|| de::Error::custom("not the path of a picture"))
    }
}
