//! Pages of a film's comments and of a thread's replies. Each order is an index; the replies that a comment begins with are
//! the first page of its thread.

use kenmovie_common::domain::{Comment, CommentSort, CommentThread};
use kenmovie_common::ports::{CommentQuery, Page};
use kenmovie_common::{CommentId, MovieId, UserId};
use rusqlite::{Connection, Row, params};

use super::read::{COLUMNS, END, JOINED, View, decode, seen, thread};
use crate::database::snapshot;
use crate::error::Outcome;
use crate::movies::number;
use crate::page::{PASSED, walk};

/// So many replies stand with a comment.
const FIRST: usize = 3;
/// So many that the viewer does not see are passed over for them.
const FIRST_PASSED: usize = 100;

type Place = (i64, CommentId);

pub(super) fn threads(
    db: &Connection,
    movie: MovieId,
    sort: CommentSort,
    query: &CommentQuery<Place>,
) -> Outcome<Option<Page<CommentThread, Place>>> {
    snapshot(db, || {
        let Some(n) = number(db, movie)? else { return Ok(None) };
        let view = View { movie, viewer: query.viewer, now: query.now };
        let first = if sort == CommentSort::Oldest { (i64::MIN, [0; 16]) } else { (i64::MAX, [0xff; 16]) };
        let (key, id) = query.after.map_or(first, |(key, id)| (key, *id.bytes()));
        let params = params![view.viewer.as_ref().map(UserId::bytes), n, key, id];
        let roots = walk(db, &roots_statement(sort), params, query.limit, PASSED, |row| {
            let (id, comment) = visible(row, view)?;
            Ok(((row.get(END + 1)?, id), comment))
        })?;
        let mut items = Vec::with_capacity(roots.items.len());
        for comment in roots.items {
            let first_replies = if comment.replies > 0 || comment.deleted {
                replies_of(db, comment.id, None, FIRST, FIRST_PASSED, view)?.items
            } else {
                Vec::new()
            };
            items.push(CommentThread { comment, first_replies });
        }
        Ok(Some(Page { items, next: roots.next }))
    })
}

pub(super) fn replies(
    db: &Connection,
    comment: CommentId,
    query: &CommentQuery<CommentId>,
) -> Outcome<Option<Page<Comment, CommentId>>> {
    snapshot(db, || {
        let Some((root, movie)) = thread(db, comment)? else { return Ok(None) };
        let view = View { movie, viewer: query.viewer, now: query.now };
        replies_of(db, root, query.after, query.limit, PASSED, view).map(Some)
    })
}

fn replies_of(
    db: &Connection,
    root: CommentId,
    after: Option<CommentId>,
    limit: usize,
    passed: usize,
    view: View,
) -> Outcome<Page<Comment, CommentId>> {
    let after = after.map_or([0; 16], |after| *after.bytes());
    let params = params![view.viewer.as_ref().map(UserId::bytes), root.bytes(), after];
    walk(db, &thread_statement(), params, limit, passed, |row| visible(row, view))
}

/// A comment's id, and the comment where the viewer sees it.
fn visible(row: &Row<'_>, view: View) -> Outcome<(CommentId, Option<Comment>)> {
    let comment = if row.get(END)? { Some(decode(row, view)?) } else { None };
    Ok((CommentId::from_bytes(row.get(0)?), comment))
}

/// A film's comments: the film is parameter 2, the place before 3 and 4.
fn roots_statement(sort: CommentSort) -> String {
    let (key, before, direction) = match sort {
        CommentSort::Top => ("top", '<', "DESC"),
        CommentSort::Newest => ("created_at", '<', "DESC"),
        CommentSort::Oldest => ("created_at", '>', "ASC"),
    };
    format!(
        "SELECT {COLUMNS}, {}, c.{key} FROM comments AS c {JOINED}
        WHERE c.movie = ?2 AND c.root IS NULL AND (c.{key}, c.id) {before} (?3, ?4)
        ORDER BY c.{key} {direction}, c.id {direction}",
        seen()
    )
}

/// The replies in the thread of parameter 2 after 3.
fn thread_statement() -> String {
    format!(
        "SELECT {COLUMNS}, {} FROM comments AS c {JOINED} WHERE c.root = ?2 AND c.id > ?3 ORDER BY c.id",
        seen()
    )
}

/// Every statement of these lists.
#[cfg(test)]
pub(crate) fn statements() -> Vec<String> {
    let sorts = [CommentSort::Top, CommentSort::Newest, CommentSort::Oldest];
    let mut statements = vec![thread_statement()];
    statements.extend(sorts.map(roots_statement));
    statements
}
