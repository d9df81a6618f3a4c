//! `GET /api/session`

use axum::extract::State;
use axum::http::HeaderMap;
use kenmovie_common::http::{Access, Json, Problem, Route, Viewer, refresh_cookie};

use crate::{SessionView, Shelf};

pub(crate) const ROUTE: Route = Route::get("/api/session", Access::Public)
    .summary("Who is signed in. Empty for a visitor; can_refresh for one who still holds a refresh cookie.")
    .answers::<SessionView>(200);

pub(crate) async fn show(
    State(shelf): State<Shelf>,
    Viewer(viewer): Viewer,
    headers: HeaderMap,
) -> Result<Json<SessionView>, Problem> {
    if let Some(viewer) = viewer
        && let Some(user) = shelf.users.user(viewer.user).await?
    {
        return Ok(Json(SessionView::of(user, viewer.scopes, viewer.expires_at)));
    }
    let secret = refresh_cookie(shelf.front.site(), &headers);
    let holds = secret.is_some_and(|secret| shelf.sign_in.issuer().read_refresh(secret).is_some());
    Ok(Json(SessionView { can_refresh: holds.then_some(true), ..SessionView::default() }))
}
