//! Who does not want to see whom.

use kenmovie_common::UserId;
use kenmovie_common::ports::{BlockRecord, Record};
use rusqlite::{Connection, Row, params};

use super::table::Table;
use crate::error::Outcome;
use crate::row::{change, time};

pub(super) const TABLE: Table = Table {
    from: "blocks",
    columns: "user_id, blocked, created_at",
    key: "user_id, blocked",
    place: "?1, ?2",
    owners: &["user_id"],
    decode,
};

fn decode(row: &Row<'_>) -> Outcome<Record> {
    Ok(Record::Block(BlockRecord {
        user: UserId::from_bytes(row.get(0)?),
        blocked: UserId::from_bytes(row.get(1)?),
        created_at: time(row, 2)?,
    }))
}

pub(super) fn write(db: &Connection, block: &BlockRecord) -> Outcome<()> {
    let sql = "INSERT INTO blocks (user_id, blocked, created_at) VALUES (?1, ?2, ?3)
        ON CONFLICT (user_id, blocked) DO UPDATE SET created_at = excluded.created_at";
    change(db, sql, params![block.user.bytes(), block.blocked.bytes(), block.created_at.millis()]).map(|_| ())
}
