//! Makes accounts: for browsers, which are signed in at once, and for machine clients.

mod sign_up;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::auth::{Links, Passwords, SignIn};
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::{ApiTokens, Users};

pub const ROUTES: &[Route] = &[sign_up::ROUTE];

/// It may make people, read API tokens, begin sessions and send links.
pub fn router(
    front: &Front,
    users: Arc<dyn Users>,
    tokens: Arc<dyn ApiTokens>,
    passwords: Passwords,
    sign_in: SignIn,
    links: Links,
) -> Router {
    let desk = sign_up::Desk { front: front.clone(), users, tokens, passwords, sign_in, links };
    Routes::new(front).on(&sign_up::ROUTE, sign_up::sign_up, desk).into_router()
}
