//! The catalogue: pages of films, one film, its making and its edits.

mod create;
mod delete;
mod edit;
mod fields;
mod genres;
mod list;
mod show;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::{Deletions, Movies};

pub const ROUTES: &[Route] =
    &[list::ROUTE, show::ROUTE, genres::ROUTE, create::ROUTE, edit::REPLACE, edit::PATCH, delete::ROUTE];

#[derive(Clone)]
struct Catalogue {
    front: Front,
    movies: Arc<dyn Movies>,
    deletions: Arc<dyn Deletions>,
}

/// It may read and write films, and take away what hangs on those that are deleted.
pub fn router(front: &Front, movies: Arc<dyn Movies>, deletions: Arc<dyn Deletions>) -> Router {
    let catalogue = Catalogue { front: front.clone(), movies, deletions };
    Routes::new(front)
        .on(&list::ROUTE, list::list, catalogue.clone())
        .on(&show::ROUTE, show::show, catalogue.clone())
        .on(&genres::ROUTE, genres::list, catalogue.clone())
        .on(&create::ROUTE, create::create, catalogue.clone())
        .on(&edit::REPLACE, edit::replace, catalogue.clone())
        .on(&edit::PATCH, edit::patch, catalogue.clone())
        .on(&delete::ROUTE, delete::delete, catalogue)
        .into_router()
}
