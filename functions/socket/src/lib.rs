//! Sockets: the tickets that open them, their opening, what clients ask over them, their end.

mod connect;
mod frame;
mod presence;
mod ticket;

use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::{Clock, Connections, Kv, OneTime, People, Sessions};
use kenmovie_common::socket::{Hub, Opening, Refusal, SocketHandler};

pub const ROUTES: &[Route] = &[ticket::ROUTE];

/// Serves sockets. It may take tickets, keep connections, read sessions and whom people have to do with, and tell devices.
#[derive(Clone)]
pub struct Sockets {
    front: Front,
    clock: Arc<dyn Clock>,
    people: Arc<dyn People>,
    connections: Arc<dyn Connections>,
    sessions: Arc<dyn Sessions>,
    one_time: Arc<dyn OneTime>,
    hub: Hub,
}

impl Sockets {
    pub fn new(
        front: &Front,
        clock: Arc<dyn Clock>,
        people: Arc<dyn People>,
        kv: Arc<dyn Kv>,
        hub: Hub,
    ) -> Self {
        Self {
            front: front.clone(),
            clock,
            people,
            connections: kv.clone(),
            sessions: kv.clone(),
            one_time: kv,
            hub,
        }
    }
}

/// The route that gives tickets.
pub fn router(front: &Front, one_time: Arc<dyn OneTime>) -> Router {
    let booth = ticket::Booth { front: front.clone(), one_time };
    Routes::new(front).on(&ticket::ROUTE, ticket::give, booth).into_router()
}

#[async_trait]
impl SocketHandler for Sockets {
    async fn connect(&self, opening: Opening<'_>) -> Result<(), Refusal> {
        connect::open(self, opening).await
    }

    async fn disconnect(&self, connection: &str) {
        connect::close(self, connection).await;
    }

    async fn frame(&self, connection: &str, text: &str) {
        frame::take(self, connection, text).await;
    }
}
