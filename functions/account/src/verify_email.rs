//! `POST /api/account/verify-email`

use axum::extract::State;
use axum::http::StatusCode;
use kenmovie_common::auth::Scope;
use kenmovie_common::http::{Access, Caller, Json, Limit, Nothing, Problem, Route};

use crate::Desk;

pub(crate) const ROUTE: Route = Route::post("/api/account/verify-email", Access::Scope(Scope::AccountWrite))
    .summary("Ask for a letter with a link that proves your address; none goes out where it is proven.")
    .body(&[])
    .accepted()
    .limited(&Limit::MAIL);

pub(crate) async fn send(
    State(desk): State<Desk>,
    Caller(caller): Caller,
    Json(Nothing {}): Json<Nothing>,
) -> Result<StatusCode, Problem> {
    let Some(user) = desk.ports.users.user(caller.user).await? else {
        return Err(desk.nobody(caller).await?);
    };
    if !user.email_verified {
        desk.links.send_proof(&user, &user.email).await?;
    }
    Ok(StatusCode::ACCEPTED)
}
