//! `GET /api/users/{id}`

use axum::extract::State;
use kenmovie_common::UserId;
use kenmovie_common::domain::Profile;
use kenmovie_common::http::{Access, Json, Path, Problem, Route};

use crate::Shelf;

pub(crate) const ROUTE: Route = Route::get("/api/users/{id}", Access::Public)
    .summary("A person as everybody sees them.")
    .answers::<Profile>(200)
    .problems(&["not_found"]);

pub(crate) async fn show(
    State(shelf): State<Shelf>,
    Path(id): Path<UserId>,
) -> Result<Json<Profile>, Problem> {
    shelf.ports.people.person(id).await?.map(Json).ok_or(Problem::NotFound)
}
