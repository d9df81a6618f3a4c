//! `DELETE /api/account`

use axum::extract::State;
use axum::http::StatusCode;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::{Deletion, User};
use kenmovie_common::erase;
use kenmovie_common::http::{Access, Caller, Cookies, Json, Limit, Problem, Route};
use kenmovie_common::ports::StoreResult;
use serde::Deserialize;

use crate::Desk;
use crate::proof::{TRIES, busy, shown};

const PASSWORD: &str = "password";

pub(crate) const ROUTE: Route = Route::delete("/api/account", Access::Scope(Scope::AccountWrite))
    .summary(
        "Delete your account. Access ends at once; comments with replies stay as deleted, all else that is yours goes. \
         Without a password: within 10 minutes of signing in.",
    )
    .body(&[shown(PASSWORD)])
    .problems(&["reauthentication_required"])
    .limited(&Limit::PASSWORD);

#[derive(Deserialize)]
pub(crate) struct Farewell {
    password: Option<String>,
}

/// The document comes first: from then on this person is nobody to every sign-in and refresh, and maintenance finishes
/// what is not done here. A crash before the epoch is raised leaves access tokens what is left of their 15 minutes, and
/// whoever tries again with one ends its session.
pub(crate) async fn delete(
    State(desk): State<Desk>,
    Caller(caller): Caller,
    Json(farewell): Json<Farewell>,
) -> Result<(StatusCode, Cookies, ()), Problem> {
    let now = desk.front.now();
    for _ in 0..TRIES {
        let known = desk.proven(caller, PASSWORD, farewell.password.clone()).await?.user;
        let Some(user) = desk.ports.users.begin_deletion(known.id, known.auth_epoch, now).await? else {
            continue;
        };
        desk.ports.sessions.raise_epoch(user.id, user.auth_epoch, now).await?;
        tracing::info!(target: "audit", event = "account_deleted", user = %user.id);
        if let Err(problem) = desk.links.drop_all(&user).await {
            tracing::warn!(code = problem.code(), "links of a deleted account go when they expire");
        }
        if let Err(error) = clear(&desk, &user).await {
            tracing::warn!(%error, "what is left of a deleted account is left to maintenance");
        }
        return Ok((StatusCode::NO_CONTENT, Cookies::signed_out(desk.front.site()), ()));
    }
    Err(busy())
}

/// Takes away what the moment allows.
async fn clear(desk: &Desk, user: &User) -> StoreResult<()> {
    for session in desk.ports.sessions.sessions_of(user.id, desk.front.now()).await? {
        desk.ports.sessions.end_session(session.id).await?;
    }
    let (deletions, deletion) = (desk.ports.deletions.as_ref(), Deletion::User(user.id));
    erase::within(erase::AT_ONCE, deletions, deletion, || desk.front.now()).await?;
    Ok(())
}
