//! What the reports of one thing come to.

use kenmovie_common::domain::Reason;
use kenmovie_common::ports::{CaseRecord, DecidedRecord, Record};
use kenmovie_common::{ReportId, UserId};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params};

use super::table::Table;
use crate::error::Outcome;
use crate::reports::{counts, status};
use crate::row::{change, count, signed, ten, time};
use crate::target::{columns, target};

pub(super) const TABLE: Table = Table {
    from: "cases",
    columns:
        "id, kind, target, status, decided_status, decided_note, moderator, decided_at, latest, reports, open,
        reasons",
    key: "id",
    place: "?1",
    owners: &[],
    decode,
};

fn decode(row: &Row<'_>) -> Outcome<Record> {
    let decided = match row.get_ref(4)? {
        ValueRef::Null => None,
        _ => Some(DecidedRecord {
            status: status(row, 4)?,
            note: row.get(5)?,
            moderator: row.get::<_, Option<_>>(6)?.map(UserId::from_bytes),
            at: time(row, 7)?,
        }),
    };
    Ok(Record::Case(CaseRecord {
        id: ReportId::from_bytes(row.get(0)?),
        target: target(row, 1)?,
        status: status(row, 3)?,
        decided,
        latest: ReportId::from_bytes(row.get(8)?),
        count: count(row, 9)?,
        open: count(row, 10)?,
        reasons: counts(ten(row, 11)?),
    }))
}

/// In place of another case of the same thing too.
pub(super) fn write(db: &Connection, case: &CaseRecord) -> Outcome<()> {
    let sql =
        "INSERT OR REPLACE INTO cases (id, kind, target, status, decided_status, decided_note, moderator,
            decided_at, latest, reports, open, reasons)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    let (kind, target) = columns(case.target);
    let decided = case.decided.as_ref();
    let given =
        |reason| case.reasons.iter().filter(|given| given.reason == reason).map(|given| given.count).sum();
    let reasons: [u64; 10] = Reason::ALL.map(given);
    let values = params![
        case.id.bytes(),
        kind,
        target,
        case.status.as_str(),
        decided.map(|decided| decided.status.as_str()),
        decided.and_then(|decided| decided.note.as_ref()),
        decided.and_then(|decided| decided.moderator.as_ref()).map(UserId::bytes),
        decided.map(|decided| decided.at.millis()),
        case.latest.bytes(),
        signed(case.count),
        signed(case.open),
        serde_json::to_string(&reasons)?,
    ];
    change(db, sql, values).map(|_| ())
}
