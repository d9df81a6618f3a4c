//! A row of a report as the domain's, and the films that reports hide.

use kenmovie_common::domain::{BlockedMovie, Reason, Report, ReportStatus, Target};
use kenmovie_common::ports::Page;
use kenmovie_common::{MovieId, ReportId, Time, UserId};
use rusqlite::{Connection, Row, params};

use crate::error::{Outcome, corrupt};
use crate::movies::{CARD, CARD_END, card, mine, viewed};
use crate::page::{PASSED, walk};
use crate::row::time;
use crate::target::target;

/// The columns of a report, of `reports AS o`.
pub(crate) const REPORT: &str =
    "o.id, o.kind, o.target, o.movie, o.reason, o.text, o.status, o.note, o.created_at, o.decided_at";
/// How many they are.
pub(super) const REPORT_COLUMNS: usize = 10;

/// The report whose columns begin at this one.
pub(crate) fn report(row: &Row<'_>, first: usize) -> Outcome<Report> {
    Ok(Report {
        id: ReportId::from_bytes(row.get(first)?),
        movie_id: MovieId::from_bytes(row.get(first + 3)?),
        comment_id: match target(row, first + 1)? {
            Target::Movie(_) => None,
            Target::Comment(id) => Some(id),
        },
        reason: reason(row, first + 4)?,
        text: row.get(first + 5)?,
        status: status(row, first + 6)?,
        note: row.get(first + 7)?,
        created_at: time(row, first + 8)?,
        decided_at: row.get::<_, Option<_>>(first + 9)?.map(Time::from_millis),
    })
}

pub(crate) fn reason(row: &Row<'_>, column: usize) -> Outcome<Reason> {
    let code = row.get_ref(column)?.as_str()?;
    Reason::parse(code).ok_or_else(|| corrupt(format!("the reason {code:?}")))
}

pub(crate) fn status(row: &Row<'_>, column: usize) -> Outcome<ReportStatus> {
    let name = row.get_ref(column)?.as_str()?;
    ReportStatus::parse(name).ok_or_else(|| corrupt(format!("the status {name:?}")))
}

pub(super) fn blocked(
    db: &Connection,
    user: UserId,
    after: Option<ReportId>,
    limit: usize,
) -> Outcome<Page<BlockedMovie, ReportId>> {
    let before = after.map_or([0xff; 16], |after| *after.bytes());
    walk(db, &blocked_statement(), params![user.bytes(), before], limit, PASSED, |row| {
        let mut movie = card(row)?;
        movie.mine = Some(mine(row, true)?);
        let report = report(row, CARD_END)?;
        Ok((report.id, Some(BlockedMovie { movie, report })))
    })
}

/// What parameter 1 does not see, from the place 2 on.
pub(crate) fn blocked_statement() -> String {
    format!(
        "SELECT {CARD}, {REPORT}
        FROM hidden_movies AS h INDEXED BY hidden_movies_report
        CROSS JOIN reports AS o ON o.id = h.report
        CROSS JOIN movies AS m ON m.n = h.movie {}
        WHERE h.user_id = ?1 AND h.report < ?2 ORDER BY h.report DESC",
        viewed("?1")
    )
}
