//! Cases: what the reports of one thing come to, and what is decided on them.

use kenmovie_common::domain::{
    Case, CaseTarget, Decision, Reason, ReasonCount, ReportStatus, Target, TargetKind,
};
use kenmovie_common::ports::{CaseFilter, NewReport, Page};
use kenmovie_common::{MovieId, ReportId, Time, UserId};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use super::read::status;
use crate::error::{Outcome, corrupt};
use crate::notifications::tell_of_decision;
use crate::page::{PASSED, walk};
use crate::row::{all, bound, change, count, one, signed, ten, time, value};
use crate::target::{self, columns};

/// What a report of a case was, which is no more.
pub(super) struct Leaving {
    pub(super) target: Target,
    pub(super) reason: Reason,
    pub(super) status: ReportStatus,
}

/// A case as it is stored, without the words of its reports.
struct Stored {
    id: ReportId,
    target: Target,
    status: ReportStatus,
    decided: Option<ReportStatus>,
    note: Option<String>,
    decided_at: Option<Time>,
    latest: ReportId,
    reports: u64,
    open: u64,
    reasons: [u64; 10],
}

const CASE: &str =
    "k.id, k.kind, k.target, k.status, k.decided_status, k.decided_note, k.decided_at, k.latest,
    k.reports, k.open, k.reasons";

fn decode(row: &Row<'_>) -> Outcome<Stored> {
    let decided = match row.get_ref(4)? {
        rusqlite::types::ValueRef::Null => None,
        _ => Some(status(row, 4)?),
    };
    Ok(Stored {
        id: ReportId::from_bytes(row.get(0)?),
        target: target::target(row, 1)?,
        status: status(row, 3)?,
        decided,
        note: row.get(5)?,
        decided_at: row.get::<_, Option<_>>(6)?.map(Time::from_millis),
        latest: ReportId::from_bytes(row.get(7)?),
        reports: count(row, 8)?,
        open: count(row, 9)?,
        reasons: ten(row, 10)?,
    })
}

fn of_target(db: &Connection, target: Target) -> Outcome<Option<Stored>> {
    let sql = format!("SELECT {CASE} FROM cases AS k WHERE k.kind = ?1 AND k.target = ?2");
    one(db, &sql, columns(target), decode)
}

/// Counts a new report in.
pub(super) fn enter(db: &Connection, new: &NewReport) -> Outcome<()> {
    let (kind, target) = columns(new.target);
    let Some(mut case) = of_target(db, new.target)? else {
        let mut reasons = [0; 10];
        *at(&mut reasons, new.reason)? = 1;
        let sql = "INSERT INTO cases (id, kind, target, status, latest, reports, open, reasons)
            VALUES (?1, ?2, ?3, ?4, ?1, 1, 1, ?5)";
        let open = ReportStatus::Open.as_str();
        let values = params![new.id.bytes(), kind, target, open, serde_json::to_string(&reasons)?];
        return change(db, sql, values).map(|_| ());
    };
    case.reports += 1;
    case.open += 1;
    *at(&mut case.reasons, new.reason)? += 1;
    case.status = ReportStatus::Open;
    case.latest = case.latest.max(new.id);
    write(db, &case)
}

/// Counts out a report, which is there no more.
pub(super) fn leave(db: &Connection, gone: &Leaving) -> Outcome<()> {
    let few = || corrupt("a case counts fewer reports than it has");
    let mut case = of_target(db, gone.target)?.ok_or_else(few)?;
    let (kind, target) = columns(gone.target);
    let sql = "SELECT id FROM reports WHERE kind = ?1 AND target = ?2 ORDER BY id DESC LIMIT 1";
    let Some(latest) = value(db, sql, (kind, target))? else {
        return change(db, "DELETE FROM cases WHERE id = ?1", [case.id.bytes()]).map(|_| ());
    };
    case.latest = ReportId::from_bytes(latest);
    case.reports = case.reports.checked_sub(1).ok_or_else(few)?;
    let reason = at(&mut case.reasons, gone.reason)?;
    *reason = reason.checked_sub(1).ok_or_else(few)?;
    if gone.status == ReportStatus::Open {
        case.open = case.open.checked_sub(1).ok_or_else(few)?;
    }
    if case.open == 0 {
        case.status = case.decided.unwrap_or(case.status);
    }
    write(db, &case)
}

fn write(db: &Connection, case: &Stored) -> Outcome<()> {
    let sql =
        "UPDATE cases SET status = ?2, latest = ?3, reports = ?4, open = ?5, reasons = ?6 WHERE id = ?1";
    let values = params![
        case.id.bytes(),
        case.status.as_str(),
        case.latest.bytes(),
        signed(case.reports),
        signed(case.open),
        serde_json::to_string(&case.reasons)?,
    ];
    change(db, sql, values).map(|_| ())
}

fn at(reasons: &mut [u64; 10], reason: Reason) -> Outcome<&mut u64> {
    let mut places = Reason::ALL.into_iter().zip(reasons);
    places.find_map(|(of, count)| (of == reason).then_some(count)).ok_or_else(|| corrupt("a reason too many"))
}

pub(super) fn list(
    db: &Connection,
    filter: CaseFilter,
    after: Option<ReportId>,
    limit: usize,
) -> Outcome<Page<Case, ReportId>> {
    let before = after.map_or([0xff; 16], |after| *after.bytes());
    let mut values = vec![Value::Blob(before.to_vec())];
    values.extend(filter.status.map(|status| Value::Text(status.as_str().to_owned())));
    values.extend(filter.kind.map(|kind| Value::Integer(target::kind(kind))));
    walk(db, &list_statement(filter), params_from_iter(values), limit, PASSED, |row| {
        let case = decode(row)?;
        Ok((case.latest, Some(whole(db, case)?)))
    })
}

