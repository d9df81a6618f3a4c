//! `DELETE /api/comments/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use kenmovie_common::CommentId;
use kenmovie_common::auth::Scope;
use kenmovie_common::http::{Access, Caller, Owned, Path, Problem, Route};
use kenmovie_common::ports::Amended;

use crate::{Board, editor};

pub(crate) const ROUTE: Route = Route::delete("/api/comments/{id}", Access::Scope(Scope::CommentsWrite))
    .owned(Owned::Or(Scope::CommentsModerate))
    .summary(
        "Delete a comment: its author, or whoever holds comments:moderate. With replies it stays as deleted.",
    )
    .problems(&["not_found", "insufficient_scope"]);

pub(crate) async fn delete(
    State(board): State<Board>,
    Caller(caller): Caller,
    Path(id): Path<CommentId>,
) -> Result<StatusCode, Problem> {
    match board.ports.comments.delete_comment(id, editor(caller), board.front.now()).await? {
        Amended::Done(()) => Ok(StatusCode::NO_CONTENT),
        Amended::Missing => Err(Problem::NotFound),
        Amended::Forbidden => Err(Problem::InsufficientScope),
    }
}
