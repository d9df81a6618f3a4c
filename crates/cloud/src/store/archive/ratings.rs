//! Scores.

use kenmovie_common::ports::{Collection, RatingRecord, Record};
use kenmovie_common::{MovieId, UserId};

use super::documents::{Archived, Plain};
use crate::store::error::{Outcome, corrupt};
use crate::store::ratings::{RatingDocument, RatingKey, scored, stored};
use crate::store::value::{date, time, uuid};

impl Archived for RatingDocument {
    const COLLECTION: Collection = Collection::Ratings;

    fn into_record(self) -> Outcome<Record> {
        Ok(Record::Rating(RatingRecord {
            user: UserId::from_bytes(self.key.user.bytes()),
            movie: MovieId::from_bytes(self.key.movie.bytes()),
            score: scored(self.score).ok_or_else(|| corrupt(format!("the score {}", self.score)))?,
            created_at: time(self.created_at),
        }))
    }
}

impl Plain for RatingDocument {
    fn of(record: Record) -> Option<Self> {
        let Record::Rating(rating) = record else { return None };
        Some(Self {
            key: RatingKey { user: uuid(rating.user.bytes()), movie: uuid(rating.movie.bytes()) },
            score: stored(Some(rating.score)),
            created_at: date(rating.created_at),
            pending: None,
        })
    }
}
