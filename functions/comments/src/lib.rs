//! Comments on films, and the replies to them.

mod create;
mod delete;
mod edit;
mod list;
mod replies;
mod show;
mod tell;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::auth::{Identity, Scope};
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::{Comments, Connections, Editor, Notifications, People};
use kenmovie_common::socket::Hub;

pub const ROUTES: &[Route] =
    &[list::ROUTE, show::ROUTE, replies::ROUTE, create::COMMENT, create::REPLY, edit::ROUTE, delete::ROUTE];

/// What it may touch: comments; and to tell of new ones, who looks at a film, whom its author has nothing to do with, and
/// the notification that an answer made.
#[derive(Clone)]
pub struct Ports {
    pub comments: Arc<dyn Comments>,
    pub notifications: Arc<dyn Notifications>,
    pub people: Arc<dyn People>,
    pub connections: Arc<dyn Connections>,
}

#[derive(Clone)]
struct Board {
    front: Front,
    ports: Ports,
    hub: Hub,
}

/// It may touch those ports, and tell devices.
pub fn router(front: &Front, ports: Ports, hub: Hub) -> Router {
    let board = Board { front: front.clone(), ports, hub };
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
