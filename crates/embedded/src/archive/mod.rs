//! Everything that is stored, as plain records: a file for each collection.

mod api_tokens;
mod blocks;
mod cases;
mod comments;
mod hidden_comments;
mod hidden_movies;
mod media;
mod messages;
mod movies;
mod mutes;
mod notifications;
mod ratings;
mod reactions;
mod reports;
mod table;
mod user_movies;
mod users;

use async_trait::async_trait;
use kenmovie_common::UserId;
use kenmovie_common::ports::{Archive, Collection, Record, RecordKey, StoreResult};
use rusqlite::Connection;

use crate::Embedded;
use crate::database::snapshot;
use crate::error::Outcome;
use table::table;

/// No more records of one person are read at once.
const OF_ONE: usize = 100_000;

#[async_trait]
impl Archive for Embedded {
    async fn read_records(
        &self,
        of: Collection,
        after: Option<RecordKey>,
        limit: usize,
    ) -> StoreResult<Vec<Record>> {
        self.read(move |db| table(of).page(db, after, limit)).await
    }

    async fn missing_records(&self, keys: Vec<RecordKey>) -> StoreResult<Vec<RecordKey>> {
        self.read(move |db| {
            let mut missing = Vec::new();
            for key in keys {
                if table(key.collection()).find(db, key)?.is_none() {
                    missing.push(key);
                }
            }
            Ok(missing)
        })
        .await
    }

    async fn write_records(&self, records: Vec<Record>) -> StoreResult<u64> {
        self.write_big(move |db| write(db, &records)).await
    }

    async fn records_of(&self, user: UserId) -> StoreResult<Vec<Record>> {
        self.read(move |db| {
            snapshot(db, || {
                let mut records = Vec::new();
                for &of in Collection::ALL {
                    records.extend(table(of).owned(db, user, OF_ONE.saturating_sub(records.len()))?);
                }
                Ok(records)
            })
        })
        .await
    }

    async fn count_records(&self, of: Collection) -> StoreResult<u64> {
        self.read(move |db| table(of).count(db)).await
    }
}

fn write(db: &Connection, records: &[Record]) -> Outcome<u64> {
    let mut films = movies::Films::default();
    let mut changed = 0;
    for record in records {
        let stored = table(record.collection()).find(db, record.key())?;
        if stored.as_ref() == Some(record) {
            continue;
        }
        match record {
            Record::User(user) => users::write(db, user)?,
            Record::ApiToken(token) => api_tokens::write(db, token)?,
            Record::Movie(movie) => films.write(db, movie, stored.as_ref())?,
            Record::Comment(comment) => comments::write(db, comment)?,
            Record::Reaction(reaction) => reactions::write(db, reaction)?,
            Record::Report(report) => reports::write(db, report)?,
            Record::HiddenMovie(hidden) => hidden_movies::write(db, hidden)?,
            Record::HiddenComment(hidden) => hidden_comments::write(db, hidden)?,
            Record::Case(case) => cases::write(db, case)?,
            Record::Rating(rating) => ratings::write(db, rating)?,
            Record::UserMovie(listed) => user_movies::write(db, listed)?,
            Record::Block(block) => blocks::write(db, block)?,
            Record::Mute(mute) => mutes::write(db, mute)?,
            Record::Notification(notification) => notifications::write(db, notification)?,
            Record::Media(media) => media::write(db, media)?,
            Record::Message(message) => messages::write(db, message)?,
        }
        changed += 1;
    }
    films.finish(db)?;
    Ok(changed)
}
