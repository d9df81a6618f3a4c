//! `POST /api/password-reset`

use axum::extract::State;
use axum::http::StatusCode;
use kenmovie_common::http::{Access, Field, Json, Kind, Limit, Problem, Route};
use serde::Deserialize;

use crate::Desk;

pub(crate) const ROUTE: Route = Route::post("/api/password-reset", Access::Public)
    .summary(
        "Ask for a letter with a link that resets the password; the answer is the same without an account.",
    )
    .body(&[Field::required("email", Kind::Email)])
    .accepted()
    .limited(&Limit::RESET)
    .by_address();

#[derive(Deserialize)]
pub(crate) struct Forgotten {
    email: String,
}

pub(crate) async fn send(
    State(desk): State<Desk>,
    Json(Forgotten { email }): Json<Forgotten>,
) -> Result<StatusCode, Problem> {
    // Over the limit the last link goes on working: nobody else can keep a person from using one.
    if desk.front.spend(&Limit::RESET_LETTER, &desk.front.address_key(&email)).await? {
        let known = desk.ports.users.credentials(&email).await?;
        desk.links.send_reset(&email, known.as_ref().map(|known| &known.user)).await?;
    }
    Ok(StatusCode::ACCEPTED)
}
