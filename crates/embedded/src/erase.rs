//! What is left of a person whose deletion has begun, taken away some rows at a time.

use kenmovie_common::UserId;
use rusqlite::{Connection, params};

use crate::error::Outcome;
use crate::reactions::MOVIE;
use crate::row::{all, bound, change, value};
use crate::{comments, reactions};

/// Takes away so many rows; how many there were, at most as many.
type Step = fn(&Connection, UserId, usize) -> Outcome<usize>;

const STEPS: [Step; 7] = [reactions::retract, reports, hidden, comments::erase, letters, keys, films];

/// True once nothing is left. The account's row goes last, so that what was begun is found again.
pub(crate) fn erase(db: &Connection, user: UserId, limit: usize) -> Outcome<bool> {
    let living = "SELECT 1 FROM users WHERE id = ?1 AND deleting_at IS NULL";
    if value::<i64>(db, living, [user.bytes()])?.is_some() {
        return Ok(true);
    }
    let mut left = limit.max(1);
    for step in STEPS {
        left = left.saturating_sub(step(db, user, left)?);
        if left == 0 {
            return Ok(false);
        }
    }
    change(db, "DELETE FROM users WHERE id = ?1", [user.bytes()])?;
    Ok(true)
}

const REPORTS: &str = "SELECT id, kind, target FROM reports WHERE user_id = ?1 LIMIT ?2";
const HIDDEN: &str = "DELETE FROM hidden_movies WHERE user_id = ?1 AND movie IN (
    SELECT movie FROM hidden_movies WHERE user_id = ?1 LIMIT ?2)";
const LETTERS: &str = "DELETE FROM letters WHERE id IN (SELECT id FROM letters WHERE user_id = ?1 LIMIT ?2)";
const KEYS: &str = "UPDATE comments SET maker = NULL, key = NULL, fingerprint = NULL WHERE n IN (
    SELECT n FROM comments WHERE maker = ?1 AND key IS NOT NULL LIMIT ?2)";
const FILMS: &str = "UPDATE movies SET creator = NULL, key = NULL, fingerprint = NULL WHERE n IN (
    SELECT n FROM movies WHERE creator = ?1 LIMIT ?2)";

fn reports(db: &Connection, user: UserId, limit: usize) -> Outcome<usize> {
    let reports = all(db, REPORTS, params![user.bytes(), bound(limit)], |row| {
        Ok((row.get::<_, [u8; 16]>(0)?, row.get::<_, i64>(1)?, row.get::<_, [u8; 16]>(2)?))
    })?;
    for (id, kind, target) in &reports {
        change(db, "DELETE FROM reports WHERE id = ?1", [id])?;
        if *kind == MOVIE {
            change(db, "UPDATE movies SET reports = reports - 1 WHERE id = ?1", [target])?;
        }
    }
    Ok(reports.len())
}

fn hidden(db: &Connection, user: UserId, limit: usize) -> Outcome<usize> {
    change(db, HIDDEN, params![user.bytes(), bound(limit)])
}

fn letters(db: &Connection, user: UserId, limit: usize) -> Outcome<usize> {
    change(db, LETTERS, params![user.bytes(), bound(limit)])
}

/// The keys of requests, on what is left of comments.
fn keys(db: &Connection, user: UserId, limit: usize) -> Outcome<usize> {
    change(db, KEYS, params![user.bytes(), bound(limit)])
}

/// Films stay, and are nobody's.
fn films(db: &Connection, user: UserId, limit: usize) -> Outcome<usize> {
    change(db, FILMS, params![user.bytes(), bound(limit)])
}

/// Every statement that looks for what is a person's.
#[cfg(test)]
pub(crate) const STATEMENTS: [&str; 7] =
    [reactions::OF_ONE, REPORTS, HIDDEN, comments::OF_ONE, LETTERS, KEYS, FILMS];
