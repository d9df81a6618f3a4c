//! `DELETE /api/sessions/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use kenmovie_common::SessionId;
use kenmovie_common::auth::Scope;
use kenmovie_common::http::{Access, Caller, Path, Problem, Route};

use crate::Shelf;

pub(crate) const ROUTE: Route = Route::delete("/api/sessions/{id}", Access::Scope(Scope::AccountWrite))
    .summary("End one of your sessions.")
    .problems(&["not_found"]);

pub(crate) async fn end(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Path(id): Path<SessionId>,
) -> Result<StatusCode, Problem> {
    let ended = shelf.sessions.end_session_of(id, caller.user, shelf.front.now()).await?;
    if ended { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::NotFound) }
}
