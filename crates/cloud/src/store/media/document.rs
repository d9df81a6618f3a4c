//! A picture as it is kept in mind.

use kenmovie_common::domain::{Media, MediaPurpose, MediaState, PictureKind, PictureSize};
use kenmovie_common::{MediaId, Time, UserId};
use mongodb::bson::{DateTime, Uuid};
use serde::{Deserialize, Serialize};

use super::AT_ONCE;
use crate::store::error::{Outcome, corrupt};
use crate::store::value::{count, date, signed, time, uuid};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::store) struct MediaDocument {
    #[serde(rename = "_id")]
    pub(in crate::store) id: Uuid,
    /// None once it is left to be swept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) owner: Option<Uuid>,
    pub(in crate::store) purpose: String,
    pub(in crate::store) kind: String,
    pub(in crate::store) size: i64,
    /// Of our copy, where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) pixels: Option<Pixels>,
    pub(in crate::store) used: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) shared_with: Option<Uuid>,
    pub(in crate::store) created_at: DateTime,
    /// When it was made, or the beginning of time where it is nobody's; none while it is used: an index holds what may be
    /// swept alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) unused_since: Option<DateTime>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(in crate::store) struct Pixels {
    width: u32,
    height: u32,
}

impl From<Pixels> for PictureSize {
    fn from(Pixels { width, height }: Pixels) -> Self {
        Self { width, height }
    }
}

impl From<PictureSize> for Pixels {
    fn from(PictureSize { width, height }: PictureSize) -> Self {
        Self { width, height }
    }
}

/// Since when a picture may be swept.
pub(in crate::store) fn unused_since(
    owner: Option<UserId>,
    used: bool,
    created_at: Time,
) -> Option<DateTime> {
    match owner {
        None => Some(AT_ONCE),
        Some(_) => (!used).then(|| date(created_at)),
    }
}

impl MediaDocument {
    pub(in crate::store) fn new(media: &Media) -> Self {
        let (pixels, used) = match media.state {
            MediaState::Awaited => (None, false),
            MediaState::Ready(size) => (Some(size), false),
            MediaState::Used(size) => (Some(size), true),
        };
        Self {
            id: uuid(media.id.bytes()),
            owner: Some(uuid(media.owner.bytes())),
            purpose: media.purpose.as_str().to_owned(),
            kind: media.kind.as_str().to_owned(),
            size: signed(media.size),
            pixels: pixels.map(Pixels::from),
            used,
            shared_with: media.shared_with.map(|id| uuid(id.bytes())),
            created_at: date(media.created_at),
            unused_since: unused_since(Some(media.owner), used, media.created_at),
        }
    }

    pub(in crate::store) fn media(self) -> Outcome<Media> {
        let purpose = self.purpose()?;
        let kind = self.kind()?;
        let state = match (self.pixels.map(PictureSize::from), self.used) {
            (None, false) => MediaState::Awaited,
            (Some(size), false) => MediaState::Ready(size),
            (Some(size), true) => MediaState::Used(size),
            (None, true) => return Err(corrupt("a picture that is used and does not stand")),
        };
        let owner = self.owner.ok_or_else(|| corrupt("a picture that is nobody's"))?;
        Ok(Media {
            id: MediaId::from_bytes(self.id.bytes()),
            owner: UserId::from_bytes(owner.bytes()),
            purpose,
            kind,
            size: count(self.size)?,
            state,
            shared_with: self.shared_with.map(|id| UserId::from_bytes(id.bytes())),
            created_at: time(self.created_at),
        })
    }

    pub(in crate::store) fn purpose(&self) -> Outcome<MediaPurpose> {
        let purpose = MediaPurpose::parse(&self.purpose);
        purpose.ok_or_else(|| corrupt(format!("the purpose {:?}", self.purpose)))
    }

    pub(in crate::store) fn kind(&self) -> Outcome<PictureKind> {
        PictureKind::parse(&self.kind).ok_or_else(|| corrupt(format!("the kind {:?}", self.kind)))
    }
}
