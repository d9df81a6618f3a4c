//! Scores.

use kenmovie_common::ports::{RatingRecord, Record};
use kenmovie_common::{MovieId, UserId};
use rusqlite::{Connection, Row, params};

use super::table::Table;
use crate::error::Outcome;
use crate::movies::score;
use crate::row::{change, time};

pub(super) const TABLE: Table = Table {
    from: "ratings",
    columns: "user_id, movie, score, created_at",
    key: "user_id, movie",
    place: "?1, ?2",
    owners: &["user_id"],
    decode,
};

fn decode(row: &Row<'_>) -> Outcome<Record> {
    Ok(Record::Rating(RatingRecord {
        user: UserId::from_bytes(row.get(0)?),
        movie: MovieId::from_bytes(row.get(1)?),
        score: score(row.get(2)?)?,
        created_at: time(row, 3)?,
    }))
}

pub(super) fn write(db: &Connection, rating: &RatingRecord) -> Outcome<()> {
    let sql = "INSERT INTO ratings (user_id, movie, score, created_at) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (user_id, movie) DO UPDATE SET score = excluded.score, created_at = excluded.created_at";
    let RatingRecord { user, movie, score, created_at } = rating;
    change(db, sql, params![user.bytes(), movie.bytes(), score.get(), created_at.millis()]).map(|_| ())
}
