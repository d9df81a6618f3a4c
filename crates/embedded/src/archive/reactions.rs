//! Votes.

use kenmovie_common::UserId;
use kenmovie_common::ports::{ReactionRecord, Record};
use rusqlite::{Connection, Row, params};

use super::table::Table;
use crate::error::{Outcome, corrupt};
use crate::reactions::sign;
use crate::row::{change, reaction, time};
use crate::target::{columns, target};

pub(super) const TABLE: Table = Table {
    from: "reactions",
    columns: "user_id, kind, target, value, created_at",
    key: "user_id, kind, target",
    place: "?1, ?2, ?3",
    owners: &["user_id"],
    decode,
};

fn decode(row: &Row<'_>) -> Outcome<Record> {
    Ok(Record::Reaction(ReactionRecord {
        user: UserId::from_bytes(row.get(0)?),
        target: target(row, 1)?,
        value: reaction(row, 3)?.ok_or_else(|| corrupt("a vote without a value"))?,
        created_at: time(row, 4)?,
    }))
}

pub(super) fn write(db: &Connection, vote: &ReactionRecord) -> Outcome<()> {
    let sql = "INSERT INTO reactions (user_id, kind, target, value, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (user_id, kind, target) DO UPDATE SET value = excluded.value, created_at = excluded.created_at";
    let (kind, target) = columns(vote.target);
    let values = params![vote.user.bytes(), kind, target, sign(vote.value), vote.created_at.millis()];
    change(db, sql, values).map(|_| ())
}
