//! Comments that people do not see.

use kenmovie_common::ports::{HiddenCommentRecord, Record};
use kenmovie_common::{CommentId, ReportId, UserId};
use rusqlite::{Connection, Row, params};

use super::table::Table;
use crate::error::Outcome;
use crate::row::change;

pub(super) const TABLE: Table = Table {
    from: "hidden_comments",
    columns: "user_id, comment, report",
    key: "user_id, comment",
    place: "?1, ?2",
    owners: &["user_id"],
    decode,
};

fn decode(row: &Row<'_>) -> Outcome<Record> {
    Ok(Record::HiddenComment(HiddenCommentRecord {
        user: UserId::from_bytes(row.get(0)?),
        comment: CommentId::from_bytes(row.get(1)?),
        report: ReportId::from_bytes(row.get(2)?),
    }))
}

pub(super) fn write(db: &Connection, hidden: &HiddenCommentRecord) -> Outcome<()> {
    let sql = "INSERT INTO hidden_comments (user_id, comment, report) VALUES (?1, ?2, ?3)
        ON CONFLICT (user_id, comment) DO UPDATE SET report = excluded.report";
    change(db, sql, params![hidden.user.bytes(), hidden.comment.bytes(), hidden.report.bytes()]).map(|_| ())
}
