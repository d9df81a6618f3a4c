//! Open sockets: whose they are and what they look at. The sockets themselves are the port `Push`'s.

use std::time::Duration;

use async_trait::async_trait;

use super::StoreResult;
use crate::domain::{Circle, Client};
use crate::{ApiTokenId, MovieId, SessionId, Time, UserId};

/// An open socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// The gateway's name for it: 1..=128 of `[A-Za-z0-9+/=_-]`.
    pub id: String,
    pub user: UserId,
    /// The session that opened it.
    pub session: SessionId,
    pub client: Client,
    pub opened_at: Time,
    /// The gateway closes it then at the latest; nothing knows it from then on.
    pub ends_at: Time,
}

impl Connection {
    /// The longest life of one.
    pub const LIFE: Duration = Duration::from_hours(2);
    /// A person's, at one time.
    pub const OF_ONE: usize = 20;
    /// Those that watch one film.
    pub const WATCHERS: usize = 200;
}

/// Whose connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    User(UserId),
    /// Whoever signed in through this API token.
    Client(ApiTokenId),
}

/// The open sockets of all processes. One that has ended (`ends_at`) is not there.
#[async_trait]
pub trait Connections: Send + Sync {
    /// Keeps a connection and whom its person had to do with when it was opened. Those that have to make room for it, the
    /// oldest of the person's, are forgotten and given, to be closed.
    async fn open_connection(
        &self,
        connection: &Connection,
        circle: &Circle,
        now: Time,
    ) -> StoreResult<Vec<Connection>>;

    async fn connection(&self, id: &str, now: Time) -> StoreResult<Option<(Connection, Circle)>>;

    /// Forgets a connection and what it watches; what it was, where it was there.
    async fn close_connection(&self, id: &str) -> StoreResult<Option<(Connection, Circle)>>;

    /// Read consistently: one that was opened before this began is among them, unless it was closed.
    async fn connections_of(&self, holder: Holder, now: Time) -> StoreResult<Vec<Connection>>;

    /// Which of these people, 100 at most, have an open connection.
    async fn online(&self, users: &[UserId], now: Time) -> StoreResult<Vec<UserId>>;

    /// A connection watches this film from now on and no other; false where `Connection::WATCHERS` do already (it watches
    /// none then) or the connection is not there. Twice is once.
    async fn watch_movie(&self, id: &str, movie: MovieId, now: Time) -> StoreResult<bool>;

    /// It watches none any more.
    async fn unwatch_movie(&self, id: &str) -> StoreResult<()>;

    /// Those that watch this film.
    async fn watchers_of(&self, movie: MovieId, now: Time) -> StoreResult<Vec<Connection>>;
}
