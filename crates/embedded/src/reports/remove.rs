//! The end of reports: one that is withdrawn, those of a person or a film that goes.

use kenmovie_common::{MovieId, ReportId, UserId};
use rusqlite::{Connection, params};

use super::cases::{self, Leaving};
use super::read::{reason, status};
use crate::error::Outcome;
use crate::movies::number;
use crate::notifications::forget_report;
use crate::row::{all, bound, change, one, value};
use crate::target::{MOVIE, columns, target};

pub(super) fn unblock(db: &Connection, user: UserId, movie: MovieId) -> Outcome<bool> {
    let Some(n) = number(db, movie)? else { return Ok(false) };
    let sql = "DELETE FROM hidden_movies WHERE user_id = ?1 AND movie = ?2";
    if change(db, sql, params![user.bytes(), n])? == 0 {
        return Ok(false);
    }
    let sql = "SELECT id FROM reports WHERE user_id = ?1 AND kind = ?2 AND target = ?3 AND status = 'open'";
    if let Some(open) = value(db, sql, params![user.bytes(), MOVIE, movie.bytes()])? {
        remove(db, ReportId::from_bytes(open))?;
    }
    Ok(true)
}

pub(crate) const OF_ONE: &str = "SELECT id FROM reports WHERE user_id = ?1 LIMIT ?2";
pub(crate) const OF_MOVIE: &str = "SELECT id FROM reports WHERE movie = ?1 LIMIT ?2";

/// Takes away so many reports by a person; how many there were.
pub(crate) fn retract(db: &Connection, user: UserId, limit: usize) -> Outcome<usize> {
    remove_some(db, OF_ONE, user.bytes(), limit)
}

/// Takes away so many reports of a film and its comments; how many there were.
pub(crate) fn erase_of_movie(db: &Connection, movie: MovieId, limit: usize) -> Outcome<usize> {
    remove_some(db, OF_MOVIE, movie.bytes(), limit)
}

fn remove_some(db: &Connection, sql: &str, of: &[u8; 16], limit: usize) -> Outcome<usize> {
    let reports = all(db, sql, params![of, bound(limit)], |row| Ok(ReportId::from_bytes(row.get(0)?)))?;
    for report in &reports {
        remove(db, *report)?;
    }
    Ok(reports.len())
}

/// Takes a report away, with what was told of it, out of its case and its film's count.
fn remove(db: &Connection, id: ReportId) -> Outcome<()> {
    let sql = "DELETE FROM reports WHERE id = ?1 RETURNING kind, target, reason, status";
    let gone = one(db, sql, [id.bytes()], |row| {
        Ok(Leaving { target: target(row, 0)?, reason: reason(row, 2)?, status: status(row, 3)? })
    })?;
    let Some(gone) = gone else { return Ok(()) };
    forget_report(db, id)?;
    if let (MOVIE, movie) = columns(gone.target) {
        change(db, "UPDATE movies SET reports = reports - 1 WHERE id = ?1", [movie])?;
    }
    cases::leave(db, &gone)
}
