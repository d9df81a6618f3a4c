//! `PATCH /api/comments/{id}`

use axum::extract::State;
use kenmovie_common::CommentId;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::Comment;
use kenmovie_common::http::{Access, Caller, Field, Json, Kind, Owned, Path, Problem, Route};
use kenmovie_common::ports::{Amended, CommentChange};
use serde::Deserialize;

use crate::{Board, create, editor};

pub(crate) const ROUTE: Route = Route::patch("/api/comments/{id}", Access::Scope(Scope::CommentsWrite))
    .owned(Owned::Or(Scope::CommentsModerate))
    .summary("Change a comment: its author within 15 minutes, or whoever holds comments:moderate.")
    .body(&[Field::required("body", create::BODY), Field::required("spoiler", Kind::Boolean)])
    .partial()
    .answers::<Comment>(200)
    .problems(&["not_found", "insufficient_scope"]);

#[derive(Deserialize)]
pub(crate) struct Change {
    body: Option<String>,
    spoiler: Option<bool>,
}

pub(crate) async fn edit(
    State(board): State<Board>,
    Caller(caller): Caller,
    Path(id): Path<CommentId>,
    Json(change): Json<Change>,
) -> Result<Json<Comment>, Problem> {
    let change = CommentChange { body: change.body, spoiler: change.spoiler };
    match board.ports.comments.edit_comment(id, editor(caller), change, board.front.now()).await? {
        Amended::Done(comment) => Ok(Json(comment)),
        Amended::Missing => Err(Problem::NotFound),
        Amended::Forbidden => Err(Problem::InsufficientScope),
    }
}
