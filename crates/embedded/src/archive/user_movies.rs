//! People's lists of films.

use kenmovie_common::ports::{Record, UserMovieRecord};
use kenmovie_common::{MovieId, UserId};
use rusqlite::{Connection, Row, params};

use super::table::Table;
use crate::error::Outcome;
use crate::row::{change, time};

pub(super) const TABLE: Table = Table {
    from: "user_movies",
    columns: "user_id, movie, added_at",
    key: "user_id, movie",
    place: "?1, ?2",
    owners: &["user_id"],
    decode,
};

fn decode(row: &Row<'_>) -> Outcome<Record> {
    Ok(Record::UserMovie(UserMovieRecord {
        user: UserId::from_bytes(row.get(0)?),
        movie: MovieId::from_bytes(row.get(1)?),
        added_at: time(row, 2)?,
    }))
}

pub(super) fn write(db: &Connection, listed: &UserMovieRecord) -> Outcome<()> {
    let sql = "INSERT INTO user_movies (user_id, movie, added_at) VALUES (?1, ?2, ?3)
        ON CONFLICT (user_id, movie) DO UPDATE SET added_at = excluded.added_at";
    change(db, sql, params![listed.user.bytes(), listed.movie.bytes(), listed.added_at.millis()]).map(|_| ())
}
