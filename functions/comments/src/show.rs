//! `GET /api/comments/{id}`

use axum::extract::State;
use kenmovie_common::CommentId;
use kenmovie_common::domain::Comment;
use kenmovie_common::http::{Access, Json, Path, Problem, Route, Viewer};

use crate::Board;

pub(crate) const ROUTE: Route = Route::get("/api/comments/{id}", Access::Public)
    .summary("A comment or a reply.")
    .answers::<Comment>(200)
    .problems(&["not_found"])
    .cached(5);

pub(crate) async fn show(
    State(board): State<Board>,
    Viewer(viewer): Viewer,
    Path(id): Path<CommentId>,
) -> Result<Json<Comment>, Problem> {
    let viewer = viewer.map(|viewer| viewer.user);
    board.ports.comments.comment(id, viewer, board.front.now()).await?.map(Json).ok_or(Problem::NotFound)
}