/// The cases before the place 1; the status, where one is asked for, comes before the kind.
fn list_statement(filter: CaseFilter) -> String {
    let (index, condition) = match (filter.status, filter.kind) {
        (None, None) => ("cases_latest", ""),
        (Some(_), None) => ("cases_of_status", "k.status = ?2 AND "),
        (None, Some(_)) => ("cases_of_kind", "k.kind = ?2 AND "),
        (Some(_), Some(_)) => ("cases_of_both", "k.status = ?2 AND k.kind = ?3 AND "),
    };
    format!(
        "SELECT {CASE} FROM cases AS k INDEXED BY {index}
        WHERE {condition}k.latest < ?1 ORDER BY k.latest DESC"
    )
}

const REPORTS: &str = "SELECT text, movie, quote, quoted, created_at FROM reports
    WHERE kind = ?1 AND target = ?2 ORDER BY id DESC LIMIT ?3";

/// A case with the words of its latest reports.
fn whole(db: &Connection, case: Stored) -> Outcome<Case> {
    let (kind, target) = columns(case.target);
    let reports = all(db, REPORTS, params![kind, target, bound(Case::TEXTS)], |row| {
        let target = CaseTarget {
            movie_id: MovieId::from_bytes(row.get(1)?),
            comment_id: match case.target {
                Target::Movie(_) => None,
                Target::Comment(id) => Some(id),
            },
            quote: row.get(2)?,
            author_id: row.get::<_, Option<_>>(3)?.map(UserId::from_bytes),
        };
        Ok((target, row.get::<_, Option<String>>(0)?, time(row, 4)?))
    })?;
    let mut texts = Vec::new();
    let mut latest = None;
    for (target, text, created_at) in reports {
        latest.get_or_insert((target, created_at));
        texts.extend(text);
    }
    let (target, last_reported_at) = latest.ok_or_else(|| corrupt("a case without reports"))?;
    let mut reasons: Vec<ReasonCount> = counts(case.reasons);
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.count));
    let standing = case.status != ReportStatus::Open;
    Ok(Case {
        id: case.id,
        kind: match case.target {
            Target::Movie(_) => TargetKind::Movie,
            Target::Comment(_) => TargetKind::Comment,
        },
        target,
        status: case.status,
        note: case.note.filter(|_| standing),
        count: case.reports,
        reasons,
        texts,
        last_reported_at,
        decided_at: case.decided_at.filter(|_| standing),
    })
}

/// The reasons that were given, in their order.
pub(crate) fn counts(reasons: [u64; 10]) -> Vec<ReasonCount> {
    let all = Reason::ALL.into_iter().zip(reasons);
    all.filter(|(_, count)| *count > 0).map(|(reason, count)| ReasonCount { reason, count }).collect()
}

pub(super) fn decide(db: &Connection, id: ReportId, decision: &Decision) -> Outcome<Option<Case>> {
    let sql = format!("SELECT {CASE} FROM cases AS k WHERE k.id = ?1");
    let Some(mut case) = one(db, &sql, [id.bytes()], decode)? else { return Ok(None) };
    settle(db, &mut case, decision)?;
    whole(db, case).map(Some)
}

/// Resolves what is open on a thing that is gone.
pub(crate) fn close(db: &Connection, target: Target, moderator: Option<UserId>, now: Time) -> Outcome<()> {
    let Some(mut case) = of_target(db, target)?.filter(|case| case.open > 0) else { return Ok(()) };
    settle(db, &mut case, &Decision { status: ReportStatus::Resolved, note: None, moderator, now })
}

fn settle(db: &Connection, case: &mut Stored, decision: &Decision) -> Outcome<()> {
    let Decision { status, note, moderator, now } = decision;
    let (kind, target) = columns(case.target);
    let others = all(db, OTHERS, params![kind, target, status.as_str(), note], |row| {
        Ok((ReportId::from_bytes(row.get(0)?), UserId::from_bytes(row.get(1)?)))
    })?;
    for (report, user) in &others {
        let sql = "UPDATE reports SET status = ?2, note = ?3, decided_at = ?4 WHERE id = ?1";
        change(db, sql, params![report.bytes(), status.as_str(), note, now.millis()])?;
        tell_of_decision(db, *user, *report, *now)?;
    }
    if !others.is_empty() || case.status != *status || case.note != *note {
        let sql = "UPDATE cases SET status = ?2, decided_status = ?2, decided_note = ?3, moderator = ?4,
                decided_at = ?5, open = 0
            WHERE id = ?1";
        let moderator = moderator.as_ref().map(UserId::bytes);
        change(db, sql, params![case.id.bytes(), status.as_str(), note, moderator, now.millis()])?;
        (case.status, case.note, case.decided_at) = (*status, note.clone(), Some(*now));
    }
    Ok(())
}

/// The reports of a thing, parameters 1 and 2, that are open or were decided otherwise.
const OTHERS: &str = "SELECT id, user_id FROM reports
    WHERE kind = ?1 AND target = ?2 AND (status <> ?3 OR note IS NOT ?4)";

/// Every statement that finds cases, or the reports of one.
#[cfg(test)]
pub(crate) fn statements() -> Vec<String> {
    let mut statements = vec![REPORTS.to_owned(), OTHERS.to_owned()];
    for status in [None, Some(ReportStatus::Open)] {
        for kind in [None, Some(TargetKind::Movie)] {
            statements.push(list_statement(CaseFilter { status, kind }));
        }
    }
    statements
}
