//! Everybody's own list of films.

mod change;
mod list;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::UserMovies;

pub const ROUTES: &[Route] = &[list::ROUTE, change::ADD, change::REMOVE];

#[derive(Clone)]
struct Shelf {
    front: Front,
    lists: Arc<dyn UserMovies>,
}

/// It may read and write lists of films.
pub fn router(front: &Front, lists: Arc<dyn UserMovies>) -> Router {
    let shelf = Shelf { front: front.clone(), lists };
    Routes::new(front)
        .on(&list::ROUTE, list::list, shelf.clone())
        .on(&change::ADD, change::add, shelf.clone())
        .on(&change::REMOVE, change::remove, shelf)
        .into_router()
}
