//! What two people write to each other: stored first, told to their devices after.

mod conversations;
mod list;
mod read;
mod send;
mod tell;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::{Connections, Messages};
use kenmovie_common::socket::Hub;
use kenmovie_pictures::Intake;

pub const ROUTES: &[Route] = &[conversations::ROUTE, list::ROUTE, send::ROUTE, read::ROUTE];

#[derive(Clone)]
struct Desk {
    front: Front,
    messages: Arc<dyn Messages>,
    connections: Arc<dyn Connections>,
    hub: Hub,
    intake: Intake,
}

/// It may read and write messages, see who is there, tell devices, and take in uploaded pictures.
pub fn router(
    front: &Front,
    messages: Arc<dyn Messages>,
    connections: Arc<dyn Connections>,
    hub: Hub,
    intake: Intake,
) -> Router {
    let desk = Desk { front: front.clone(), messages, connections, hub, intake };
    Routes::new(front)
        .on(&conversations::ROUTE, conversations::list, desk.clone())
        .on(&list::ROUTE, list::list, desk.clone())
        .on(&send::ROUTE, send::send, desk.clone())
        .on(&read::ROUTE, read::read, desk)
        .into_router()
}
