//! Makes accounts: for browsers, which are signed in at once, and for machine clients.

mod sign_up;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::auth::{Links, Passwords, SignIn};
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::{ApiTokens, SignIns, Users};

pub const ROUTES: &[Route] = &[sign_up::ROUTE];

/// What it may touch: people and API tokens, and sign-ins.
#[derive(Clone)]
pub struct Ports {
    pub users: Arc<dyn Users>,
    pub tokens: Arc<dyn ApiTokens>,
    pub sign_ins: Arc<dyn SignIns>,
}

/// It may touch those ports, begin sessions and send links.
pub fn router(front: &Front, ports: Ports, passwords: Passwords, sign_in: SignIn, links: Links) -> Router {
    let desk = sign_up::Desk { front: front.clone(), ports, passwords, sign_in, links };
    Routes::new(front).on(&sign_up::ROUTE, sign_up::sign_up, desk).into_router()
}
