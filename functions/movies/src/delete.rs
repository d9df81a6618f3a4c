//! `DELETE /api/movies/{id}`

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use kenmovie_common::MovieId;
use kenmovie_common::auth::Scope;
use kenmovie_common::http::{Access, Path, Problem, Route, Version};
use kenmovie_common::ports::Edit;

use crate::Catalogue;

pub(crate) const ROUTE: Route = Route::delete("/api/movies/{id}", Access::Scope(Scope::MoviesDelete))
    .summary("Delete a film with all that hangs on it.")
    .problems(&["not_found"])
    .conditional();

pub(crate) async fn delete(
    State(catalogue): State<Catalogue>,
    Path(id): Path<MovieId>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    match catalogue.movies.delete_movie(id, Version::expected(&headers), catalogue.front.now()).await? {
        Edit::Done(()) => Ok(StatusCode::NO_CONTENT),
        Edit::Missing => Err(Problem::NotFound),
        Edit::Stale => Err(Problem::PreconditionFailed),
    }
}
