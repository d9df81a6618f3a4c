//! `POST /api/session/refresh`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use kenmovie_common::auth::{TOKEN_LIFE, effective_scopes};
use kenmovie_common::domain::Rotation;
use kenmovie_common::http::{Access, Cookies, Json, Nothing, Problem, Route, refresh_cookie};

use crate::{SessionView, Shelf};

pub(crate) const ROUTE: Route = Route::post("/api/session/refresh", Access::Public)
    .summary("Rotate both cookies. An old refresh secret shown again ends the session.")
    .body(&[])
    .answers::<SessionView>(200)
    .problems(&["unauthenticated"])
    .sets_cookies();

pub(crate) async fn refresh(
    State(shelf): State<Shelf>,
    headers: HeaderMap,
    Json(Nothing {}): Json<Nothing>,
) -> Result<Response, Response> {
    match renew(&shelf, &headers).await {
        Ok(response) => Ok(response),
        // Cookies that bring nothing are taken away.
        Err(Problem::Unauthenticated) => {
            Err((Cookies::signed_out(shelf.front.site()), Problem::Unauthenticated).into_response())
        }
        Err(problem) => Err(problem.into_response()),
    }
}

async fn renew(shelf: &Shelf, headers: &HeaderMap) -> Result<Response, Problem> {
    let secret = refresh_cookie(shelf.front.site(), headers).ok_or(Problem::Unauthenticated)?;
    let (id, shown) = shelf.sign_in.issuer().read_refresh(secret).ok_or(Problem::Unauthenticated)?;
    let now = shelf.front.now();
    let Rotation::Next(session, number) = shelf.sessions.rotate_session(id, shown, now).await? else {
        return Err(Problem::Unauthenticated);
    };
    let user = shelf.users.user(session.user).await?.filter(|user| user.auth_epoch == session.auth_epoch);
    let Some(user) = user else {
        shelf.sessions.end_session(id).await?;
        return Err(Problem::Unauthenticated);
    };
    let cookies = shelf.sign_in.cookies(&user, &session, number)?;
    let scopes = effective_scopes(&user, None);
    Ok((cookies, Json(SessionView::of(user, scopes, now + TOKEN_LIFE))).into_response())
}
