//! Comments and replies.

use kenmovie_common::domain::score;
use kenmovie_common::ports::{CommentRecord, Record};
use kenmovie_common::{CommentId, MovieId, Time, UserId};
use rusqlite::{Connection, Row, params};

use super::table::{Table, idempotency};
use crate::error::{Outcome, corrupt};
use crate::movies::number;
use crate::row::{change, count, reactions, signed, time};

pub(super) const TABLE: Table = Table {
    from: "comments AS c JOIN movies AS m ON m.n = c.movie",
    columns:
        "c.id, m.id, c.root, c.parent, c.author, c.body, c.spoiler, c.created_at, c.edited_at, c.deleted,
        c.likes, c.dislikes, c.replies, c.maker, c.key, c.fingerprint",
    key: "c.id",
    place: "?1",
    owners: &["c.author"],
    decode,
};

fn decode(row: &Row<'_>) -> Outcome<Record> {
    let comment =
        |column| row.get::<_, Option<_>>(column).map(|id: Option<[u8; 16]>| id.map(CommentId::from_bytes));
    let user =
        |column| row.get::<_, Option<_>>(column).map(|id: Option<[u8; 16]>| id.map(UserId::from_bytes));
    Ok(Record::Comment(CommentRecord {
        id: CommentId::from_bytes(row.get(0)?),
        movie: MovieId::from_bytes(row.get(1)?),
        root: comment(2)?,
        parent: comment(3)?,
        author: user(4)?,
        body: row.get(5)?,
        spoiler: row.get(6)?,
        created_at: time(row, 7)?,
        edited_at: row.get::<_, Option<_>>(8)?.map(Time::from_millis),
        deleted: row.get(9)?,
        reactions: reactions(row, 10)?,
        replies: count(row, 12)?,
        maker: user(13)?,
        idempotency: idempotency(row, 14)?,
    }))
}

pub(super) fn write(db: &Connection, comment: &CommentRecord) -> Outcome<()> {
    let movie = number(db, comment.movie)?
        .ok_or_else(|| corrupt(format!("a comment on {}, which is not there", comment.movie)))?;
    let sql = "INSERT INTO comments (id, movie, root, parent, author, spoiler, created_at, edited_at, deleted, likes,
            dislikes, replies, top, maker, key, fingerprint, body)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
        ON CONFLICT (id) DO UPDATE SET movie = excluded.movie, root = excluded.root, parent = excluded.parent,
            author = excluded.author, spoiler = excluded.spoiler, created_at = excluded.created_at,
            edited_at = excluded.edited_at, deleted = excluded.deleted, likes = excluded.likes,
            dislikes = excluded.dislikes, replies = excluded.replies, top = excluded.top, maker = excluded.maker,
            key = excluded.key, fingerprint = excluded.fingerprint, body = excluded.body";
    let values = params![
        comment.id.bytes(),
        movie,
        comment.root.as_ref().map(CommentId::bytes),
        comment.parent.as_ref().map(CommentId::bytes),
        comment.author.as_ref().map(UserId::bytes),
        comment.spoiler,
        comment.created_at.millis(),
        comment.edited_at.map(Time::millis),
        comment.deleted,
        signed(comment.reactions.likes),
        signed(comment.reactions.dislikes),
        signed(comment.replies),
        score::wilson(comment.reactions),
        comment.maker.as_ref().map(UserId::bytes),
        comment.idempotency.as_ref().map(|asked| &asked.key),
        comment.idempotency.as_ref().map(|asked| asked.fingerprint),
        comment.body,
    ];
    change(db, sql, values).map(|_| ())
}
