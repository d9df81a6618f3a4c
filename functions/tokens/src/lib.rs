//! API tokens: what a machine client brings so that people can sign in through it.

mod create;
mod list;
mod revoke;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::auth::Scope;
use kenmovie_common::http::{Access, Front, Route, Routes};
use kenmovie_common::ports::{ApiTokens, Sessions};

pub const ROUTES: &[Route] = &[create::ROUTE, list::ROUTE, revoke::ROUTE];

const KEEPER: Access = Access::Scope(Scope::TokensAdmin);

#[derive(Clone)]
struct Shelf {
    front: Front,
    tokens: Arc<dyn ApiTokens>,
    sessions: Arc<dyn Sessions>,
}

/// It may make, list and remove API tokens, and end the sessions that were signed in through one.
pub fn router(front: &Front, tokens: Arc<dyn ApiTokens>, sessions: Arc<dyn Sessions>) -> Router {
    let shelf = Shelf { front: front.clone(), tokens, sessions };
    Routes::new(front)
        .on(&create::ROUTE, create::create, shelf.clone())
        .on(&list::ROUTE, list::list, shelf.clone())
        .on(&revoke::ROUTE, revoke::revoke, shelf)
        .into_router()
}
