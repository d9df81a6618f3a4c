//! Muted threads.

use kenmovie_common::ports::{Collection, MuteRecord, Record};
use kenmovie_common::{CommentId, UserId};

use super::documents::{Archived, Plain};
use crate::store::error::Outcome;
use crate::store::people::{Mute, MuteKey};
use crate::store::value::{date, time, uuid};

impl Archived for Mute {
    const COLLECTION: Collection = Collection::Mutes;

    fn into_record(self) -> Outcome<Record> {
        Ok(Record::Mute(MuteRecord {
            user: UserId::from_bytes(self.key.user.bytes()),
            thread: CommentId::from_bytes(self.key.thread.bytes()),
            created_at: time(self.created_at),
        }))
    }
}

impl Plain for Mute {
    fn of(record: Record) -> Option<Self> {
        let Record::Mute(mute) = record else { return None };
        let key = MuteKey { user: uuid(mute.user.bytes()), thread: uuid(mute.thread.bytes()) };
        Some(Self { key, created_at: date(mute.created_at) })
    }
}
