//! Votes: a row of a person and a target, and the target's counters, changed together.

use async_trait::async_trait;
use kenmovie_common::domain::{Reaction, Reactions, Tally, Target, score};
use kenmovie_common::ports::{ReactionStore, StoreResult};
use kenmovie_common::{CommentId, MovieId, Time, UserId};
use rusqlite::{Connection, params};

use crate::Embedded;
use crate::error::{Outcome, corrupt};
use crate::movies::shift_popular;
use crate::row::{all, bound, change, one, reaction, reactions, signed};
use crate::target::{COMMENT, MOVIE};

#[async_trait]
impl ReactionStore for Embedded {
    async fn set_reaction(
        &self,
        user: UserId,
        target: Target,
        value: Option<Reaction>,
        now: Time,
    ) -> StoreResult<Option<Tally>> {
        self.write(move |db| match target {
            Target::Movie(id) => on_movie(db, id, user, value, now),
            Target::Comment(id) => on_comment(db, id, user, value, now),
        })
        .await
    }
}

fn on_movie(
    db: &Connection,
    id: MovieId,
    user: UserId,
    value: Option<Reaction>,
    now: Time,
) -> Outcome<Option<Tally>> {
    let sql = "SELECT n, likes, dislikes FROM movies WHERE id = ?1";
    let found = one(db, sql, [id.bytes()], |row| Ok((row.get::<_, i64>(0)?, reactions(row, 1)?)))?;
    let Some((n, counted)) = found else { return Ok(None) };
    let old = vote(db, user, MOVIE, id.bytes(), value, now)?;
    if old == value {
        return Ok(Some(Tally { reactions: counted, mine: value }));
    }
    let reactions = count_on_movie(db, n, counted, old, value)?;
    Ok(Some(Tally { reactions, mine: value }))
}

fn on_comment(
    db: &Connection,
    id: CommentId,
    user: UserId,
    value: Option<Reaction>,
    now: Time,
) -> Outcome<Option<Tally>> {
    let sql = "SELECT c.n, c.likes, c.dislikes FROM comments AS c JOIN movies AS m ON m.n = c.movie
        WHERE c.id = ?1 AND c.deleted = 0";
    let found = one(db, sql, [id.bytes()], |row| Ok((row.get::<_, i64>(0)?, reactions(row, 1)?)))?;
    let Some((n, counted)) = found else { return Ok(None) };
    let old = vote(db, user, COMMENT, id.bytes(), value, now)?;
    if old == value {
        return Ok(Some(Tally { reactions: counted, mine: value }));
    }
    let reactions = count_on_comment(db, n, counted, old, value)?;
    Ok(Some(Tally { reactions, mine: value }))
}

/// Writes the row of a vote; what it said before.
fn vote(
    db: &Connection,
    user: UserId,
    kind: i64,
    target: &[u8; 16],
    value: Option<Reaction>,
    now: Time,
) -> Outcome<Option<Reaction>> {
    let sql = "SELECT value FROM reactions WHERE user_id = ?1 AND kind = ?2 AND target = ?3";
    let old = one(db, sql, params![user.bytes(), kind, target], |row| reaction(row, 0))?.flatten();
    match (old, value) {
        (old, value) if old == value => {}
        (_, None) => {
            let sql = "DELETE FROM reactions WHERE user_id = ?1 AND kind = ?2 AND target = ?3";
            change(db, sql, params![user.bytes(), kind, target])?;
        }
        (None, Some(value)) => {
            let sql = "INSERT INTO reactions (user_id, kind, target, value, created_at) VALUES (?1, ?2, ?3, ?4, ?5)";
            change(db, sql, params![user.bytes(), kind, target, sign(value), now.millis()])?;
        }
        (Some(_), Some(value)) => {
            let sql = "UPDATE reactions SET value = ?4, created_at = ?5
                WHERE user_id = ?1 AND kind = ?2 AND target = ?3";
            change(db, sql, params![user.bytes(), kind, target, sign(value), now.millis()])?;
        }
    }
    Ok(old)
}

pub(crate) const OF_ONE: &str = "SELECT kind, target, value FROM reactions WHERE user_id = ?1 LIMIT ?2";

/// Takes back so many votes of a person, those on deleted comments too; how many there were.
pub(crate) fn retract(db: &Connection, user: UserId, limit: usize) -> Outcome<usize> {
    let votes = all(db, OF_ONE, params![user.bytes(), bound(limit)], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, [u8; 16]>(1)?, reaction(row, 2)?))
    })?;
    for (kind, target, old) in &votes {
        let sql = "DELETE FROM reactions WHERE user_id = ?1 AND kind = ?2 AND target = ?3";
        change(db, sql, params![user.bytes(), kind, target])?;
        let (sql, count): (_, fn(&_, _, _, _, _) -> _) = if *kind == MOVIE {
            ("SELECT n, likes, dislikes FROM movies WHERE id = ?1", count_on_movie)
        } else {
            ("SELECT n, likes, dislikes FROM comments WHERE id = ?1", count_on_comment)
        };
        let found = one(db, sql, [target], |row| Ok((row.get::<_, i64>(0)?, reactions(row, 1)?)))?;
        if let Some((n, counted)) = found {
            count(db, n, counted, *old, None)?;
        }
    }
    Ok(votes.len())
}

fn count_on_movie(
    db: &Connection,
    n: i64,
    counted: Reactions,
    old: Option<Reaction>,
    new: Option<Reaction>,
) -> Outcome<Reactions> {
    let reactions = moved(counted, old, new)?;
    let sql = "UPDATE movies SET likes = ?2, dislikes = ?3 WHERE n = ?1";
    change(db, sql, [n, signed(reactions.likes), signed(reactions.dislikes)])?;
    shift_popular(db, n, weight(new) - weight(old))?;
    Ok(reactions)
}

fn count_on_comment(
    db: &Connection,
    n: i64,
    counted: Reactions,
    old: Option<Reaction>,
    new: Option<Reaction>,
) -> Outcome<Reactions> {
    let reactions = moved(counted, old, new)?;
    let sql = "UPDATE comments SET likes = ?2, dislikes = ?3, top = ?4 WHERE n = ?1";
    change(db, sql, [n, signed(reactions.likes), signed(reactions.dislikes), score::wilson(reactions)])?;
    Ok(reactions)
}

/// The counters after one vote became another.
fn moved(mut counted: Reactions, old: Option<Reaction>, new: Option<Reaction>) -> Outcome<Reactions> {
    let less = |count: u64| count.checked_sub(1).ok_or_else(|| corrupt("fewer votes counted than there are"));
    match old {
        Some(Reaction::Like) => counted.likes = less(counted.likes)?,
        Some(Reaction::Dislike) => counted.dislikes = less(counted.dislikes)?,
        None => {}
    }
    match new {
        Some(Reaction::Like) => counted.likes += 1,
        Some(Reaction::Dislike) => counted.dislikes += 1,
        None => {}
    }
    Ok(counted)
}

/// What a vote adds to a film's popularity.
fn weight(value: Option<Reaction>) -> i64 {
    match value {
        Some(Reaction::Like) => score::LIKE,
        Some(Reaction::Dislike) => score::DISLIKE,
        None => 0,
    }
}

pub(crate) fn sign(value: Reaction) -> i64 {
    match value {
        Reaction::Like => 1,
        Reaction::Dislike => -1,
    }
}
