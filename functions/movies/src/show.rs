//! `GET /api/movies/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kenmovie_common::MovieId;
use kenmovie_common::domain::Movie;
use kenmovie_common::http::{Access, Path, Problem, Route, Viewer};

use crate::{Catalogue, fields};

pub(crate) const ROUTE: Route = Route::get("/api/movies/{id}", Access::Public)
    .summary("A film; signed in with `mine`.")
    .answers::<Movie>(200)
    .problems(&["not_found"])
    .cached(30);

pub(crate) async fn show(
    State(catalogue): State<Catalogue>,
    Viewer(viewer): Viewer,
    Path(id): Path<MovieId>,
) -> Result<Response, Problem> {
    let movie = catalogue.movies.movie(id, viewer.map(|viewer| viewer.user)).await?;
    Ok(fields::shown(StatusCode::OK, movie.ok_or(Problem::NotFound)?))
}
