//! Open sockets. They end with the process that holds them ([`Sockets`](crate::Sockets)), so what is known of them lies in
//! its memory too.

mod open;

use async_trait::async_trait;
use kenmovie_common::domain::Circle;
use kenmovie_common::ports::{Connection, Connections, Holder, StoreResult};
use kenmovie_common::{MovieId, Time, UserId};

use crate::Embedded;
pub(crate) use open::Open;

#[async_trait]
impl Connections for Embedded {
    async fn open_connection(
        &self,
        connection: &Connection,
        circle: &Circle,
        now: Time,
    ) -> StoreResult<Vec<Connection>> {
        Ok(self.open_connections().put(connection.clone(), circle.clone(), now))
    }

    async fn connection(&self, id: &str, now: Time) -> StoreResult<Option<(Connection, Circle)>> {
        Ok(self.open_connections().get(id, now))
    }

    async fn close_connection(&self, id: &str) -> StoreResult<Option<(Connection, Circle)>> {
        Ok(self.open_connections().remove(id))
    }

    async fn connections_of(&self, holder: Holder, now: Time) -> StoreResult<Vec<Connection>> {
        Ok(match holder {
            Holder::User(user) => self.open_connections().of_user(user, now),
            Holder::Client(client) => self.open_connections().of_client(client, now),
        })
    }

    async fn online(&self, users: &[UserId], now: Time) -> StoreResult<Vec<UserId>> {
        let open = self.open_connections();
        Ok(users.iter().copied().filter(|user| open.is_online(*user, now)).collect())
    }

    async fn watch_movie(&self, id: &str, movie: MovieId, now: Time) -> StoreResult<bool> {
        Ok(self.open_connections().watch(id, movie, now))
    }

    async fn unwatch_movie(&self, id: &str) -> StoreResult<()> {
        self.open_connections().unwatch(id);
        Ok(())
    }

    async fn watchers_of(&self, movie: MovieId, now: Time) -> StoreResult<Vec<Connection>> {
        Ok(self.open_connections().watchers(movie, now))
    }
}
