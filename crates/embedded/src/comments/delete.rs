//! The end of a comment.

use kenmovie_common::domain::Target;
use kenmovie_common::ports::{Amended, Editor};
use kenmovie_common::{CommentId, Time, UserId};
use rusqlite::{Connection, params};

use super::write::{Place, count};
use crate::error::Outcome;
use crate::notifications::forget_reply;
use crate::reports::close_case;
use crate::row::{all, bound, change, one, value};

pub(super) fn delete(db: &Connection, id: CommentId, editor: Editor, now: Time) -> Outcome<Amended<()>> {
    let sql =
        "SELECT c.author, c.movie, c.root, c.parent FROM comments AS c JOIN movies AS m ON m.n = c.movie
        WHERE c.id = ?1 AND c.deleted = 0";
    let found = one(db, sql, [id.bytes()], |row| {
        let author = row.get::<_, Option<_>>(0)?.map(UserId::from_bytes);
        Ok((author, Place { movie: row.get(1)?, root: row.get(2)?, parent: row.get(3)? }))
    })?;
    let Some((author, place)) = found else { return Ok(Amended::Missing) };
    if !editor.moderator && author != Some(editor.user) {
        return Ok(Amended::Forbidden);
    }
    end(db, id, &place, Some(editor.user).filter(|_| editor.moderator), now)?;
    Ok(Amended::Done(()))
}

pub(crate) const OF_ONE: &str =
    "SELECT id, movie, root, parent FROM comments WHERE author = ?1 AND deleted = 0
    ORDER BY id DESC LIMIT ?2";

/// Deletes so many comments of a person, the newest first, so that what only they answered goes whole; how many there
/// were.
pub(crate) fn erase(db: &Connection, author: UserId, limit: usize, now: Time) -> Outcome<usize> {
    let comments = all(db, OF_ONE, params![author.bytes(), bound(limit)], |row| {
        let place = Place { movie: row.get(1)?, root: row.get(2)?, parent: row.get(3)? };
        Ok((CommentId::from_bytes(row.get(0)?), place))
    })?;
    for (id, place) in &comments {
        end(db, *id, place, None, now)?;
    }
    Ok(comments.len())
}

/// Counts a living comment out, and takes away what can go of it. Reports of it have reached what they were for.
fn end(db: &Connection, id: CommentId, place: &Place, moderator: Option<UserId>, now: Time) -> Outcome<()> {
    close_case(db, Target::Comment(id), moderator, now)?;
    let id = id.bytes();
    count(db, place, -1)?;
    forget_reply(db, id)?;
    if answered(db, id)? {
        let sql =
            "UPDATE comments SET deleted = 1, author = NULL, body = NULL, edited_at = NULL WHERE id = ?1";
        change(db, sql, [id]).map(|_| ())
    } else {
        remove(db, *id, place.parent)
    }
}

/// Takes a row away, and upwards the deleted ones that nothing answers any more.
fn remove(db: &Connection, id: [u8; 16], parent: Option<[u8; 16]>) -> Outcome<()> {
    take_away(db, id, usize::MAX)?;
    let Some(parent) = parent else { return Ok(()) };
    let above: Option<Option<[u8; 16]>> =
        value(db, "SELECT parent FROM comments WHERE id = ?1 AND deleted = 1", [parent])?;
    match above {
        Some(above) if !answered(db, &parent)? => remove(db, parent, above),
        _ => Ok(()),
    }
}

/// What hangs on a comment: parameter 1, and how much of it.
pub(crate) const GONE: [&str; 3] = [
    "DELETE FROM reactions WHERE kind = 1 AND target = ?1 AND user_id IN (
        SELECT user_id FROM reactions WHERE kind = 1 AND target = ?1 LIMIT ?2)",
    "DELETE FROM hidden_comments WHERE comment = ?1 AND user_id IN (
        SELECT user_id FROM hidden_comments WHERE comment = ?1 LIMIT ?2)",
    "DELETE FROM mutes WHERE thread = ?1 AND user_id IN (SELECT user_id FROM mutes WHERE thread = ?1 LIMIT ?2)",
];

/// Takes away so many rows of a comment and what hangs on it, the comment last; how many there were. Reports of it stay.
pub(crate) fn take_away(db: &Connection, id: [u8; 16], limit: usize) -> Outcome<usize> {
    let mut left = limit;
    for sql in GONE {
        left = left.saturating_sub(change(db, sql, params![id, bound(left)])?);
    }
    if left > 0 {
        forget_reply(db, &id)?;
        left -= change(db, "DELETE FROM comments WHERE id = ?1", [id])?;
    }
    Ok(limit - left)
}

/// Whether anything answers a comment.
fn answered(db: &Connection, id: &[u8; 16]) -> Outcome<bool> {
    Ok(value::<i64>(db, "SELECT 1 FROM comments WHERE parent = ?1 LIMIT 1", [id])?.is_some())
}
