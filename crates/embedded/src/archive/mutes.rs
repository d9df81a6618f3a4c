//! Threads that people are not told of.

use kenmovie_common::ports::{MuteRecord, Record};
use kenmovie_common::{CommentId, UserId};
use rusqlite::{Connection, Row, params};

use super::table::Table;
use crate::error::Outcome;
use crate::row::{change, time};

pub(super) const TABLE: Table = Table {
    from: "mutes",
    columns: "user_id, thread, created_at",
    key: "user_id, thread",
    place: "?1, ?2",
    owners: &["user_id"],
    decode,
};

fn decode(row: &Row<'_>) -> Outcome<Record> {
    Ok(Record::Mute(MuteRecord {
        user: UserId::from_bytes(row.get(0)?),
        thread: CommentId::from_bytes(row.get(1)?),
        created_at: time(row, 2)?,
    }))
}

pub(super) fn write(db: &Connection, mute: &MuteRecord) -> Outcome<()> {
    let sql = "INSERT INTO mutes (user_id, thread, created_at) VALUES (?1, ?2, ?3)
        ON CONFLICT (user_id, thread) DO UPDATE SET created_at = excluded.created_at";
    change(db, sql, params![mute.user.bytes(), mute.thread.bytes(), mute.created_at.millis()]).map(|_| ())
}
