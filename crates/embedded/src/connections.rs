//! Open sockets.

use async_trait::async_trait;
use kenmovie_common::domain::{Circle, Client};
use kenmovie_common::ports::{Connection, Connections, Holder, StoreResult};
use kenmovie_common::{MovieId, SessionId, Time, UserId};
use rusqlite::{Row, params};

use crate::Embedded;
use crate::counters::sweep;
use crate::error::{Outcome, corrupt};
use crate::row::{all, bound, change, count, one, time, value};

#[async_trait]
impl Connections for Embedded {
    async fn open_connection(
        &self,
        connection: &Connection,
        circle: &Circle,
        now: Time,
    ) -> StoreResult<Vec<Connection>> {
        let (connection, circle) = (connection.clone(), circle.clone());
        let due = self.sweep_due(now);
        self.write(move |db| {
            if let Some(due) = due {
                sweep(db, &due)?;
            }
            let crowded = all(
                db,
                CROWDED,
                params![connection.user.bytes(), now.millis(), connection.id, bound(Connection::OF_ONE - 1)],
                decode,
            )?;
            for one in &crowded {
                change(db, "DELETE FROM connections WHERE id = ?1", [&one.id])?;
            }
            let sql = "INSERT OR REPLACE INTO connections
                    (id, user_id, session, client, opened_at, ends_at, contacts, strangers)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
            let values = params![
                connection.id,
                connection.user.bytes(),
                connection.session.bytes(),
                connection.client.to_string(),
                connection.opened_at.millis(),
                connection.ends_at.millis(),
                joined(&circle.contacts),
                joined(&circle.strangers),
            ];
            change(db, sql, values)?;
            Ok(crowded)
        })
        .await
    }

    async fn connection(&self, id: &str, now: Time) -> StoreResult<Option<(Connection, Circle)>> {
        let id = id.to_owned();
        self.read(move |db| {
            let sql = format!("SELECT {COLUMNS}, {CIRCLE} FROM connections WHERE id = ?1 AND ends_at > ?2");
            one(db, &sql, params![id, now.millis()], with_circle)
        })
        .await
    }

    async fn close_connection(&self, id: &str) -> StoreResult<Option<(Connection, Circle)>> {
        let id = id.to_owned();
        self.write(move |db| {
            let sql = format!("DELETE FROM connections WHERE id = ?1 RETURNING {COLUMNS}, {CIRCLE}");
            one(db, &sql, [id], with_circle)
        })
        .await
    }

    async fn connections_of(&self, holder: Holder, now: Time) -> StoreResult<Vec<Connection>> {
        self.read(move |db| match holder {
            Holder::User(user) => all(db, OF_USER, params![user.bytes(), now.millis()], decode),
            Holder::Client(client) => {
                all(db, OF_CLIENT, params![Client::Token(client).to_string(), now.millis()], decode)
            }
        })
        .await
    }

    async fn online(&self, users: &[UserId], now: Time) -> StoreResult<Vec<UserId>> {
        let users = users.to_vec();
        self.read(move |db| {
            let mut online = Vec::new();
            for user in users {
                if value::<i64>(db, ONLINE, params![user.bytes(), now.millis()])?.is_some() {
                    online.push(user);
                }
            }
            Ok(online)
        })
        .await
    }

    async fn watch_movie(&self, id: &str, movie: MovieId, now: Time) -> StoreResult<bool> {
        let id = id.to_owned();
        self.write(move |db| {
            let others = params![movie.bytes(), now.millis(), id];
            let others = one(db, OTHERS, others, |row| count(row, 0))?.unwrap_or(0);
            let room = others < Connection::WATCHERS as u64;
            let sql = "UPDATE connections SET movie = ?2 WHERE id = ?1 AND ends_at > ?3";
            let movie = room.then_some(movie);
            let there = change(db, sql, params![id, movie.as_ref().map(MovieId::bytes), now.millis()])? == 1;
            Ok(room && there)
        })
        .await
    }

    async fn unwatch_movie(&self, id: &str) -> StoreResult<()> {
        let id = id.to_owned();
        self.write(move |db| {
            change(db, "UPDATE connections SET movie = NULL WHERE id = ?1", [id]).map(|_| ())
        })
        .await
    }

    async fn watchers_of(&self, movie: MovieId, now: Time) -> StoreResult<Vec<Connection>> {
        self.read(move |db| all(db, WATCHERS, params![movie.bytes(), now.millis()], decode)).await
    }
}

const COLUMNS: &str = "id, user_id, session, client, opened_at, ends_at";
const CIRCLE: &str = "contacts, strangers";

/// A person's, at the time 2, but 3 and the latest 4 of the others.
const CROWDED: &str =
    "SELECT id, user_id, session, client, opened_at, ends_at FROM connections INDEXED BY connections_user
    WHERE user_id = ?1 AND ends_at > ?2 AND id <> ?3 ORDER BY opened_at DESC, id DESC LIMIT -1 OFFSET ?4";
const OF_USER: &str =
    "SELECT id, user_id, session, client, opened_at, ends_at FROM connections INDEXED BY connections_user
    WHERE user_id = ?1 AND ends_at > ?2 ORDER BY opened_at DESC, id DESC";
const OF_CLIENT: &str =
    "SELECT id, user_id, session, client, opened_at, ends_at FROM connections INDEXED BY connections_client
    WHERE client = ?1 AND client <> 'web' AND ends_at > ?2";
const ONLINE: &str =
    "SELECT 1 FROM connections INDEXED BY connections_user WHERE user_id = ?1 AND ends_at > ?2 LIMIT 1";
/// How many but 3 watch the film 1.
const OTHERS: &str = "SELECT count(*) FROM connections INDEXED BY connections_movie
    WHERE movie = ?1 AND ends_at > ?2 AND id <> ?3";
const WATCHERS: &str =
    "SELECT id, user_id, session, client, opened_at, ends_at FROM connections INDEXED BY connections_movie
    WHERE movie = ?1 AND ends_at > ?2";

fn decode(row: &Row<'_>) -> Outcome<Connection> {
    let client = row.get_ref(3)?.as_str()?;
    Ok(Connection {
        id: row.get(0)?,
        user: UserId::from_bytes(row.get(1)?),
        session: SessionId::from_bytes(row.get(2)?),
        client: client.parse().map_err(|_| corrupt(format!("the client {client:?}")))?,
        opened_at: time(row, 4)?,
        ends_at: time(row, 5)?,
    })
}

fn with_circle(row: &Row<'_>) -> Outcome<(Connection, Circle)> {
    let circle = Circle { contacts: split(row, 6)?, strangers: split(row, 7)? };
    Ok((decode(row)?, circle))
}

/// Ids one after the other.
fn joined(ids: &[UserId]) -> Vec<u8> {
    ids.iter().flat_map(|id| *id.bytes()).collect()
}

fn split(row: &Row<'_>, column: usize) -> Outcome<Vec<UserId>> {
    let (ids, rest) = row.get_ref(column)?.as_blob()?.as_chunks();
    if rest.is_empty() {
        Ok(ids.iter().copied().map(UserId::from_bytes).collect())
    } else {
        Err(corrupt("a part of an id"))
    }
}

#[cfg(test)]
pub(crate) const STATEMENTS: [&str; 6] = [CROWDED, OF_USER, OF_CLIENT, ONLINE, OTHERS, WATCHERS];
