//! Signs people in: browsers with cookies, machine clients with an access token.

mod sign_in;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::auth::{Passwords, SignIn};
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::{ApiTokens, Users};

pub const ROUTES: &[Route] = &[sign_in::ROUTE];

/// It may read people and API tokens, renew a password's hash and begin sessions.
pub fn router(
    front: &Front,
    users: Arc<dyn Users>,
    tokens: Arc<dyn ApiTokens>,
    passwords: Passwords,
    sign_in: SignIn,
) -> Router {
    let door = sign_in::Door { front: front.clone(), users, tokens, passwords, sign_in };
    Routes::new(front).on(&sign_in::ROUTE, sign_in::sign_in, door).into_router()
}
