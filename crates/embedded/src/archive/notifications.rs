//! What people are told.

use kenmovie_common::ports::{NotificationRecord, Record, RecordedEvent};
use kenmovie_common::{CommentId, NotificationId, ReportId, UserId};
use rusqlite::{Connection, Row, params};

use super::table::Table;
use crate::error::{Outcome, corrupt};
use crate::row::{change, time};

pub(super) const TABLE: Table = Table {
    from: "notifications",
    columns: "id, user_id, comment, report, created_at",
    key: "id",
    place: "?1",
    owners: &["user_id"],
    decode,
};

fn decode(row: &Row<'_>) -> Outcome<Record> {
    let event = match (row.get(2)?, row.get(3)?) {
        (Some(comment), None) => RecordedEvent::Reply(CommentId::from_bytes(comment)),
        (None, Some(report)) => RecordedEvent::ReportDecided(ReportId::from_bytes(report)),
        _ => return Err(corrupt("a notification of both a reply and a report, or of neither")),
    };
    Ok(Record::Notification(NotificationRecord {
        id: NotificationId::from_bytes(row.get(0)?),
        user: UserId::from_bytes(row.get(1)?),
        event,
        created_at: time(row, 4)?,
    }))
}

pub(super) fn write(db: &Connection, notification: &NotificationRecord) -> Outcome<()> {
    let sql =
        "INSERT INTO notifications (id, user_id, comment, report, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id, comment = excluded.comment,
            report = excluded.report, created_at = excluded.created_at";
    let NotificationRecord { id, user, event, created_at } = notification;
    let (comment, report) = match event {
        RecordedEvent::Reply(comment) => (Some(comment.bytes()), None),
        RecordedEvent::ReportDecided(report) => (None, Some(report.bytes())),
    };
    change(db, sql, params![id.bytes(), user.bytes(), comment, report, created_at.millis()]).map(|_| ())
}
