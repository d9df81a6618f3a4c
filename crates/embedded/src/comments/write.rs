//! The making and the edit of a comment.

use kenmovie_common::domain::{Comment, score};
use kenmovie_common::ports::{
    Amended, CommentChange, CommentPlace, Constraint, Created, Editor, Idempotency, NewComment, StoreError,
};
use kenmovie_common::{CommentId, Time, UserId};
use rusqlite::{Connection, params};

use super::read::{comment, editable};
use crate::error::{Outcome, corrupt};
use crate::movies::{number, shift_popular};
use crate::notifications::tell_of_reply;
use crate::people::blocked;
use crate::row::{change, one, time};

pub(super) fn create(db: &Connection, new: &NewComment) -> Outcome<Option<Created<Comment>>> {
    if let Some(asked) = &new.idempotency
        && let Some(id) = made(db, new.author, asked)?
    {
        return Ok(Some(Created { value: written(db, id, new.author, new.now)?, replayed: true }));
    }
    let Some((place, answered)) = place(db, new.place)? else { return Ok(None) };
    let answered = answered.filter(|author| *author != new.author);
    if let Some(author) = answered
        && blocked(db, new.author, author)?
    {
        return Err(StoreError::Conflict(Constraint::Blocked).into());
    }
    let sql = "INSERT INTO comments
        (id, movie, root, parent, author, spoiler, created_at, maker, key, fingerprint, body)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    let values = params![
        new.id.bytes(),
        place.movie,
        place.root,
        place.parent,
        new.author.bytes(),
        new.spoiler,
        new.now.millis(),
        new.idempotency.as_ref().map(|_| new.author.bytes()),
        new.idempotency.as_ref().map(|asked| &asked.key),
        new.idempotency.as_ref().map(|asked| asked.fingerprint),
        new.body,
    ];
    change(db, sql, values)?;
    count(db, &place, 1)?;
    if let (Some(author), Some(thread)) = (answered, place.root) {
        tell_of_reply(db, author, thread, new.id, new.now)?;
    }
    Ok(Some(Created { value: written(db, new.id, new.author, new.now)?, replayed: false }))
}

pub(super) fn edit(
    db: &Connection,
    id: CommentId,
    editor: Editor,
    wanted: &CommentChange,
    now: Time,
) -> Outcome<Amended<Comment>> {
    let sql = "SELECT c.author, c.created_at FROM comments AS c JOIN movies AS m ON m.n = c.movie
        WHERE c.id = ?1 AND c.deleted = 0";
    let found = one(db, sql, [id.bytes()], |row| {
        Ok((row.get::<_, Option<_>>(0)?.map(UserId::from_bytes), time(row, 1)?))
    })?;
    let Some((author, created_at)) = found else { return Ok(Amended::Missing) };
    if !(editor.moderator || author == Some(editor.user) && editable(created_at, now)) {
        return Ok(Amended::Forbidden);
    }
    if wanted.body.is_some() || wanted.spoiler.is_some() {
        let sql =
            "UPDATE comments SET body = coalesce(?2, body), spoiler = coalesce(?3, spoiler), edited_at = ?4
            WHERE id = ?1";
        change(db, sql, params![id.bytes(), wanted.body, wanted.spoiler, now.millis()])?;
    }
    Ok(Amended::Done(written(db, id, editor.user, now)?))
}

/// Where a comment stands.
pub(super) struct Place {
    pub(super) movie: i64,
    pub(super) root: Option<[u8; 16]>,
    pub(super) parent: Option<[u8; 16]>,
}

/// Counts a comment in, or out, on its film and on what it answers.
pub(super) fn count(db: &Connection, place: &Place, by: i64) -> Outcome<()> {
    change(db, "UPDATE movies SET comments = comments + ?2 WHERE n = ?1", [place.movie, by])?;
    shift_popular(db, place.movie, by * score::COMMENT)?;
    let answered = place.parent.filter(|_| place.parent != place.root);
    for id in [place.root, answered].into_iter().flatten() {
        change(db, "UPDATE comments SET replies = replies + ?2 WHERE id = ?1", params![id, by])?;
    }
    Ok(())
}

/// The place of a new comment, and who wrote what it answers; none where what it belongs to is not there.
fn place(db: &Connection, place: CommentPlace) -> Outcome<Option<(Place, Option<UserId>)>> {
    match place {
        CommentPlace::Movie(id) => {
            Ok(number(db, id)?.map(|movie| (Place { movie, root: None, parent: None }, None)))
        }
        CommentPlace::Reply(id) => {
            let sql = "SELECT c.movie, coalesce(c.root, c.id), c.author
                FROM comments AS c JOIN movies AS m ON m.n = c.movie WHERE c.id = ?1 AND c.deleted = 0";
            one(db, sql, [id.bytes()], |row| {
                let place = Place { movie: row.get(0)?, root: Some(row.get(1)?), parent: Some(*id.bytes()) };
                Ok((place, row.get::<_, Option<_>>(2)?.map(UserId::from_bytes)))
            })
        }
    }
}

/// The comment that was made under this key.
fn made(db: &Connection, author: UserId, asked: &Idempotency) -> Outcome<Option<CommentId>> {
    let sql = "SELECT id, fingerprint FROM comments WHERE maker = ?1 AND key = ?2";
    let found = one(db, sql, params![author.bytes(), asked.key], |row| {
        Ok((CommentId::from_bytes(row.get(0)?), row.get::<_, [u8; 32]>(1)?))
    })?;
    match found {
        Some((_, fingerprint)) if fingerprint != asked.fingerprint => {
            Err(StoreError::Conflict(Constraint::IdempotencyKey).into())
        }
        found => Ok(found.map(|(id, _)| id)),
    }
}

fn written(db: &Connection, id: CommentId, viewer: UserId, now: Time) -> Outcome<Comment> {
    let found = comment(db, id, Some(viewer), now)?;
    // Whoever wrote sees it, even where they reported it.
    found
        .map(|(comment, _)| comment)
        .ok_or_else(|| corrupt("a comment that is not there after it was written"))
}
