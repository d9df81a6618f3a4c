//! What people are told of, and how far they have read.

mod list;
mod read;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::Notifications;

pub const ROUTES: &[Route] = &[list::ROUTE, read::ROUTE];

#[derive(Clone)]
struct Shelf {
    front: Front,
    notifications: Arc<dyn Notifications>,
}

/// It may read people's notifications and say which are read.
pub fn router(front: &Front, notifications: Arc<dyn Notifications>) -> Router {
    let shelf = Shelf { front: front.clone(), notifications };
    Routes::new(front)
        .on(&list::ROUTE, list::list, shelf.clone())
        .on(&read::ROUTE, read::read, shelf)
        .into_router()
}
