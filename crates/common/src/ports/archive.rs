//! Everything that a store of documents holds, as plain records: so that one engine's content can be written into
//! another. What an engine derives from them (orders, words, genres' counts) is no part of a record; whoever writes
//! records makes it.

mod record;
mod records;

use async_trait::async_trait;

use super::StoreResult;
use crate::UserId;

pub use record::{Collection, Record, RecordKey};
pub use records::{
    ApiTokenRecord, BlockRecord, CaseRecord, CommentRecord, DecidedRecord, HiddenCommentRecord,
    HiddenMovieRecord, MediaRecord, MessageRecord, MovieRecord, MuteRecord, NotificationRecord, RatingRecord,
    ReactionRecord, RecordedEvent, ReportRecord, UserMovieRecord, UserRecord,
};

/// A store as its records. Nobody else should write meanwhile: a page shows what is there when it is read.
#[async_trait]
pub trait Archive: Send + Sync {
    /// A collection's records in the engine's own order of keys, `limit` of them at most, those after this key.
    async fn read_records(
        &self,
        of: Collection,
        after: Option<RecordKey>,
        limit: usize,
    ) -> StoreResult<Vec<Record>>;

    /// Those of these keys, of one collection, under which nothing is stored.
    async fn missing_records(&self, keys: Vec<RecordKey>) -> StoreResult<Vec<RecordKey>>;

    /// Writes records of one collection over what is stored under their keys; how many were not there just so. What
    /// they hang on, such as a comment's film, is there before; comments come in any order.
    async fn write_records(&self, records: Vec<Record>) -> StoreResult<u64>;

    /// Everything that is stored of or by a person, 100,000 records at most.
    async fn records_of(&self, user: UserId) -> StoreResult<Vec<Record>>;

    async fn count_records(&self, of: Collection) -> StoreResult<u64>;
}
