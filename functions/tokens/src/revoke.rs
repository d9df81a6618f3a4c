//! `DELETE /api/tokens/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use kenmovie_common::ApiTokenId;
use kenmovie_common::http::{Caller, Path, Problem, Route};

use crate::{KEEPER, Shelf};

pub(crate) const ROUTE: Route = Route::delete("/api/tokens/{id}", KEEPER)
    .summary("Revoke an API token: nobody signs in through it any more, and every session that was ends within 10 s.")
    .problems(&["not_found"]);

/// The sessions first: where the second step is lost, the token is still in the list, lets nobody in, and can be revoked
/// again. The other way round its sessions would outlive it with nothing left to end them by.
pub(crate) async fn revoke(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Path(id): Path<ApiTokenId>,
) -> Result<StatusCode, Problem> {
    shelf.sessions.revoke_client(id, shelf.front.now()).await?;
    if !shelf.tokens.remove_api_token(id).await? {
        return Err(Problem::NotFound);
    }
    tracing::info!(target: "audit", event = "api_token_revoked", token = %id, by = %caller.user);
    Ok(StatusCode::NO_CONTENT)
}
