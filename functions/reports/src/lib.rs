//! Reports of films, and the films that they hide from those who reported them.

mod blocked;
mod reasons;
mod report;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::Reports;

pub const ROUTES: &[Route] = &[reasons::ROUTE, report::ROUTE, blocked::LIST, blocked::UNBLOCK];

#[derive(Clone)]
struct Shelf {
    front: Front,
    reports: Arc<dyn Reports>,
}

/// It may report films and show them again.
pub fn router(front: &Front, reports: Arc<dyn Reports>) -> Router {
    let shelf = Shelf { front: front.clone(), reports };
    Routes::new(front)
        .on(&reasons::ROUTE, reasons::list, ())
        .on(&report::ROUTE, report::report, shelf.clone())
        .on(&blocked::LIST, blocked::list, shelf.clone())
        .on(&blocked::UNBLOCK, blocked::unblock, shelf)
        .into_router()
}
