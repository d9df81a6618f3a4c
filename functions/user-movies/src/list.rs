//! `GET /api/user-movies`

use axum::extract::State;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::UserMovie;
use kenmovie_common::http::{Access, Caller, Field, Json, PageRequest, Paged, Problem, Query, Route};

use crate::Shelf;

pub(crate) const ROUTE: Route = Route::get("/api/user-movies", Access::Scope(Scope::UserMoviesRead))
    .summary("The caller's list of films, what was added last first, without what they reported.")
    .query(&[Field::LIMIT, Field::CURSOR])
    .answers::<Paged<UserMovie>>(200)
    .problems(&["bad_cursor"]);

const ORDER: &str = "user-movies";

pub(crate) async fn list(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Query(page): Query<PageRequest>,
) -> Result<Json<Paged<UserMovie>>, Problem> {
    let after = page.after(ORDER)?;
    Paged::new(shelf.lists.list_user_movies(caller.user, after, page.limit()).await?, ORDER).map(Json)
}
