//! `DELETE /api/session`

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use kenmovie_common::http::{Access, Cookies, Problem, Route, Viewer, refresh_cookie};

use crate::Shelf;

pub(crate) const ROUTE: Route = Route::delete("/api/session", Access::Public)
    .summary("Sign out: the session ends and the cookies are cleared.")
    .sets_cookies();

pub(crate) async fn sign_out(
    State(shelf): State<Shelf>,
    Viewer(viewer): Viewer,
    headers: HeaderMap,
) -> Result<(StatusCode, Cookies, ()), Problem> {
    let secret = refresh_cookie(shelf.front.site(), &headers);
    let held = secret.and_then(|secret| shelf.sign_in.issuer().read_refresh(secret)).map(|(id, _)| id);
    if let Some(session) = viewer.map(|viewer| viewer.session) {
        shelf.sessions.end_session(session).await?;
    }
    if let Some(session) = held.filter(|held| viewer.is_none_or(|viewer| viewer.session != *held)) {
        shelf.sessions.end_session(session).await?;
    }
    Ok((StatusCode::NO_CONTENT, Cookies::signed_out(shelf.front.site()), ()))
}
