//! People among each other, and for those who look after them: who there is, who does not want to see whom or hear of what,
//! who may do what.

mod block;
mod find;
mod list;
mod mute;
mod role;
mod show;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::{People, Sessions, Store, Users};

pub const ROUTES: &[Route] = &[
    find::ROUTE,
    show::ROUTE,
    block::LIST,
    block::BLOCK,
    block::UNBLOCK,
    mute::MUTE,
    mute::UNMUTE,
    list::ROUTE,
    role::ROUTE,
];

#[derive(Clone)]
struct Shelf {
    front: Front,
    people: Arc<dyn People>,
    users: Arc<dyn Users>,
    sessions: Arc<dyn Sessions>,
}

/// It may read people, keep them apart, give them roles, and end the sessions of those whose role changed.
pub fn router(front: &Front, store: Arc<dyn Store>, sessions: Arc<dyn Sessions>) -> Router {
    let shelf = Shelf { front: front.clone(), people: store.clone(), users: store, sessions };
    Routes::new(front)
        .on(&find::ROUTE, find::find, shelf.clone())
        .on(&show::ROUTE, show::show, shelf.clone())
        .on(&block::LIST, block::list, shelf.clone())
        .on(&block::BLOCK, block::block, shelf.clone())
        .on(&block::UNBLOCK, block::unblock, shelf.clone())
        .on(&mute::MUTE, mute::mute, shelf.clone())
        .on(&mute::UNMUTE, mute::unmute, shelf.clone())
        .on(&list::ROUTE, list::list, shelf.clone())
        .on(&role::ROUTE, role::give, shelf)
        .into_router()
}
