//! `PUT` and `PATCH /api/movies/{id}`

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use kenmovie_common::MovieId;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::{Movie, MovieChange, MovieDraft};
use kenmovie_common::http::{Access, Json, Path, Problem, Route, Version};
use kenmovie_common::ports::Edit;

use crate::{Catalogue, fields};

const EDITOR: Access = Access::Scope(Scope::MoviesUpdate);

pub(crate) const REPLACE: Route = Route::put("/api/movies/{id}", EDITOR)
    .summary("Put a film's members in place of all that were there.")
    .body(fields::FIELDS)
    .answers::<Movie>(200)
    .problems(&["not_found"])
    .conditional();

pub(crate) const PATCH: Route = Route::patch("/api/movies/{id}", EDITOR)
    .summary("Change some members of a film; null removes one.")
    .body(fields::FIELDS)
    .partial()
    .answers::<Movie>(200)
    .problems(&["not_found"])
    .conditional();

pub(crate) async fn replace(
    State(catalogue): State<Catalogue>,
    Path(id): Path<MovieId>,
    headers: HeaderMap,
    Json(draft): Json<MovieDraft>,
) -> Result<Response, Problem> {
    change(&catalogue, id, &headers, draft.into()).await
}

pub(crate) async fn patch(
    State(catalogue): State<Catalogue>,
    Path(id): Path<MovieId>,
    headers: HeaderMap,
    Json(part): Json<MovieChange>,
) -> Result<Response, Problem> {
    change(&catalogue, id, &headers, part).await
}

async fn change(
    catalogue: &Catalogue,
    id: MovieId,
    headers: &HeaderMap,
    change: MovieChange,
) -> Result<Response, Problem> {
    let version = Version::expected(headers);
    match catalogue.movies.edit_movie(id, version, change, catalogue.front.now()).await? {
        Edit::Done(movie) => Ok(fields::shown(StatusCode::OK, movie)),
        Edit::Missing => Err(Problem::NotFound),
        Edit::Stale => Err(Problem::PreconditionFailed),
    }
}
