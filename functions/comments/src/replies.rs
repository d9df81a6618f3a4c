//! `GET /api/comments/{id}/replies`

use axum::extract::State;
use kenmovie_common::CommentId;
use kenmovie_common::domain::Comment;
use kenmovie_common::http::{Access, Field, Json, PageRequest, Paged, Path, Problem, Query, Route, Viewer};
use kenmovie_common::ports::CommentQuery;

use crate::Board;

pub(crate) const ROUTE: Route = Route::get("/api/comments/{id}/replies", Access::Public)
    .summary("A page of the replies in a comment's thread, oldest first.")
    .query(&[Field::LIMIT, Field::CURSOR])
    .answers::<Paged<Comment>>(200)
    .problems(&["not_found", "bad_cursor"])
    .cached(5);

const ORDER: &str = "replies";

pub(crate) async fn list(
    State(board): State<Board>,
    Viewer(viewer): Viewer,
    Path(comment): Path<CommentId>,
    Query(page): Query<PageRequest>,
) -> Result<Json<Paged<Comment>>, Problem> {
    let query = CommentQuery {
        after: page.after(ORDER)?,
        limit: page.limit(),
        viewer: viewer.map(|viewer| viewer.user),
        now: board.front.now(),
    };
    let page = board.ports.comments.list_replies(comment, query).await?.ok_or(Problem::NotFound)?;
    Paged::new(page, ORDER).map(Json)
}
