//! Votes.

use kenmovie_common::UserId;
use kenmovie_common::ports::{Collection, ReactionRecord, Record};

use super::documents::{Archived, Plain, columns, target};
use crate::store::error::{Outcome, corrupt};
use crate::store::reactions::{Key, Vote};
use crate::store::value::{date, reaction, sign, time, uuid};

impl Archived for Vote {
    const COLLECTION: Collection = Collection::Reactions;

    fn into_record(self) -> Outcome<Record> {
        Ok(Record::Reaction(ReactionRecord {
            user: UserId::from_bytes(self.key.user.bytes()),
            target: target(&self.kind, self.key.target)?,
            value: reaction(self.value).ok_or_else(|| corrupt("a vote that was taken back"))?,
            created_at: time(self.created_at),
        }))
    }
}

impl Plain for Vote {
    fn of(record: Record) -> Option<Self> {
        let Record::Reaction(vote) = record else { return None };
        let (kind, target) = columns(vote.target);
        Some(Self {
            key: Key { user: uuid(vote.user.bytes()), target },
            kind: kind.to_owned(),
            value: sign(Some(vote.value)),
            created_at: date(vote.created_at),
            pending: None,
        })
    }
}
