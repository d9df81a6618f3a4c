//! What votes, reports and cases are of, as the columns `kind` and `target` hold it.

use kenmovie_common::domain::{Target, TargetKind};
use kenmovie_common::{CommentId, MovieId};
use rusqlite::Row;

use crate::error::{Outcome, corrupt};

/// How `kind` calls a film.
pub(crate) const MOVIE: i64 = 0;
/// How it calls a comment.
pub(crate) const COMMENT: i64 = 1;

pub(crate) fn columns(target: Target) -> (i64, [u8; 16]) {
    match target {
        Target::Movie(id) => (MOVIE, *id.bytes()),
        Target::Comment(id) => (COMMENT, *id.bytes()),
    }
}

pub(crate) const fn kind(of: TargetKind) -> i64 {
    match of {
        TargetKind::Movie => MOVIE,
        TargetKind::Comment => COMMENT,
    }
}

/// The target in these columns, `kind` and the one after it.
pub(crate) fn target(row: &Row<'_>, kind: usize) -> Outcome<Target> {
    let id = row.get(kind + 1)?;
    match row.get(kind)? {
        MOVIE => Ok(Target::Movie(MovieId::from_bytes(id))),
        COMMENT => Ok(Target::Comment(CommentId::from_bytes(id))),
        other => Err(corrupt(format!("a target of the kind {other}"))),
    }
}
