//! What people do not see.

use kenmovie_common::ports::{Collection, HiddenMovieRecord, Record};
use kenmovie_common::{MovieId, ReportId, UserId};

use super::documents::{Archived, Plain};
use crate::store::error::Outcome;
use crate::store::reports::{Hidden, HiddenKey};
use crate::store::value::uuid;

impl Archived for Hidden {
    const COLLECTION: Collection = Collection::HiddenMovies;

    fn into_record(self) -> Outcome<Record> {
        Ok(Record::HiddenMovie(HiddenMovieRecord {
            user: UserId::from_bytes(self.key.user.bytes()),
            movie: MovieId::from_bytes(self.key.movie.bytes()),
            report: ReportId::from_bytes(self.report.bytes()),
        }))
    }
}

impl Plain for Hidden {
    fn of(record: Record) -> Option<Self> {
        let Record::HiddenMovie(hidden) = record else { return None };
        let key = HiddenKey { user: uuid(hidden.user.bytes()), movie: uuid(hidden.movie.bytes()) };
        Some(Self { key, report: uuid(hidden.report.bytes()) })
    }
}
