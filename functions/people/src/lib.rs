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
use kenmovie_common::ports::{Connections, People, Sessions, Users};
use kenmovie_common::socket::Hub;

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

/// What it may touch: people, who of them is there, and the sessions of those whose role changes.
#[derive(Clone)]
pub struct Ports {
    pub people: Arc<dyn People>,
    pub users: Arc<dyn Users>,
    pub connections: Arc<dyn Connections>,
    pub sessions: Arc<dyn Sessions>,
}

#[derive(Clone)]
struct Shelf {
    front: Front,
    ports: Ports,
    hub: Hub,
}

/// It may touch those ports, and close the sockets of people who are kept apart.
pub fn router(front: &Front, ports: Ports, hub: Hub) -> Router {
    let shelf = Shelf { front: front.clone(), ports, hub };
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
