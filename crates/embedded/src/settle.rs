//! Whether the counters equal the rows behind them. They change in one transaction with those rows, so after a crash too
//! there is nothing to mend; this shows it.

use async_trait::async_trait;
use kenmovie_common::Time;
use kenmovie_common::domain::{Deletion, SourceRating, score};
use kenmovie_common::ports::{Drift, Erasure, StoreResult, Upkeep};
use rusqlite::{Connection, Row};

use crate::Embedded;
use crate::database::snapshot;
use crate::erase::erase;
use crate::error::Outcome;
use crate::row::{all, count, reactions};
use crate::users::unfinished;

#[async_trait]
impl Upkeep for Embedded {
    /// Nothing is ever begun and not finished here.
    async fn settle(&self, _: Time) -> StoreResult<u64> {
        Ok(0)
    }

    async fn erase(&self, deletion: Deletion, limit: usize, _: Time) -> StoreResult<Erasure> {
        let Deletion::User(user) = deletion else { return Ok(Erasure::Gone) };
        let gone = self.write(move |db| erase(db, user, limit)).await?;
        Ok(if gone { Erasure::Gone } else { Erasure::More })
    }

    async fn unfinished_deletions(&self, limit: usize) -> StoreResult<Vec<Deletion>> {
        let users = self.read(move |db| unfinished(db, limit)).await?;
        Ok(users.into_iter().map(Deletion::User).collect())
    }

    async fn verify_sample(&self, _: usize) -> StoreResult<Vec<Drift>> {
        Ok(Vec::new())
    }

    async fn verify_counters(&self) -> StoreResult<Vec<Drift>> {
        self.read(|db| {
            snapshot(db, || {
                let mut drifts = Vec::new();
                for (counter, sql) in CHECKS {
                    drifts.extend(check(db, counter, sql)?);
                }
                drifts.extend(popularity(db)?);
                drifts.extend(top(db)?);
                Ok(drifts)
            })
        })
        .await
    }
}

fn check(db: &Connection, counter: &'static str, sql: &str) -> Outcome<Vec<Drift>> {
    let sql = format!("SELECT of, stored, counted FROM ({sql}) WHERE stored <> counted");
    all(db, &sql, (), |row| Ok(Drift { counter, of: row.get(0)?, stored: row.get(1)?, counted: row.get(2)? }))
}

/// Whether each film's popularity, in all of its rows, is that of its counters.
fn popularity(db: &Connection) -> Outcome<Vec<Drift>> {
    let sql =
        "SELECT hex(m.id), f.popular, m.source_average, m.source_votes, m.likes, m.dislikes, m.comments,
        m.rating_count FROM movies AS m JOIN facets AS f ON f.movie = m.n";
    let drifts = all(db, sql, (), |row| {
        let source = match row.get(2)? {
            Some(average) => Some(SourceRating { average, votes: count(row, 3)? }),
            None => None,
        };
        let counted = score::popular(source, reactions(row, 4)?, count(row, 6)?, count(row, 7)?);
        drift("movie popularity", row, counted)
    })?;
    Ok(drifts.into_iter().flatten().collect())
}

/// Whether each comment's place among the best is that of its votes.
fn top(db: &Connection) -> Outcome<Vec<Drift>> {
    let sql = "SELECT hex(id), top, likes, dislikes FROM comments";
    let drifts = all(db, sql, (), |row| drift("comment top", row, score::wilson(reactions(row, 2)?)))?;
    Ok(drifts.into_iter().flatten().collect())
}

fn drift(name: &'static str, row: &Row<'_>, counted: i64) -> Outcome<Option<Drift>> {
    let stored: i64 = row.get(1)?;
    Ok(if stored == counted { None } else { Some(Drift { counter: name, of: row.get(0)?, stored, counted }) })
}

const CHECKS: [(&str, &str); 8] = [
    (
        "movie likes",
        "SELECT hex(m.id) AS of, m.likes AS stored, (
        SELECT count(*) FROM reactions AS r WHERE r.kind = 0 AND r.target = m.id AND r.value = 1) AS counted
        FROM movies AS m",
    ),
    (
        "movie dislikes",
        "SELECT hex(m.id) AS of, m.dislikes AS stored, (
        SELECT count(*) FROM reactions AS r WHERE r.kind = 0 AND r.target = m.id AND r.value = -1) AS counted
        FROM movies AS m",
    ),
    (
        "movie comments",
        "SELECT hex(m.id) AS of, m.comments AS stored, (
        SELECT count(*) FROM comments AS c WHERE c.movie = m.n AND c.deleted = 0) AS counted
        FROM movies AS m",
    ),
    (
        "movie reports",
        "SELECT hex(m.id) AS of, m.reports AS stored, (
        SELECT count(*) FROM reports AS o WHERE o.kind = 0 AND o.target = m.id) AS counted
        FROM movies AS m",
    ),
    (
        "comment likes",
        "SELECT hex(c.id) AS of, c.likes AS stored, (
        SELECT count(*) FROM reactions AS r WHERE r.kind = 1 AND r.target = c.id AND r.value = 1) AS counted
        FROM comments AS c",
    ),
    (
        "comment dislikes",
        "SELECT hex(c.id) AS of, c.dislikes AS stored, (
        SELECT count(*) FROM reactions AS r WHERE r.kind = 1 AND r.target = c.id AND r.value = -1) AS counted
        FROM comments AS c",
    ),
    (
        "comment replies",
        "SELECT hex(c.id) AS of, c.replies AS stored, iif(c.root IS NULL,
        (SELECT count(*) FROM comments AS a WHERE a.root = c.id AND a.deleted = 0),
        (SELECT count(*) FROM comments AS a WHERE a.parent = c.id AND a.deleted = 0)) AS counted
        FROM comments AS c",
    ),
    (
        "genre films",
        "SELECT g.name AS of, g.films AS stored, (
        SELECT count(*) FROM facets AS f WHERE f.genre = g.n) AS counted
        FROM genres AS g",
    ),
];
