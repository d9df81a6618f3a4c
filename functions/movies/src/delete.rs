//! `DELETE /api/movies/{id}`

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::Deletion;
use kenmovie_common::http::{Access, Caller, Path, Problem, Route, Version};
use kenmovie_common::ports::Edit;
use kenmovie_common::{MovieId, erase};

use crate::Catalogue;

pub(crate) const ROUTE: Route = Route::delete("/api/movies/{id}", Access::Scope(Scope::MoviesDelete))
    .summary("Delete a film. It is gone at once, all that hangs on it soon.")
    .problems(&["not_found"])
    .conditional();

pub(crate) async fn delete(
    State(catalogue): State<Catalogue>,
    Caller(caller): Caller,
    Path(id): Path<MovieId>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let front = &catalogue.front;
    match catalogue.movies.delete_movie(id, Version::expected(&headers), front.now()).await? {
        Edit::Done(()) => {}
        Edit::Missing => return Err(Problem::NotFound),
        Edit::Stale => return Err(Problem::PreconditionFailed),
    }
    tracing::info!(target: "audit", event = "movie_deleted", movie = %id, by = %caller.user);
    let deletions = catalogue.deletions.as_ref();
    if let Err(error) = erase::within(erase::AT_ONCE, deletions, Deletion::Movie(id), || front.now()).await {
        tracing::warn!(%error, "what hung on a deleted film is left to maintenance");
    }
    Ok(StatusCode::NO_CONTENT)
}
