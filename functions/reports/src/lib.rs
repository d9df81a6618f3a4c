//! Reports of films and comments, the films that they hide from those who reported them, and what moderators decide.

mod blocked;
mod cases;
mod decide;
mod reasons;
mod report;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::auth::Scope;
use kenmovie_common::http::{Access, Front, Route, Routes};
use kenmovie_common::ports::Reports;

pub const ROUTES: &[Route] = &[
    reasons::ROUTE,
    report::MOVIE,
    report::COMMENT,
    blocked::LIST,
    blocked::UNBLOCK,
    cases::ROUTE,
    decide::ROUTE,
];

const MODERATOR: Access = Access::Scope(Scope::ReportsModerate);

#[derive(Clone)]
struct Shelf {
    front: Front,
    reports: Arc<dyn Reports>,
}

/// It may report things, show films again, and decide on what was reported.
pub fn router(front: &Front, reports: Arc<dyn Reports>) -> Router {
    let shelf = Shelf { front: front.clone(), reports };
    Routes::new(front)
        .on(&reasons::ROUTE, reasons::list, ())
        .on(&report::MOVIE, report::movie, shelf.clone())
        .on(&report::COMMENT, report::comment, shelf.clone())
        .on(&blocked::LIST, blocked::list, shelf.clone())
        .on(&blocked::UNBLOCK, blocked::unblock, shelf.clone())
        .on(&cases::ROUTE, cases::list, shelf.clone())
        .on(&decide::ROUTE, decide::decide, shelf)
        .into_router()
}
