//! Pictures.

use kenmovie_common::domain::PictureSize;
use kenmovie_common::ports::{Collection, MediaRecord, Record};
use kenmovie_common::{MediaId, UserId};

use super::documents::{Archived, Plain};
use crate::store::error::Outcome;
use crate::store::media::{MediaDocument, Pixels, unused_since};
use crate::store::value::{count, date, signed, time, uuid};

impl Archived for MediaDocument {
    const COLLECTION: Collection = Collection::Media;

    fn into_record(self) -> Outcome<Record> {
        Ok(Record::Media(MediaRecord {
            id: MediaId::from_bytes(self.id.bytes()),
            owner: self.owner.map(|id| UserId::from_bytes(id.bytes())),
            purpose: self.purpose()?,
            kind: self.kind()?,
            size: count(self.size)?,
            pixels: self.pixels.map(PictureSize::from),
            used: self.used,
            shared_with: self.shared_with.map(|id| UserId::from_bytes(id.bytes())),
            created_at: time(self.created_at),
        }))
    }
}

impl Plain for MediaDocument {
    fn of(record: Record) -> Option<Self> {
        let Record::Media(media) = record else { return None };
        Some(Self {
            id: uuid(media.id.bytes()),
            owner: media.owner.map(|id| uuid(id.bytes())),
            purpose: media.purpose.as_str().to_owned(),
            kind: media.kind.as_str().to_owned(),
            size: signed(media.size),
            pixels: media.pixels.map(Pixels::from),
            used: media.used,
            shared_with: media.shared_with.map(|id| uuid(id.bytes())),
            created_at: date(media.created_at),
            unused_since: unused_since(media.owner, media.used, media.created_at),
        })
    }
}
