//! Reports.

use kenmovie_common::domain::{Reason, ReportStatus};
use kenmovie_common::ports::{Record, ReportRecord};
use kenmovie_common::{ReportId, Time, UserId};
use rusqlite::{Connection, Row, params};

use super::table::{Table, columns, idempotency, target};
use crate::error::{Outcome, corrupt};
use crate::row::{change, time};

pub(super) const TABLE: Table = Table {
    from: "reports",
    columns:
        "id, user_id, user_name, user_email, kind, target, reason, text, status, note, created_at, decided_at,
        key, fingerprint",
    key: "id",
    place: "?1",
    owner: Some("user_id"),
    decode,
};

fn decode(row: &Row<'_>) -> Outcome<Record> {
    let reason = row.get_ref(6)?.as_str()?;
    let status = row.get_ref(8)?.as_str()?;
    Ok(Record::Report(ReportRecord {
        id: ReportId::from_bytes(row.get(0)?),
        user: UserId::from_bytes(row.get(1)?),
        user_name: row.get(2)?,
        user_email: row.get(3)?,
        target: target(row, 4)?,
        movie: kenmovie_common::MovieId::from_bytes(row.get(5)?),
        quote: None,
        quoted: None,
        reason: Reason::parse(reason).ok_or_else(|| corrupt(format!("the reason {reason:?}")))?,
        text: row.get(7)?,
        status: ReportStatus::parse(status).ok_or_else(|| corrupt(format!("the status {status:?}")))?,
        note: row.get(9)?,
        created_at: time(row, 10)?,
        decided_at: row.get::<_, Option<_>>(11)?.map(Time::from_millis),
        idempotency: idempotency(row, 12)?,
    }))
}

pub(super) fn write(db: &Connection, report: &ReportRecord) -> Outcome<()> {
    let sql =
        "INSERT INTO reports (id, user_id, user_name, user_email, kind, target, reason, text, status, note,
            created_at, decided_at, key, fingerprint)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
        ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id, user_name = excluded.user_name,
            user_email = excluded.user_email, kind = excluded.kind, target = excluded.target,
            reason = excluded.reason, text = excluded.text, status = excluded.status, note = excluded.note,
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
