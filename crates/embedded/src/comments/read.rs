//! One comment, and a row of one as the domain's.

use kenmovie_common::domain::{Author, Comment, CommentMine, EDIT_WINDOW};
use kenmovie_common::{CommentId, MovieId, Time, UserId};
use rusqlite::{Connection, Row, params};

use crate::error::{Outcome, corrupt};
use crate::people::at_peace;
use crate::row::{count, one, reaction, reactions, time};

/// The columns of a comment, of `comments AS c` with [`JOINED`].
pub(super) const COLUMNS: &str = "c.id, c.parent, c.root, c.author, u.name, u.avatar_url, c.body, c.spoiler,
    c.created_at, c.edited_at, c.deleted, c.likes, c.dislikes, c.replies, r.value, t.thread IS NOT NULL";
/// The first column after those of a comment.
pub(super) const END: usize = 16;
/// Who wrote it, and what the viewer (parameter 1, or null) made of it.
pub(super) const JOINED: &str = "LEFT JOIN users AS u ON u.id = c.author AND u.deleting_at IS NULL
    LEFT JOIN reactions AS r ON r.user_id = ?1 AND r.kind = 1 AND r.target = c.id
    LEFT JOIN mutes AS t ON t.user_id = ?1 AND t.thread = coalesce(c.root, c.id)";

/// The condition that the viewer, parameter 1, sees a comment.
pub(crate) fn seen() -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM hidden_comments AS h WHERE h.user_id = ?1 AND h.comment = c.id) AND {}",
        at_peace("c.author")
    )
}

/// Who looks at the comments of a film, and when.
#[derive(Clone, Copy)]
pub(super) struct View {
    pub(super) movie: MovieId,
    pub(super) viewer: Option<UserId>,
    pub(super) now: Time,
}

/// A comment, and whether the viewer sees it.
pub(super) fn comment(
    db: &Connection,
    id: CommentId,
    viewer: Option<UserId>,
    now: Time,
) -> Outcome<Option<(Comment, bool)>> {
    let sql = format!(
        "SELECT {COLUMNS}, {}, m.id FROM comments AS c JOIN movies AS m ON m.n = c.movie {JOINED} WHERE c.id = ?2",
        seen()
    );
    one(db, &sql, params![viewer.as_ref().map(UserId::bytes), id.bytes()], |row| {
        let view = View { movie: MovieId::from_bytes(row.get(END + 1)?), viewer, now };
        Ok((decode(row, view)?, row.get(END)?))
    })
}

/// The first comment of the thread in which a comment stands, and its film.
pub(crate) fn thread(db: &Connection, comment: CommentId) -> Outcome<Option<(CommentId, MovieId)>> {
    let sql = "SELECT coalesce(c.root, c.id), m.id FROM comments AS c JOIN movies AS m ON m.n = c.movie
        WHERE c.id = ?1";
    one(db, sql, [comment.bytes()], |row| {
        Ok((CommentId::from_bytes(row.get(0)?), MovieId::from_bytes(row.get(1)?)))
    })
}

pub(super) fn decode(row: &Row<'_>, view: View) -> Outcome<Comment> {
    let writer: Option<UserId> = row.get::<_, Option<[u8; 16]>>(3)?.map(UserId::from_bytes);
    let name: Option<String> = row.get(4)?;
    let author = writer
        .zip(name)
        .map(|(id, name)| Ok::<_, rusqlite::Error>(Author { id, name, avatar_url: row.get(5)? }));
    let deleted: bool = row.get(10)?;
    let body: Option<String> = row.get(6)?;
    if body.is_none() != deleted {
        return Err(corrupt("a comment that is deleted and has a body, or neither"));
    }
    let created_at = time(row, 8)?;
    let mine = view.viewer.map(|viewer| {
        let own = writer == Some(viewer);
        Ok::<_, crate::error::Failure>(CommentMine {
            reaction: reaction(row, 14)?,
            own,
            can_edit: own && editable(created_at, view.now),
            muted: row.get(15)?,
        })
    });
    Ok(Comment {
        id: CommentId::from_bytes(row.get(0)?),
        movie_id: view.movie,
        parent_id: row.get::<_, Option<_>>(1)?.map(CommentId::from_bytes),
        root_id: row.get::<_, Option<_>>(2)?.map(CommentId::from_bytes),
        author: author.transpose()?,
        body,
        spoiler: row.get(7)?,
        created_at,
        edited_at: row.get::<_, Option<_>>(9)?.map(Time::from_millis),
        deleted,
        reactions: reactions(row, 11)?,
        replies: count(row, 13)?,
        mine: mine.transpose()?,
    })
}

/// Whether an author can still change what they wrote.
pub(super) fn editable(created_at: Time, now: Time) -> bool {
    now.since(created_at) < EDIT_WINDOW
}
