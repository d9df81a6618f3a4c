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
use kenmovie_common::ports::{ApiTokens, Kv, Letters, OneTime, Providers, Sessions, SignIns, Store, Users};

pub const ROUTES: &[Route] = &[begin::ROUTE, callback::ROUTE, machine::ROUTE];

/// Which provider is Google here.
#[derive(Debug, Clone)]
pub struct Google {
    /// As its ID tokens tell it.
    pub issuer: String,
    /// Browsers can sign in with it.
    pub is_on: bool,
}

/// What it may touch: people, API tokens, letters, what works once and the links of letters; it ends sessions, begins and notes
/// them.
#[derive(Clone)]
pub struct Reach {
    users: Arc<dyn Users>,
    tokens: Arc<dyn ApiTokens>,
    letters: Arc<dyn Letters>,
    sessions: Arc<dyn Sessions>,
    one_time: Arc<dyn OneTime>,
    sign_ins: Arc<dyn SignIns>,
    providers: Arc<dyn Providers>,
    sign_in: SignIn,
    links: Links,
    google: Google,
}

impl Reach {
    pub fn new(
        store: Arc<dyn Store>,
        kv: Arc<dyn Kv>,
        providers: Arc<dyn Providers>,
        sign_in: SignIn,
        links: Links,
        google: Google,
    ) -> Self {
        Self {
            users: store.clone(),
            tokens: store.clone(),
            letters: store,
            sessions: kv.clone(),
            one_time: kv.clone(),
            sign_ins: kv,
            providers,
            sign_in,
            links,
            google,
        }
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
