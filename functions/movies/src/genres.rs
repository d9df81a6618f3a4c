//! `GET /api/genres`

use axum::extract::State;
use kenmovie_common::domain::Genre;
use kenmovie_common::http::{Access, Json, Paged, Problem, Route};

use crate::Catalogue;

pub(crate) const ROUTE: Route = Route::get("/api/genres", Access::Public)
    .summary("Every genre with how many films have it, most first.")
    .answers::<Paged<Genre>>(200)
    .cached(300);

pub(crate) async fn list(State(catalogue): State<Catalogue>) -> Result<Json<Paged<Genre>>, Problem> {
    Ok(Json(Paged::whole(catalogue.movies.genres().await?)))
}
