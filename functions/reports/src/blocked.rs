//! `GET /api/blocked-movies`, `DELETE /api/blocked-movies/{movie_id}`

use axum::extract::State;
use axum::http::StatusCode;
use kenmovie_common::MovieId;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::BlockedMovie;
use kenmovie_common::http::{
    Access, Caller, Field, Json, Owned, PageRequest, Paged, Path, Problem, Query, Route,
};

use crate::Shelf;

const REPORTER: Access = Access::Scope(Scope::ReportsWrite);

pub(crate) const LIST: Route = Route::get("/api/blocked-movies", REPORTER)
    .summary("The films that the caller reported and does not see, the latest first.")
    .query(&[Field::LIMIT, Field::CURSOR])
    .answers::<Paged<BlockedMovie>>(200)
    .problems(&["bad_cursor"]);

pub(crate) const UNBLOCK: Route = Route::delete("/api/blocked-movies/{movie_id}", REPORTER)
    .owned(Owned::Only)
    .summary("Show a film again; a report that is still open is withdrawn.")
    .problems(&["not_found"]);

const ORDER: &str = "blocked-movies";

pub(crate) async fn list(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Query(page): Query<PageRequest>,
) -> Result<Json<Paged<BlockedMovie>>, Problem> {
    let after = page.after(ORDER)?;
    let blocked = shelf.reports.list_blocked_movies(caller.user, after, page.limit()).await?;
    Paged::new(blocked, ORDER).map(Json)
}

pub(crate) async fn unblock(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Path(movie): Path<MovieId>,
) -> Result<StatusCode, Problem> {
    if shelf.reports.unblock_movie(caller.user, movie).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::NotFound)
    }
}
