//! The making of a report.

use kenmovie_common::domain::{Report, ReportStatus, Target};
use kenmovie_common::ports::{Constraint, Created, Idempotency, NewReport, StoreError};
use kenmovie_common::{MovieId, UserId};
use rusqlite::{Connection, params};

use super::cases;
use super::read::{REPORT, REPORT_COLUMNS, report};
use crate::error::Outcome;
use crate::movies::number;
use crate::row::{change, one, value};
use crate::target::columns;

pub(super) fn create(db: &Connection, new: NewReport) -> Outcome<Option<Created<Report>>> {
    if let Some(asked) = &new.idempotency
        && let Some(report) = made(db, new.user, asked)?
    {
        return Ok(Some(Created { value: report, replayed: true }));
    }
    let Some(thing) = thing(db, new.target)? else { return Ok(None) };
    let user = "SELECT name, email FROM users WHERE id = ?1 AND deleting_at IS NULL";
    let user =
        one(db, user, [new.user.bytes()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let Some((name, email)) = user else { return Ok(None) };
    let (kind, target) = columns(new.target);
    let open = "SELECT 1 FROM reports WHERE user_id = ?1 AND kind = ?2 AND target = ?3 AND status = 'open'";
    if value::<i64>(db, open, params![new.user.bytes(), kind, target])?.is_some() {
        return Err(StoreError::Conflict(Constraint::OpenReport).into());
    }
    let sql =
        "INSERT INTO reports (id, user_id, user_name, user_email, kind, target, movie, quote, quoted, reason,
            text, status, created_at, key, fingerprint)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
    let values = params![
        new.id.bytes(),
        new.user.bytes(),
        name,
        email,
        kind,
        target,
        thing.movie.bytes(),
        thing.quote,
        thing.quoted.as_ref().map(UserId::bytes),
        new.reason.code(),
        new.text,
        ReportStatus::Open.as_str(),
        new.now.millis(),
        new.idempotency.as_ref().map(|asked| &asked.key),
        new.idempotency.as_ref().map(|asked| asked.fingerprint),
    ];
    change(db, sql, values)?;
    cases::enter(db, &new)?;
    hide(db, &new)?;
    let report = Report {
        id: new.id,
        movie_id: thing.movie,
        comment_id: match new.target {
            Target::Movie(_) => None,
            Target::Comment(id) => Some(id),
        },
        reason: new.reason,
        text: new.text,
        status: ReportStatus::Open,
        note: None,
        created_at: new.now,
        decided_at: None,
    };
    Ok(Some(Created { value: report, replayed: false }))
}

/// What is reported, as it is now.
struct Thing {
    movie: MovieId,
    quote: String,
    quoted: Option<UserId>,
}

fn thing(db: &Connection, target: Target) -> Outcome<Option<Thing>> {
    let sql = match target {
        Target::Movie(_) => "SELECT id, title, NULL FROM movies WHERE id = ?1",
        Target::Comment(_) => {
            "SELECT m.id, c.body, c.author FROM comments AS c JOIN movies AS m ON m.n = c.movie
            WHERE c.id = ?1 AND c.deleted = 0"
        }
    };
    one(db, sql, [columns(target).1], |row| {
        let quoted = row.get::<_, Option<_>>(2)?.map(UserId::from_bytes);
        Ok(Thing { movie: MovieId::from_bytes(row.get(0)?), quote: row.get(1)?, quoted })
    })
}

/// Hides what is reported from its reporter; a film is counted on too.
fn hide(db: &Connection, new: &NewReport) -> Outcome<()> {
    match new.target {
        Target::Movie(id) => {
            let n = number(db, id)?;
            change(db, "UPDATE movies SET reports = reports + 1 WHERE n = ?1", [n])?;
            let sql = "INSERT INTO hidden_movies (user_id, movie, report) VALUES (?1, ?2, ?3)
                ON CONFLICT (user_id, movie) DO UPDATE SET report = excluded.report";
            change(db, sql, params![new.user.bytes(), n, new.id.bytes()]).map(|_| ())
        }
        Target::Comment(id) => {
            let sql = "INSERT INTO hidden_comments (user_id, comment, report) VALUES (?1, ?2, ?3)
                ON CONFLICT (user_id, comment) DO UPDATE SET report = excluded.report";
            change(db, sql, params![new.user.bytes(), id.bytes(), new.id.bytes()]).map(|_| ())
        }
    }
}

/// The report that was made under this key.
fn made(db: &Connection, user: UserId, asked: &Idempotency) -> Outcome<Option<Report>> {
    let sql = format!("SELECT {REPORT}, o.fingerprint FROM reports AS o WHERE o.user_id = ?1 AND o.key = ?2");
    let found = one(db, &sql, params![user.bytes(), asked.key], |row| {
        Ok((report(row, 0)?, row.get::<_, [u8; 32]>(REPORT_COLUMNS)?))
    })?;
    match found {
        Some((_, fingerprint)) if fingerprint != asked.fingerprint => {
            Err(StoreError::Conflict(Constraint::IdempotencyKey).into())
        }
        found => Ok(found.map(|(report, _)| report)),
    }
}
