//! Pictures.

use kenmovie_common::domain::{Media, MediaState, PictureSize};
use kenmovie_common::ports::{Collection, MediaRecord, Record};

use super::documents::{Archived, Plain};
use crate::store::error::Outcome;
use crate::store::media::MediaDocument;

impl Archived for MediaDocument {
    const COLLECTION: Collection = Collection::Media;

    fn into_record(self) -> Outcome<Record> {
        let (pixels, used) = (self.pixels.map(PictureSize::from), self.used);
        let Media { id, owner, purpose, kind, size, shared_with, created_at, .. } = self.media()?;
        Ok(Record::Media(MediaRecord {
            id,
            owner,
            purpose,
            kind,
            size,
            pixels,
            used,
            shared_with,
            created_at,
        }))
    }
}

impl Plain for MediaDocument {
    fn of(record: Record) -> Option<Self> {
        let Record::Media(media) = record else { return None };
        let MediaRecord { id, owner, purpose, kind, size, pixels, used, shared_with, created_at } = media;
        let state = match pixels {
            None => MediaState::Awaited,
            Some(size) if used => MediaState::Used(size),
            Some(size) => MediaState::Ready(size),
        };
        Some(Self::new(&Media { id, owner, purpose, kind, size, state, shared_with, created_at }))
    }
}
