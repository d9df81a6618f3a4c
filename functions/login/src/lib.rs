//! Signs people in: browsers with cookies, machine clients with an access token.

mod person;
mod sign_in;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::auth::{Passwords, SignIn};
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::{ApiTokens, Letters, SignIns, Throttle, Users};

pub const ROUTES: &[Route] = &[sign_in::ROUTE];

/// What it may touch: people and API tokens, letters, wrong passwords and sign-ins.
#[derive(Clone)]
pub struct Ports {
    pub users: Arc<dyn Users>,
    pub tokens: Arc<dyn ApiTokens>,
    pub letters: Arc<dyn Letters>,
    pub throttle: Arc<dyn Throttle>,
    pub sign_ins: Arc<dyn SignIns>,
}

/// What stands behind the route.
#[derive(Clone)]
struct Door {
    front: Front,
    ports: Ports,
    passwords: Passwords,
    sign_in: SignIn,
}

/// It may touch those ports, and begin sessions.
pub fn router(front: &Front, ports: Ports, passwords: Passwords, sign_in: SignIn) -> Router {
    let door = Door { front: front.clone(), ports, passwords, sign_in };
    Routes::new(front).on(&sign_in::ROUTE, sign_in::sign_in, door).into_router()
}
