//! Reports of films, and what they hide.

use async_trait::async_trait;
use kenmovie_common::domain::{BlockedMovie, Case, Decision, Reason, Report, ReportStatus, Target};
use kenmovie_common::ports::{
    CaseFilter, Constraint, Created, Idempotency, NewReport, Page, Reports, StoreError, StoreResult,
};
use kenmovie_common::{MovieId, ReportId, UserId};
use rusqlite::{Connection, Row, params};

use crate::Embedded;
use crate::error::{Outcome, corrupt};
use crate::movies::{CARD, CARD_END, card, mine, number};
use crate::reactions::MOVIE;
use crate::row::{all, change, one, one_more, time, value};

/// The columns of a report, of `reports AS o`.
const REPORT: &str = "o.id, o.target, o.reason, o.text, o.status, o.note, o.created_at";

#[async_trait]
impl Reports for Embedded {
    /// None too where the reporter's account is gone.
    async fn report(&self, new: NewReport) -> StoreResult<Option<Created<Report>>> {
        self.write(move |db| report(db, new)).await
    }

    async fn list_blocked_movies(
        &self,
        user: UserId,
        after: Option<ReportId>,
        limit: usize,
    ) -> StoreResult<Page<BlockedMovie, ReportId>> {
        self.read(move |db| {
            let sql = format!(
                "SELECT {CARD}, r.value, {REPORT}
                FROM hidden_movies AS h INDEXED BY hidden_movies_report
                CROSS JOIN reports AS o ON o.id = h.report
                CROSS JOIN movies AS m ON m.n = h.movie
                LEFT JOIN reactions AS r ON r.user_id = ?1 AND r.kind = 0 AND r.target = m.id
                WHERE h.user_id = ?1 AND h.report < ?2 ORDER BY h.report DESC LIMIT ?3"
            );
            let before = after.map_or([0xff; 16], |after| *after.bytes());
            let mut items = all(db, &sql, params![user.bytes(), before, one_more(limit)], |row| {
                let mut movie = card(row)?;
                movie.mine = Some(mine(row, CARD_END, true)?);
                Ok(BlockedMovie { movie, report: stored(row, CARD_END + 1)? })
            })?;
            let more = items.len() > limit;
            items.truncate(limit);
            Ok(Page { next: items.last().filter(|_| more).map(|last| last.report.id), items })
        })
        .await
    }

    async fn unblock_movie(&self, user: UserId, movie: MovieId) -> StoreResult<bool> {
        self.write(move |db| {
            let Some(n) = number(db, movie)? else { return Ok(false) };
            let sql = "DELETE FROM hidden_movies WHERE user_id = ?1 AND movie = ?2";
            if change(db, sql, params![user.bytes(), n])? == 0 {
                return Ok(false);
            }
            let sql =
                "DELETE FROM reports WHERE user_id = ?1 AND kind = ?2 AND target = ?3 AND status = 'open'";
            let withdrawn = change(db, sql, params![user.bytes(), MOVIE, movie.bytes()])?;
            change(
                db,
                "UPDATE movies SET reports = reports - ?2 WHERE n = ?1",
                [n, i64::from(withdrawn > 0)],
            )?;
            Ok(true)
        })
        .await
    }

    async fn list_cases(
        &self,
        _: CaseFilter,
        _: Option<ReportId>,
        _: usize,
    ) -> StoreResult<Page<Case, ReportId>> {
        Err(StoreError::Unavailable("not written".to_owned()))
    }

    async fn decide_case(&self, _: ReportId, _: Decision) -> StoreResult<Option<Case>> {
        Err(StoreError::Unavailable("not written".to_owned()))
    }
}

fn report(db: &Connection, new: NewReport) -> Outcome<Option<Created<Report>>> {
    if let Some(asked) = &new.idempotency
        && let Some(report) = made(db, new.user, asked)?
    {
        return Ok(Some(Created { value: report, replayed: true }));
    }
    let Target::Movie(movie) = new.target else {
        return Err(StoreError::Unavailable("not written".to_owned()).into());
    };
    let Some(n) = number(db, movie)? else { return Ok(None) };
    let user = "SELECT name, email FROM users WHERE id = ?1 AND deleting_at IS NULL";
    let user =
        one(db, user, [new.user.bytes()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let Some((name, email)) = user else { return Ok(None) };
    let open = "SELECT 1 FROM reports WHERE user_id = ?1 AND kind = ?2 AND target = ?3 AND status = 'open'";
    if value::<i64>(db, open, params![new.user.bytes(), MOVIE, movie.bytes()])?.is_some() {
        return Err(StoreError::Conflict(Constraint::OpenReport).into());
    }
    let sql = "INSERT INTO reports
        (id, user_id, user_name, user_email, kind, target, reason, text, status, created_at, key, fingerprint)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    let values = params![
        new.id.bytes(),
        new.user.bytes(),
        name,
        email,
        MOVIE,
        movie.bytes(),
        new.reason.code(),
        new.text,
        ReportStatus::Open.as_str(),
        new.now.millis(),
        new.idempotency.as_ref().map(|asked| &asked.key),
        new.idempotency.as_ref().map(|asked| asked.fingerprint),
    ];
    change(db, sql, values)?;
    change(db, "UPDATE movies SET reports = reports + 1 WHERE n = ?1", [n])?;
    let hide = "INSERT INTO hidden_movies (user_id, movie, report) VALUES (?1, ?2, ?3)
        ON CONFLICT (user_id, movie) DO UPDATE SET report = excluded.report";
    change(db, hide, params![new.user.bytes(), n, new.id.bytes()])?;
    let report = Report {
        id: new.id,
        movie_id: movie,
        comment_id: None,
        reason: new.reason,
        text: new.text,
        status: ReportStatus::Open,
        note: None,
        created_at: new.now,
        decided_at: None,
    };
    Ok(Some(Created { value: report, replayed: false }))
}

/// The report that was made under this key.
fn made(db: &Connection, user: UserId, asked: &Idempotency) -> Outcome<Option<Report>> {
    let sql = format!("SELECT {REPORT}, o.fingerprint FROM reports AS o WHERE o.user_id = ?1 AND o.key = ?2");
    let found = one(db, &sql, params![user.bytes(), asked.key], |row| {
        Ok((stored(row, 0)?, row.get::<_, [u8; 32]>(7)?))
    })?;
    match found {
        Some((_, fingerprint)) if fingerprint != asked.fingerprint => {
            Err(StoreError::Conflict(Constraint::IdempotencyKey).into())
        }
        found => Ok(found.map(|(report, _)| report)),
    }
}

fn stored(row: &Row<'_>, first: usize) -> Outcome<Report> {
    let reason = row.get_ref(first + 2)?.as_str()?;
    let status = row.get_ref(first + 4)?.as_str()?;
    Ok(Report {
        id: ReportId::from_bytes(row.get(first)?),
        movie_id: MovieId::from_bytes(row.get(first + 1)?),
        comment_id: None,
        reason: Reason::parse(reason).ok_or_else(|| corrupt(format!("the reason {reason:?}")))?,
        text: row.get(first + 3)?,
        status: ReportStatus::parse(status).ok_or_else(|| corrupt(format!("the status {status:?}")))?,
        note: row.get(first + 5)?,
        created_at: time(row, first + 6)?,
        decided_at: None,
    })
}
