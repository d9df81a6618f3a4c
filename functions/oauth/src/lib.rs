//! Signs people in whom a provider of identities knows: browsers by the OpenID Connect code flow, machine clients by what
//! they bring of a provider's word.

mod begin;
mod browser;
mod callback;
mod flow;
mod machine;
mod person;
mod return_to;

use std::sync::Arc;

use axum::Router;
use axum::middleware::map_response;
use kenmovie_common::auth::{Links, SignIn};
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::{ApiTokens, Letters, OneTime, Providers, Sessions, SignIns, Users};

pub const ROUTES: &[Route] = &[begin::ROUTE, callback::ROUTE, machine::ROUTE];

/// Which provider is Google here.
#[derive(Debug, Clone)]
pub struct Google {
    /// As its ID tokens tell it.
    pub issuer: String,
    /// Browsers can sign in with it.
    pub is_on: bool,
}

/// What it may touch: people, API tokens, letters, what works once; it ends sessions and notes them.
#[derive(Clone)]
pub struct Ports {
    pub users: Arc<dyn Users>,
    pub tokens: Arc<dyn ApiTokens>,
    pub letters: Arc<dyn Letters>,
    pub sessions: Arc<dyn Sessions>,
    pub one_time: Arc<dyn OneTime>,
    pub sign_ins: Arc<dyn SignIns>,
}

/// Those ports, whoever says who somebody is, and what begins sessions and sends links.
#[derive(Clone)]
pub struct Reach {
    ports: Ports,
    providers: Arc<dyn Providers>,
    sign_in: SignIn,
    links: Links,
    google: Google,
}

impl Reach {
    pub fn new(
        ports: Ports,
        providers: Arc<dyn Providers>,
        sign_in: SignIn,
        links: Links,
        google: Google,
    ) -> Self {
        Self { ports, providers, sign_in, links, google }
    }
}

#[derive(Clone)]
struct Desk {
    front: Front,
    reach: Reach,
}

pub fn router(front: &Front, reach: Reach) -> Router {
    let desk = Desk { front: front.clone(), reach };
    let browsers = Routes::new(front)
        .on(&begin::ROUTE, begin::begin, desk.clone())
        .on(&callback::ROUTE, callback::callback, desk.clone())
        .into_router()
        .route_layer(map_response(browser::to_page));
    Routes::new(front).on(&machine::ROUTE, machine::sign_in, desk).into_router().merge(browsers)
}
