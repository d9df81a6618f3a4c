//! The end of a film: its beginning, and what is left of it, taken away some rows at a time.

use kenmovie_common::ports::Erasure;
use kenmovie_common::{MovieId, Time};
use rusqlite::{Connection, params};

use crate::error::Outcome;
use crate::row::{all, bound, change, one, time};
use crate::{comments, reports};

/// Notes that a film, which is in no list any more, has left things behind.
pub(super) fn begin(db: &Connection, n: i64, id: MovieId, now: Time) -> Outcome<()> {
    let sql = "INSERT INTO movie_deletions (n, id, begun_at) VALUES (?1, ?2, ?3)";
    change(db, sql, params![n, id.bytes(), now.millis()]).map(|_| ())
}

pub(crate) fn erase(db: &Connection, id: MovieId, limit: usize, now: Time) -> Outcome<Erasure> {
    let sql = "SELECT n, begun_at FROM movie_deletions WHERE id = ?1";
    let begun = one(db, sql, [id.bytes()], |row| Ok((row.get::<_, i64>(0)?, time(row, 1)?)))?;
    let Some((n, begun_at)) = begun else { return Ok(Erasure::Gone) };
    if !clear(db, n, id, limit)? {
        return Ok(Erasure::More);
    }
    if now.since(begun_at) < Erasure::LINGER {
        return Ok(Erasure::Lingering);
    }
    forget(db, n)?;
    Ok(Erasure::Gone)
}

/// Makes room for a film that is written anew: nothing of the one before is left.
pub(crate) fn put_back(db: &Connection, id: MovieId) -> Outcome<()> {
    let sql = "SELECT n FROM movie_deletions WHERE id = ?1";
    if let Some(n) = one(db, sql, [id.bytes()], |row| Ok(row.get(0)?))? {
        clear(db, n, id, usize::MAX)?;
        forget(db, n)?;
    }
    Ok(())
}

fn forget(db: &Connection, n: i64) -> Outcome<()> {
    change(db, "DELETE FROM movie_deletions WHERE n = ?1", [n]).map(|_| ())
}

const COMMENTS: &str = "SELECT id FROM comments WHERE movie = ?1 LIMIT ?2";
const HIDDEN: &str = "DELETE FROM hidden_movies WHERE movie = ?1 AND user_id IN (
    SELECT user_id FROM hidden_movies WHERE movie = ?1 LIMIT ?2)";
const BY_ID: [&str; 3] = [
    "DELETE FROM reactions WHERE kind = 0 AND target = ?1 AND user_id IN (
        SELECT user_id FROM reactions WHERE kind = 0 AND target = ?1 LIMIT ?2)",
    "DELETE FROM ratings WHERE movie = ?1 AND user_id IN (
        SELECT user_id FROM ratings WHERE movie = ?1 LIMIT ?2)",
    "DELETE FROM user_movies WHERE movie = ?1 AND user_id IN (
        SELECT user_id FROM user_movies WHERE movie = ?1 LIMIT ?2)",
];

/// Takes away so many rows; true where nothing is left.
fn clear(db: &Connection, n: i64, id: MovieId, limit: usize) -> Outcome<bool> {
    let mut left = limit.max(1);
    for comment in all(db, COMMENTS, [n, bound(left)], |row| Ok(row.get::<_, [u8; 16]>(0)?))? {
        left = left.saturating_sub(comments::take_away(db, comment, left)?);
        if left == 0 {
            return Ok(false);
        }
    }
    left = left.saturating_sub(reports::erase_of_movie(db, id, left)?);
    for sql in BY_ID {
        if left == 0 {
            return Ok(false);
        }
        left = left.saturating_sub(change(db, sql, params![id.bytes(), bound(left)])?);
    }
    if left == 0 {
        return Ok(false);
    }
    left = left.saturating_sub(change(db, HIDDEN, [n, bound(left)])?);
    Ok(left > 0)
}

/// Every statement that looks for what is left of a film.
#[cfg(test)]
pub(crate) const STATEMENTS: [&str; 5] = {
    let [votes, ratings, lists] = BY_ID;
    [COMMENTS, HIDDEN, votes, ratings, lists]
};
