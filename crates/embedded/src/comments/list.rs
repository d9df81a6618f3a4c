//! Pages of a film's comments and of a thread's replies. Each order is an index; the replies that a page of comments
//! begins with come with one more statement for all of them.

use std::collections::HashMap;

use kenmovie_common::domain::{Comment, CommentSort, CommentThread};
use kenmovie_common::ports::{CommentQuery, Page};
use kenmovie_common::{CommentId, MovieId, UserId};
use rusqlite::{Connection, params};

use super::read::{COLUMNS, END, JOINED, View, decode};
use crate::database::snapshot;
use crate::error::Outcome;
use crate::movies::number;
use crate::row::{all, one, one_more};

type Place = (i64, CommentId);

pub(super) fn threads(
    db: &Connection,
    movie: MovieId,
    sort: CommentSort,
    query: &CommentQuery<Place>,
) -> Outcome<Option<Page<CommentThread, Place>>> {
    snapshot(db, || {
        let Some(n) = number(db, movie)? else { return Ok(None) };
        let view = View { viewer: query.viewer, now: query.now };
        let viewer = query.viewer.as_ref().map(UserId::bytes);
        let first = if sort == CommentSort::Oldest { (i64::MIN, [0; 16]) } else { (i64::MAX, [0xff; 16]) };
        let (key, id) = query.after.map_or(first, |(key, id)| (key, *id.bytes()));
        let params = params![viewer, n, key, id, one_more(query.limit)];
        let mut roots = all(db, &roots_statement(sort), params, |row| {
            Ok((row.get::<_, i64>(END)?, decode(row, movie, view)?))
        })?;
        let more = roots.len() > query.limit;
        roots.truncate(query.limit);
        let next = roots.last().filter(|_| more).map(|(key, comment)| (*key, comment.id));
        let mut replies: HashMap<CommentId, Vec<Comment>> = HashMap::new();
        if roots.iter().any(|(_, comment)| comment.replies > 0 || comment.deleted) {
            for reply in all(db, &replies_statement(sort), params, |row| decode(row, movie, view))? {
                if let Some(root) = reply.root_id {
                    replies.entry(root).or_default().push(reply);
                }
            }
        }
        let thread = |(_, comment): (i64, Comment)| {
            let mut first_replies = replies.remove(&comment.id).unwrap_or_default();
            // The statement says which they are, not their order.
            first_replies.sort_unstable_by_key(|reply| reply.id);
            CommentThread { comment, first_replies }
        };
        Ok(Some(Page { items: roots.into_iter().map(thread).collect(), next }))
    })
}

pub(super) fn replies(
    db: &Connection,
    comment: CommentId,
    query: &CommentQuery<CommentId>,
) -> Outcome<Option<Page<Comment, CommentId>>> {
    snapshot(db, || {
        let sql = "SELECT coalesce(c.root, c.id), m.id FROM comments AS c JOIN movies AS m ON m.n = c.movie
            WHERE c.id = ?1";
        let found = one(db, sql, [comment.bytes()], |row| {
            Ok((row.get::<_, [u8; 16]>(0)?, MovieId::from_bytes(row.get(1)?)))
        })?;
        let Some((root, movie)) = found else { return Ok(None) };
        let view = View { viewer: query.viewer, now: query.now };
        let viewer = query.viewer.as_ref().map(UserId::bytes);
        let after = query.after.map_or([0; 16], |after| *after.bytes());
        let params = params![viewer, root, after, one_more(query.limit)];
        let mut items = all(db, &thread_statement(), params, |row| decode(row, movie, view))?;
        let more = items.len() > query.limit;
        items.truncate(query.limit);
        Ok(Some(Page { next: items.last().filter(|_| more).map(|last| last.id), items }))
    })
}

/// The comments of a page: the film is parameter 2, the place before 3 and 4, how many 5.
fn roots_statement(sort: CommentSort) -> String {
    let (key, stretch) = order(sort);
    format!("SELECT {COLUMNS}, c.{key} FROM comments AS c {JOINED} {stretch}")
}

/// The first three replies to each of the same comments.
fn replies_statement(sort: CommentSort) -> String {
    let (_, stretch) = order(sort);
    format!(
        "WITH roots (id) AS MATERIALIZED (SELECT c.id FROM comments AS c {stretch})
        SELECT {COLUMNS} FROM roots CROSS JOIN comments AS c ON c.n IN (
            SELECT first.n FROM comments AS first WHERE first.root = roots.id ORDER BY first.id LIMIT 3
        ) {JOINED}"
    )
}

fn thread_statement() -> String {
    format!(
        "SELECT {COLUMNS} FROM comments AS c {JOINED} WHERE c.root = ?2 AND c.id > ?3 ORDER BY c.id LIMIT ?4"
    )
}

/// The column that orders, and the stretch of its index.
fn order(sort: CommentSort) -> (&'static str, String) {
    let (key, before, direction) = match sort {
        CommentSort::Top => ("top", '<', "DESC"),
        CommentSort::Newest => ("created_at", '<', "DESC"),
        CommentSort::Oldest => ("created_at", '>', "ASC"),
    };
    let stretch = format!(
        "WHERE c.movie = ?2 AND c.root IS NULL AND (c.{key}, c.id) {before} (?3, ?4)
        ORDER BY c.{key} {direction}, c.id {direction} LIMIT ?5"
    );
    (key, stretch)
}

/// Every statement of these lists.
#[cfg(test)]
pub(crate) fn statements() -> Vec<String> {
    let sorts = [CommentSort::Top, CommentSort::Newest, CommentSort::Oldest];
    let mut statements = vec![thread_statement()];
    statements.extend(sorts.map(roots_statement));
    statements.extend(sorts.map(replies_statement));
    statements
}
