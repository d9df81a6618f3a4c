//! `PUT` and `DELETE` of `/api/comments/{id}/mute`

use axum::extract::State;
use axum::http::StatusCode;
use kenmovie_common::auth::Scope;
use kenmovie_common::http::{Access, Caller, Path, Problem, Route};
use kenmovie_common::{CommentId, UserId};

use crate::Shelf;

const PATH: &str = "/api/comments/{id}/mute";
const WRITER: Access = Access::Scope(Scope::CommentsWrite);

pub(crate) const MUTE: Route = Route::put(PATH, WRITER)
    .summary("The thread that this comment or reply stands in notifies the caller no more.")
    .problems(&["not_found"]);

pub(crate) const UNMUTE: Route =
    Route::delete(PATH, WRITER).summary("It notifies them again.").problems(&["not_found"]);

pub(crate) async fn mute(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Path(comment): Path<CommentId>,
) -> Result<StatusCode, Problem> {
    set(&shelf, caller.user, comment, true).await
}

pub(crate) async fn unmute(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Path(comment): Path<CommentId>,
) -> Result<StatusCode, Problem> {
    set(&shelf, caller.user, comment, false).await
}

async fn set(shelf: &Shelf, user: UserId, comment: CommentId, muted: bool) -> Result<StatusCode, Problem> {
    if shelf.ports.people.mute_thread(user, comment, muted, shelf.front.now()).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::NotFound)
    }
}
