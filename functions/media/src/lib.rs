//! Pictures: where to upload one, and where those that are used are seen. What is uploaded is checked by whoever uses it.

mod show;
mod upload;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::{Blobs, Pictures};

pub const ROUTES: &[Route] = &[upload::ROUTE, show::ROUTE];

#[derive(Clone)]
struct Shelf {
    front: Front,
    pictures: Arc<dyn Pictures>,
    blobs: Arc<dyn Blobs>,
}

/// It may keep and read what is known of pictures, and sign addresses of them.
pub fn router(front: &Front, pictures: Arc<dyn Pictures>, blobs: Arc<dyn Blobs>) -> Router {
    let shelf = Shelf { front: front.clone(), pictures, blobs };
    Routes::new(front)
        .on(&upload::ROUTE, upload::begin, shelf.clone())
        .on(&show::ROUTE, show::show, shelf)
        .into_router()
}
