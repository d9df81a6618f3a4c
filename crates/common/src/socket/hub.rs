//! The way of a frame to the devices of a person.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::{StreamExt as _, stream};

use super::Frame;
use crate::ports::{Clock, Connection, Connections, Holder, Push, PushError, Sessions, StoreResult};
use crate::{SessionId, Time, UserId};

/// Frames are handed over to so many connections at one time.
const AT_ONCE: usize = 25;

/// A session that was seen to live is believed for this long, counted from before it was read.
const BELIEVED: Duration = Duration::from_secs(8);

/// Sessions remembered at most.
const REMEMBERED: usize = 10_000;

/// Tells people's devices what has happened, and hangs up on those whose session has ended. What cannot be told is logged
/// and forgotten: the store is the truth.
#[derive(Clone)]
pub struct Hub(Arc<Parts>);

struct Parts {
    connections: Arc<dyn Connections>,
    sessions: Arc<dyn Sessions>,
    push: Arc<dyn Push>,
    clock: Arc<dyn Clock>,
    /// Until when sessions are believed to live.
    alive: Mutex<HashMap<SessionId, Time>>,
}

impl Hub {
    pub fn new(
        connections: Arc<dyn Connections>,
        sessions: Arc<dyn Sessions>,
        push: Arc<dyn Push>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self(Arc::new(Parts { connections, sessions, push, clock, alive: Mutex::default() }))
    }

    /// Tells every device of a person; whether one took it.
    pub async fn tell(&self, user: UserId, frame: &Frame) -> bool {
        match self.0.connections.connections_of(Holder::User(user), self.0.clock.now()).await {
            Ok(connections) => self.tell_all(connections, frame).await,
            Err(error) => {
                tracing::warn!(%error, "a person's sockets could not be found");
                false
            }
        }
    }

    /// Tells these connections; whether one took it.
    pub async fn tell_all(&self, connections: Vec<Connection>, frame: &Frame) -> bool {
        let text = frame.text();
        match connections.as_slice() {
            [] => false,
            [one] => self.tell_one(one, &text).await,
            _ => {
                let text = text.as_str();
                stream::iter(connections)
                    .map(async |connection| self.tell_one(&connection, text).await)
                    .buffer_unordered(AT_ONCE)
                    .fold(false, async |any, took| any | took)
                    .await
            }
        }
    }

    /// Answers one connection, whatever its session.
    pub async fn answer(&self, connection: &str, frame: &Frame) {
        if let Err(PushError::Gone) = self.0.push.push(connection, &frame.text()).await {
            self.forget(connection).await;
        }
    }

    /// Closes the connections of a holder that this picks.
    pub async fn hang_up(&self, holder: Holder, picks: impl Fn(&Connection) -> bool + Send) {
        match self.0.connections.connections_of(holder, self.0.clock.now()).await {
            Ok(connections) => {
                for connection in connections.into_iter().filter(picks) {
                    self.close(&connection.id).await;
                }
            }
            Err(error) => tracing::warn!(%error, "sockets that should be closed could not be found"),
        }
    }

    /// Closes those of a person's connections whose session has ended; what was believed of them is forgotten.
    pub async fn hang_up_on_the_dead(&self, user: UserId) {
        let now = self.0.clock.now();
        let connections = match self.0.connections.connections_of(Holder::User(user), now).await {
            Ok(connections) => connections,
            Err(error) => return tracing::warn!(%error, "sockets that should be closed could not be found"),
        };
        for connection in connections {
            self.alive().remove(&connection.session);
            if !self.lives(&connection).await {
                self.close(&connection.id).await;
            }
        }
    }

    /// Closes a connection.
    pub async fn close(&self, connection: &str) {
        if let Err(PushError::Unavailable) = self.0.push.close(connection).await {
            tracing::warn!(connection, "a socket could not be closed");
        }
        self.forget(connection).await;
    }

    /// Whether a connection's session lives, as far as is known for some seconds; no where that cannot be said.
    pub async fn lives(&self, connection: &Connection) -> bool {
        match self.life(connection).await {
            Ok(lives) => lives,
            Err(error) => {
                tracing::warn!(%error, "whether a socket's session lives could not be found out");
                false
            }
        }
    }

    async fn tell_one(&self, connection: &Connection, text: &str) -> bool {
        match self.life(connection).await {
            Ok(true) => {}
            Ok(false) => {
                self.close(&connection.id).await;
                return false;
            }
            Err(error) => {
                tracing::warn!(%error, "whether a socket's session lives could not be found out");
                return false;
            }
        }
        match self.0.push.push(&connection.id, text).await {
            Ok(()) => true,
            Err(PushError::Gone) => {
                self.forget(&connection.id).await;
                false
            }
            Err(PushError::Unavailable) => {
                // Whoever missed a frame has to come again and to look at the store.
                self.close(&connection.id).await;
                false
            }
        }
    }

    async fn life(&self, connection: &Connection) -> StoreResult<bool> {
        let now = self.0.clock.now();
        let known = self.alive().get(&connection.session).copied();
        if known.is_some_and(|until| now < until && now + BELIEVED >= until) {
            return Ok(true);
        }
        let session = self.0.sessions.live_session(connection.session, connection.user, now).await?;
        let lives = session.is_some();
        let mut alive = self.alive();
        if lives {
            if alive.len() >= REMEMBERED {
                alive.retain(|_, until| now < *until);
            }
            if alive.len() < REMEMBERED {
                alive.insert(connection.session, now + BELIEVED);
            }
        } else {
            alive.remove(&connection.session);
        }
        Ok(lives)
    }

    /// A connection that is gone loses its own row and nothing else.
    async fn forget(&self, connection: &str) {
        if let Err(error) = self.0.connections.close_connection(connection).await {
            tracing::warn!(%error, "a socket that is gone could not be forgotten");
        }
    }

    fn alive(&self) -> std::sync::MutexGuard<'_, HashMap<SessionId, Time>> {
        self.0.alive.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
