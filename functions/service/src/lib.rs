//! What the site says of itself: health, configuration, public keys.

mod config;
mod health;
mod jwks;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::auth::VerifyingKey;
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::Health;

pub const ROUTES: &[Route] = &[health::ROUTE, config::ROUTE, jwks::ROUTE];

/// It may ask the engines whether they answer, and shows public keys and whether Google is on.
pub fn router(front: &Front, engines: Vec<Arc<dyn Health>>, keys: Vec<VerifyingKey>, google: bool) -> Router {
    Routes::new(front)
        .on(&health::ROUTE, health::show, health::Engines(engines.into()))
        .on(&config::ROUTE, config::show, config::Google(google))
        .on(&jwks::ROUTE, jwks::show, jwks::Keys(keys.into()))
        .into_router()
}
