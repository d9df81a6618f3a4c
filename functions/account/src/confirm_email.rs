//! `POST /api/account/verify-email/confirm`

use axum::extract::State;
use axum::http::StatusCode;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::{Letter, Mail};
use kenmovie_common::http::{Access, Caller, Field, FieldCode, FieldError, Json, Kind, Problem, Route};
use serde::Deserialize;

use crate::Desk;

/// The token of a link, as the page reads it from its address.
pub(crate) const TOKEN: Field = Field::required("token", Kind::Secret { min: 1, max: 200 });

pub(crate) const ROUTE: Route =
    Route::post("/api/account/verify-email/confirm", Access::Scope(Scope::AccountWrite))
        .summary("Prove an address by the token of a letter's link. A new address becomes the account's.")
        .body(&[TOKEN])
        .problems(&["email_taken"]);

#[derive(Deserialize)]
pub(crate) struct Link {
    token: String,
}

/// The token is taken first. Where the proof then is not written, the person asks for another letter.
pub(crate) async fn confirm(
    State(desk): State<Desk>,
    Caller(caller): Caller,
    Json(link): Json<Link>,
) -> Result<StatusCode, Problem> {
    let users = &desk.ports.users;
    let Some(user) = users.user(caller.user).await? else {
        return Err(desk.nobody(caller).await?);
    };
    let email = desk.links.take_proof(&link.token, user.id).await?.ok_or_else(bad_token)?;
    let replaced = email.to_lowercase() != user.email.to_lowercase();
    let letter =
        replaced.then(|| Letter::to(&user, Mail::EmailChanged, desk.front.now(), desk.front.random()));
    if users.prove_email(user.id, &email, letter).await?.is_none() {
        return Err(desk.nobody(caller).await?);
    }
    let event = if replaced { "email_changed" } else { "email_proven" };
    tracing::info!(target: "audit", event, user = %user.id);
    Ok(StatusCode::NO_CONTENT)
}

/// A token that is not the newest, was used, has expired, or is another person's.
pub(crate) fn bad_token() -> Problem {
    let detail = "This link does not work any more.";
    Problem::Invalid(vec![FieldError::new("token", FieldCode::InvalidToken, detail)])
}
