//! `DELETE /api/sessions`

use axum::extract::State;
use axum::http::StatusCode;
use kenmovie_common::auth::Scope;
use kenmovie_common::http::{Access, Caller, Problem, Route};

use crate::Shelf;

pub(crate) const ROUTE: Route = Route::delete("/api/sessions", Access::Scope(Scope::AccountWrite))
    .summary("End all of your sessions but this one, those through machine clients too.");

/// The document comes first: from then on a refresh ends every session of before. What follows spares this one and ends the
/// others at once; where a crash leaves it undone, all of them end with their access tokens, and the person signs in again.
pub(crate) async fn end(State(shelf): State<Shelf>, Caller(caller): Caller) -> Result<StatusCode, Problem> {
    let user = shelf.users.advance_epoch(caller.user).await?.ok_or(Problem::Unauthenticated)?;
    shelf.sessions.carry_session(caller.session, user.auth_epoch).await?;
    shelf.sessions.raise_epoch(user.id, user.auth_epoch, shelf.front.now()).await?;
    tracing::info!(target: "audit", event = "other_sessions_ended", user = %user.id);
    Ok(StatusCode::NO_CONTENT)
}
