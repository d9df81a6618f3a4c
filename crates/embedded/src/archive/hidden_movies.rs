//! What people do not see.

use kenmovie_common::ports::{HiddenMovieRecord, Record};
use kenmovie_common::{MovieId, ReportId, UserId};
use rusqlite::{Connection, Row, params};

use super::table::Table;
use crate::error::{Outcome, corrupt};
use crate::movies::number;
use crate::row::change;

pub(super) const TABLE: Table = Table {
    from: "hidden_movies AS h JOIN movies AS m ON m.n = h.movie",
    columns: "h.user_id, m.id, h.report",
    key: "h.user_id, h.movie",
    place: "?1, (SELECT n FROM movies WHERE id = ?2)",
    owners: &["h.user_id"],
    decode,
};

fn decode(row: &Row<'_>) -> Outcome<Record> {
    Ok(Record::HiddenMovie(HiddenMovieRecord {
        user: UserId::from_bytes(row.get(0)?),
        movie: MovieId::from_bytes(row.get(1)?),
        report: ReportId::from_bytes(row.get(2)?),
    }))
}

pub(super) fn write(db: &Connection, hidden: &HiddenMovieRecord) -> Outcome<()> {
    let movie = number(db, hidden.movie)?
        .ok_or_else(|| corrupt(format!("{} is hidden and not there", hidden.movie)))?;
    let sql = "INSERT INTO hidden_movies (user_id, movie, report) VALUES (?1, ?2, ?3)
        ON CONFLICT (user_id, movie) DO UPDATE SET report = excluded.report";
    change(db, sql, params![hidden.user.bytes(), movie, hidden.report.bytes()]).map(|_| ())
}
