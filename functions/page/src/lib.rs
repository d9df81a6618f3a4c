//! What stands in the HTML before any script has run: a film's page with its head and first comments, and what search
//! engines are told of the site.

mod film;
mod head;
mod robots;
mod shell;
mod sitemap;
mod words;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::{Comments, Movies};

pub use shell::{BadShell, Shell, Shells};

pub const ROUTES: &[Route] = &[film::ROUTE, sitemap::ROUTE, robots::ROUTE];

/// What it may touch: films and comments, both to read.
#[derive(Clone)]
pub struct Ports {
    pub movies: Arc<dyn Movies>,
    pub comments: Arc<dyn Comments>,
}

/// It may read films and comments, and writes them into the shell of the pages.
pub fn router(front: &Front, ports: Ports, shells: Arc<dyn Shells>) -> Router {
    let sitemap = sitemap::Sitemap::new(front, ports.movies.clone());
    Routes::new(front)
        .on(&film::ROUTE, film::show, film::Films { front: front.clone(), ports, shells })
        .on(&sitemap::ROUTE, sitemap::show, sitemap)
        .on(&robots::ROUTE, robots::show, front.clone())
        .into_router()
}
