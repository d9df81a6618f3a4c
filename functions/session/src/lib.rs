//! The session of whoever calls: what it is, its renewal, its end; and their other sessions.

mod end;
mod end_others;
mod list;
mod refresh;
mod show;
mod sign_out;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::auth::SignIn;
use kenmovie_common::domain::User;
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::{Sessions, Users};
use kenmovie_common::{Time, auth::Scopes};
use schemars::JsonSchema;
use serde::Serialize;

pub const ROUTES: &[Route] =
    &[show::ROUTE, refresh::ROUTE, sign_out::ROUTE, list::ROUTE, end::ROUTE, end_others::ROUTE];

#[derive(Clone)]
struct Shelf {
    front: Front,
    users: Arc<dyn Users>,
    sessions: Arc<dyn Sessions>,
    sign_in: SignIn,
}

/// It may read people and raise their epoch, and list, renew and end sessions.
pub fn router(front: &Front, users: Arc<dyn Users>, sessions: Arc<dyn Sessions>, sign_in: SignIn) -> Router {
    let shelf = Shelf { front: front.clone(), users, sessions, sign_in };
    Routes::new(front)
        .on(&show::ROUTE, show::show, shelf.clone())
        .on(&refresh::ROUTE, refresh::refresh, shelf.clone())
        .on(&sign_out::ROUTE, sign_out::sign_out, shelf.clone())
        .on(&list::ROUTE, list::list, shelf.clone())
        .on(&end::ROUTE, end::end, shelf.clone())
        .on(&end_others::ROUTE, end_others::end, shelf)
        .into_router()
}

/// What a caller may know of their session; empty for a visitor.
#[derive(Debug, Default, Serialize, JsonSchema)]
#[schemars(rename = "Session")]
struct SessionView {
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<User>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scopes: Option<Vec<&'static str>>,
    /// When the access token expires.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Time>,
    /// True for a browser whose access token is gone, but not its refresh cookie.
    #[serde(skip_serializing_if = "Option::is_none")]
    can_refresh: Option<bool>,
}

impl SessionView {
    fn of(user: User, scopes: Scopes, expires_at: Time) -> Self {
        Self {
            user: Some(user),
            scopes: Some(scopes.iter().map(kenmovie_common::auth::Scope::as_str).collect()),
            expires_at: Some(expires_at),
            can_refresh: None,
        }
    }
}
