//! Comments on films, and the replies to them.

mod create;
mod delete;
mod edit;
mod list;
mod replies;
mod show;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::auth::{Identity, Scope};
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::{Comments, Editor};

pub const ROUTES: &[Route] =
    &[list::ROUTE, show::ROUTE, replies::ROUTE, create::COMMENT, create::REPLY, edit::ROUTE, delete::ROUTE];

#[derive(Clone)]
struct Board {
    front: Front,
    comments: Arc<dyn Comments>,
}

/// It may read and write comments.
pub fn router(front: &Front, comments: Arc<dyn Comments>) -> Router {
    let board = Board { front: front.clone(), comments };
    Routes::new(front)
        .on(&list::ROUTE, list::list, board.clone())
        .on(&show::ROUTE, show::show, board.clone())
        .on(&replies::ROUTE, replies::list, board.clone())
        .on(&create::COMMENT, create::comment, board.clone())
        .on(&create::REPLY, create::reply, board.clone())
        .on(&edit::ROUTE, edit::edit, board.clone())
        .on(&delete::ROUTE, delete::delete, board)
        .into_router()
}

fn editor(caller: Identity) -> Editor {
    Editor { user: caller.user, moderator: caller.scopes.has(Scope::CommentsModerate) }
}
