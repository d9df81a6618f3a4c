//! Who blocked whom.

use kenmovie_common::UserId;
use kenmovie_common::ports::{BlockRecord, Collection, Record};

use super::documents::{Archived, Plain};
use crate::store::error::Outcome;
use crate::store::people::{Block, BlockKey};
use crate::store::value::{date, time, uuid};

impl Archived for Block {
    const COLLECTION: Collection = Collection::Blocks;

    fn into_record(self) -> Outcome<Record> {
        Ok(Record::Block(BlockRecord {
            user: UserId::from_bytes(self.key.user.bytes()),
            blocked: UserId::from_bytes(self.key.blocked.bytes()),
            created_at: time(self.created_at),
        }))
    }
}

impl Plain for Block {
    fn of(record: Record) -> Option<Self> {
        let Record::Block(block) = record else { return None };
        let key = BlockKey { user: uuid(block.user.bytes()), blocked: uuid(block.blocked.bytes()) };
        Some(Self { key, created_at: date(block.created_at) })
    }
}
