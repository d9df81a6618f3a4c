//! `POST /api/account/email`

use axum::extract::State;
use axum::http::StatusCode;
use kenmovie_common::auth::Scope;
use kenmovie_common::http::{Access, Caller, Field, Json, Kind, Limit, Problem, Route};
use serde::Deserialize;

use crate::Desk;
use crate::proof::shown;

const PASSWORD: &str = "password";

pub(crate) const ROUTE: Route = Route::post("/api/account/email", Access::Scope(Scope::AccountWrite))
    .summary(
        "Ask for another address: a letter goes there, and the address changes when its link is confirmed.",
    )
    .body(&[Field::required("email", Kind::Email), shown(PASSWORD)])
    .accepted()
    .problems(&["reauthentication_required", "email_taken"])
    .limited(&Limit::MAIL);

#[derive(Deserialize)]
pub(crate) struct Change {
    email: String,
    password: Option<String>,
}

pub(crate) async fn change(
    State(desk): State<Desk>,
    Caller(caller): Caller,
    Json(change): Json<Change>,
) -> Result<StatusCode, Problem> {
    let user = desk.proven(caller, PASSWORD, change.password).await?.user;
    let taken = desk.ports.users.credentials(&change.email).await?;
    // Their own may be written in another way.
    if taken.is_some_and(|taken| taken.user.id != user.id) {
        return Err(Problem::EmailTaken);
    }
    desk.links.send_proof(&user, &change.email).await?;
    Ok(StatusCode::ACCEPTED)
}
