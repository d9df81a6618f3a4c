//! `PUT /api/account/password`

use axum::extract::State;
use axum::http::StatusCode;
use kenmovie_common::auth::{Scope, refuse_same_as_identity};
use kenmovie_common::domain::{Letter, Mail};
use kenmovie_common::http::{Access, Caller, Field, Json, Kind, Limit, Problem, Route};
use serde::Deserialize;

use crate::Desk;
use crate::proof::{TRIES, busy, shown};

const CURRENT: &str = "current_password";

pub(crate) const ROUTE: Route = Route::put("/api/account/password", Access::Scope(Scope::AccountWrite))
    .summary(
        "Change your password, or set one where you have none: then without current_password, within 10 minutes of \
         signing in. All other sessions end.",
    )
    .body(&[shown(CURRENT), Field::required("new_password", Kind::NewPassword)])
    .problems(&["reauthentication_required"])
    .limited(&Limit::PASSWORD);

#[derive(Deserialize)]
pub(crate) struct Change {
    current_password: Option<String>,
    new_password: String,
}

/// The document comes first: from then on a refresh ends every session of before, this one too. What follows spares this
/// one and ends the others at once. So whatever a crash leaves undone, nobody keeps a session longer than its access token
/// lives, and whoever knows the new password signs in.
pub(crate) async fn change(
    State(desk): State<Desk>,
    Caller(caller): Caller,
    Json(change): Json<Change>,
) -> Result<StatusCode, Problem> {
    let (users, sessions, now) = (&desk.ports.users, &desk.ports.sessions, desk.front.now());
    for _ in 0..TRIES {
        let known = desk.proven(caller, CURRENT, change.current_password.clone()).await?;
        let (user, new) = (known.user, change.new_password.clone());
        refuse_same_as_identity("new_password", &new, &user.name, &user.email)?;
        let hash = desk.passwords.hash(new).await?;
        let letter = Letter::to(&user, Mail::PasswordChanged, now, desk.front.random());
        let Some(user) = users.change_password(user.id, user.auth_epoch, hash, letter).await? else {
            continue;
        };
        sessions.carry_session(caller.session, user.auth_epoch).await?;
        sessions.raise_epoch(user.id, user.auth_epoch, now).await?;
        desk.links.drop_all(&user).await?;
        tracing::info!(target: "audit", event = "password_changed", user = %user.id);
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(busy())
}
