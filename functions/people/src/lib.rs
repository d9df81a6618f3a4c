//! People, for those who look after them: who there is, and who may do what.

mod list;
mod role;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::{Sessions, Users};

pub const ROUTES: &[Route] = &[list::ROUTE, role::ROUTE];

#[derive(Clone)]
struct Shelf {
    front: Front,
    users: Arc<dyn Users>,
    sessions: Arc<dyn Sessions>,
}

/// It may read people, give them roles, and end the sessions of those whose role changed.
pub fn router(front: &Front, users: Arc<dyn Users>, sessions: Arc<dyn Sessions>) -> Router {
    let shelf = Shelf { front: front.clone(), users, sessions };
    Routes::new(front)
        .on(&list::ROUTE, list::list, shelf.clone())
        .on(&role::ROUTE, role::give, shelf)
        .into_router()
}
