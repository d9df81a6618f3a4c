//! `GET /api/movies/{id}/comments`

use axum::extract::State;
use kenmovie_common::MovieId;
use kenmovie_common::domain::{CommentSort, CommentThread};
use kenmovie_common::http::{
    Access, Field, Json, Kind, PageRequest, Paged, Path, Problem, Query, Route, Viewer,
};
use kenmovie_common::ports::CommentQuery;
use serde::Deserialize;

use crate::Board;

pub(crate) const ROUTE: Route = Route::get("/api/movies/{id}/comments", Access::Public)
    .summary("A page of a film's comments, each with the start of its thread.")
    .query(&[Field::optional("sort", Kind::Choice(&CommentSort::NAMES)), Field::LIMIT, Field::CURSOR])
    .answers::<Paged<CommentThread>>(200)
    .problems(&["not_found", "bad_cursor"])
    .cached(5);

#[derive(Deserialize)]
pub(crate) struct Listing {
    #[serde(default)]
    sort: CommentSort,
    #[serde(flatten)]
    page: PageRequest,
}

pub(crate) async fn list(
    State(board): State<Board>,
    Viewer(viewer): Viewer,
    Path(movie): Path<MovieId>,
    Query(listing): Query<Listing>,
) -> Result<Json<Paged<CommentThread>>, Problem> {
    let order = format!("comments {:?}", listing.sort);
    let query = CommentQuery {
        after: listing.page.after(&order)?,
        limit: listing.page.limit(),
        viewer: viewer.map(|viewer| viewer.user),
        now: board.front.now(),
    };
    let page =
        board.ports.comments.list_comments(movie, listing.sort, query).await?.ok_or(Problem::NotFound)?;
    Paged::new(page, &order).map(Json)
}
