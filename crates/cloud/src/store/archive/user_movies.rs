//! People's lists.

use kenmovie_common::ports::{Collection, Record, UserMovieRecord};
use kenmovie_common::{MovieId, UserId};

use super::documents::{Archived, Plain};
use crate::store::error::Outcome;
use crate::store::user_movies::{ListedDocument, ListedKey};
use crate::store::value::{date, time, uuid};

impl Archived for ListedDocument {
    const COLLECTION: Collection = Collection::UserMovies;

    fn into_record(self) -> Outcome<Record> {
        Ok(Record::UserMovie(UserMovieRecord {
            user: UserId::from_bytes(self.key.user.bytes()),
            movie: MovieId::from_bytes(self.key.movie.bytes()),
            added_at: time(self.added_at),
        }))
    }
}

impl Plain for ListedDocument {
    fn of(record: Record) -> Option<Self> {
        let Record::UserMovie(listed) = record else { return None };
        let key = ListedKey { user: uuid(listed.user.bytes()), movie: uuid(listed.movie.bytes()) };
        Some(Self { key, added_at: date(listed.added_at) })
    }
}
