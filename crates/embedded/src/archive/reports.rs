//! Reports.

use kenmovie_common::ports::{Record, ReportRecord};
use kenmovie_common::{MovieId, ReportId, Time, UserId};
use rusqlite::{Connection, Row, params};

use super::table::{Table, idempotency};
use crate::error::Outcome;
use crate::reports::{reason, status};
use crate::row::{change, time};
use crate::target::{columns, target};

pub(super) const TABLE: Table = Table {
    from: "reports",
    columns:
        "id, user_id, user_name, user_email, kind, target, movie, quote, quoted, reason, text, status, note,
        created_at, decided_at, key, fingerprint",
    key: "id",
    place: "?1",
    owners: &["user_id"],
    decode,
};

fn decode(row: &Row<'_>) -> Outcome<Record> {
    Ok(Record::Report(ReportRecord {
        id: ReportId::from_bytes(row.get(0)?),
        user: UserId::from_bytes(row.get(1)?),
        user_name: row.get(2)?,
        user_email: row.get(3)?,
        target: target(row, 4)?,
        movie: MovieId::from_bytes(row.get(6)?),
        quote: row.get(7)?,
        quoted: row.get::<_, Option<_>>(8)?.map(UserId::from_bytes),
        reason: reason(row, 9)?,
        text: row.get(10)?,
        status: status(row, 11)?,
        note: row.get(12)?,
        created_at: time(row, 13)?,
        decided_at: row.get::<_, Option<_>>(14)?.map(Time::from_millis),
        idempotency: idempotency(row, 15)?,
    }))
}

pub(super) fn write(db: &Connection, report: &ReportRecord) -> Outcome<()> {
    let sql =
        "INSERT INTO reports (id, user_id, user_name, user_email, kind, target, movie, quote, quoted, reason, text,
            status, note, created_at, decided_at, key, fingerprint)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
        ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id, user_name = excluded.user_name,
            user_email = excluded.user_email, kind = excluded.kind, target = excluded.target,
            movie = excluded.movie, quote = excluded.quote, quoted = excluded.quoted, reason = excluded.reason,
            text = excluded.text, status = excluded.status, note = excluded.note,
            created_at = excluded.created_at, decided_at = excluded.decided_at, key = excluded.key,
            fingerprint = excluded.fingerprint";
    let (kind, target) = columns(report.target);
    let values = params![
        report.id.bytes(),
        report.user.bytes(),
        report.user_name,
        report.user_email,
        kind,
        target,
        report.movie.bytes(),
        report.quote,
        report.quoted.as_ref().map(UserId::bytes),
        report.reason.code(),
        report.text,
        report.status.as_str(),
        report.note,
        report.created_at.millis(),
        report.decided_at.map(Time::millis),
        report.idempotency.as_ref().map(|asked| &asked.key),
        report.idempotency.as_ref().map(|asked| asked.fingerprint),
    ];
    change(db, sql, values).map(|_| ())
}
