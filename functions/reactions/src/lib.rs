//! Likes and dislikes of films and comments.

mod react;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::ReactionStore;

pub const ROUTES: &[Route] =
    &[react::SET_MOVIE, react::UNSET_MOVIE, react::SET_COMMENT, react::UNSET_COMMENT];

/// It may vote.
pub fn router(front: &Front, reactions: Arc<dyn ReactionStore>) -> Router {
    let booth = react::Booth { front: front.clone(), reactions };
    Routes::new(front)
        .on(&react::SET_MOVIE, react::set::<react::OfMovie>, booth.clone())
        .on(&react::UNSET_MOVIE, react::unset::<react::OfMovie>, booth.clone())
        .on(&react::SET_COMMENT, react::set::<react::OfComment>, booth.clone())
        .on(&react::UNSET_COMMENT, react::unset::<react::OfComment>, booth)
        .into_router()
}
