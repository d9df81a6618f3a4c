//! Scores of films.

mod rate;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::Ratings;

pub const ROUTES: &[Route] = &[rate::SET, rate::UNSET];

/// It may rate films.
pub fn router(front: &Front, ratings: Arc<dyn Ratings>) -> Router {
    let scale = rate::Scale { front: front.clone(), ratings };
    Routes::new(front)
        .on(&rate::SET, rate::set, scale.clone())
        .on(&rate::UNSET, rate::unset, scale)
        .into_router()
}
