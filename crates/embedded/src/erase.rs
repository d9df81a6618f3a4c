//! What is left of a person whose deletion has begun, taken away some rows at a time; and what has begun and is not gone.

use kenmovie_common::domain::Deletion;
use kenmovie_common::ports::Erasure;
use kenmovie_common::{MovieId, Time, UserId};
use rusqlite::{Connection, params};

use crate::error::Outcome;
use crate::row::{all, bound, change, one, time};
use crate::{comments, messages, movies, ratings, reactions, reports};

pub(crate) fn erase(db: &Connection, deletion: Deletion, limit: usize, now: Time) -> Outcome<Erasure> {
    match deletion {
        Deletion::User(user) => person(db, user, limit, now),
        Deletion::Movie(movie) => movies::erase(db, movie, limit, now),
    }
}

/// The account's row goes last, so that what was begun is found again.
fn person(db: &Connection, user: UserId, limit: usize, now: Time) -> Outcome<Erasure> {
    let sql = "SELECT deleting_at FROM users WHERE id = ?1 AND deleting_at IS NOT NULL";
    let Some(begun_at) = one(db, sql, [user.bytes()], |row| time(row, 0))? else { return Ok(Erasure::Gone) };
    if !clear(db, user, limit, now)? {
        return Ok(Erasure::More);
    }
    if now.since(begun_at) < Erasure::LINGER {
        return Ok(Erasure::Lingering);
    }
    change(db, "DELETE FROM users WHERE id = ?1", [user.bytes()])?;
    Ok(Erasure::Gone)
}

/// Takes away so many rows of which something else counts; how many there were, at most as many.
type Step = fn(&Connection, UserId, usize) -> Outcome<usize>;

const STEPS: [Step; 4] = [reactions::retract, ratings::retract, reports::retract, messages::erase];

/// The rest. Films and pictures stay, and are nobody's; what is left of comments loses the keys of requests, and what others reported
/// their words.
const REST: [&str; 13] = [
    "DELETE FROM user_movies WHERE user_id = ?1 AND movie IN (
        SELECT movie FROM user_movies WHERE user_id = ?1 LIMIT ?2)",
    "DELETE FROM hidden_movies WHERE user_id = ?1 AND movie IN (
        SELECT movie FROM hidden_movies WHERE user_id = ?1 LIMIT ?2)",
    "DELETE FROM hidden_comments WHERE user_id = ?1 AND comment IN (
        SELECT comment FROM hidden_comments WHERE user_id = ?1 LIMIT ?2)",
    "DELETE FROM blocks WHERE user_id = ?1 AND blocked IN (
        SELECT blocked FROM blocks WHERE user_id = ?1 LIMIT ?2)",
    "DELETE FROM blocks WHERE blocked = ?1 AND user_id IN (
        SELECT user_id FROM blocks WHERE blocked = ?1 LIMIT ?2)",
    "DELETE FROM mutes WHERE user_id = ?1 AND thread IN (SELECT thread FROM mutes WHERE user_id = ?1 LIMIT ?2)",
    "DELETE FROM notifications WHERE id IN (SELECT id FROM notifications WHERE user_id = ?1 LIMIT ?2)",
    "DELETE FROM letters WHERE id IN (SELECT id FROM letters WHERE user_id = ?1 LIMIT ?2)",
    "UPDATE reports SET quote = NULL, quoted = NULL WHERE id IN (
        SELECT id FROM reports WHERE quoted = ?1 LIMIT ?2)",
    "UPDATE cases SET moderator = NULL WHERE id IN (SELECT id FROM cases WHERE moderator = ?1 LIMIT ?2)",
    "UPDATE comments SET maker = NULL, key = NULL, fingerprint = NULL WHERE n IN (
        SELECT n FROM comments WHERE maker = ?1 AND key IS NOT NULL LIMIT ?2)",
    "UPDATE movies SET creator = NULL, key = NULL, fingerprint = NULL WHERE n IN (
        SELECT n FROM movies WHERE creator = ?1 LIMIT ?2)",
    "UPDATE media SET owner = NULL, used = 0, shared_with = NULL WHERE id IN (
        SELECT id FROM media WHERE owner = ?1 LIMIT ?2)",
];

/// Takes away so many rows; true where nothing is left.
fn clear(db: &Connection, user: UserId, limit: usize, now: Time) -> Outcome<bool> {
    let mut left = limit.max(1);
    for step in STEPS {
        left = left.saturating_sub(step(db, user, left)?);
        if left == 0 {
            return Ok(false);
        }
    }
    left = left.saturating_sub(comments::erase(db, user, left, now)?);
    if left == 0 {
        return Ok(false);
    }
    for sql in REST {
        left = left.saturating_sub(change(db, sql, params![user.bytes(), bound(left)])?);
        if left == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(crate) const UNFINISHED: &str = "SELECT id, 0, deleting_at FROM users WHERE deleting_at IS NOT NULL
    UNION ALL SELECT id, 1, begun_at FROM movie_deletions ORDER BY 3 LIMIT ?1";

/// What has begun to be deleted, the longest ago first.
pub(crate) fn unfinished(db: &Connection, limit: usize) -> Outcome<Vec<Deletion>> {
    all(db, UNFINISHED, [bound(limit)], |row| {
        let (id, film) = (row.get(0)?, row.get(1)?);
        Ok(if film {
            Deletion::Movie(MovieId::from_bytes(id))
        } else {
            Deletion::User(UserId::from_bytes(id))
        })
    })
}

/// Every statement that looks for what is a person's.
#[cfg(test)]
pub(crate) fn statements() -> Vec<&'static str> {
    let steps = [reactions::OF_ONE, ratings::OF_ONE, reports::OF_ONE, comments::OF_ONE];
    steps.into_iter().chain(messages::erase_statements()).chain(REST).collect()
}
