//! `PUT` and `DELETE` of `/api/user-movies/{movie_id}`

use axum::extract::State;
use axum::http::StatusCode;
use kenmovie_common::MovieId;
use kenmovie_common::auth::Scope;
use kenmovie_common::http::{Access, Caller, Path, Problem, Route};

use crate::Shelf;

const PATH: &str = "/api/user-movies/{movie_id}";
const KEEPER: Access = Access::Scope(Scope::UserMoviesWrite);

pub(crate) const ADD: Route = Route::put(PATH, KEEPER)
    .summary("Put a film in the caller's list; one that is in it stays where it stands.")
    .problems(&["not_found"]);

pub(crate) const REMOVE: Route = Route::delete(PATH, KEEPER)
    .summary("Take a film out of the caller's list, if it is in it.")
    .problems(&["not_found"]);

pub(crate) async fn add(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Path(movie): Path<MovieId>,
) -> Result<StatusCode, Problem> {
    done(shelf.lists.add_to_list(caller.user, movie, shelf.front.now()).await?)
}

pub(crate) async fn remove(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Path(movie): Path<MovieId>,
) -> Result<StatusCode, Problem> {
    done(shelf.lists.remove_from_list(caller.user, movie).await?)
}

fn done(there: bool) -> Result<StatusCode, Problem> {
    if there { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::NotFound) }
}
