//! Open sockets. Each has an item of its own, with the circle of its person and the film that it watches; and it stands in
//! the [rolls](roll) of its person, of the API token that they came through, and of that film. It comes into its person's
//! roll after its own item and leaves it before: whoever is in a roll can be looked up and closed, also after a crash.
//!
//! Requests: to open 2, 1 more through an API token, 5 or so more for each that has to make room; to close 3, 1 more each for
//! the API token and the film; to watch 3, 1 more where another film was watched before; to stop 2; every question 1. The
//! first of a person, of an API token or at a film begins a roll, which is 1 more.

mod roll;
mod stored;

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use futures_util::future::try_join_all;
use kenmovie_common::domain::{Circle, Client};
use kenmovie_common::ports::{Connection, Connections, Holder, StoreResult};
use kenmovie_common::{MovieId, Time, UserId};

use super::client::{Dynamo, persist};
use super::error::{Failure, Outcome, unless_refused};
use super::item::{Item, KEY, client_sockets_key, socket_key, sockets_key, text, watch_key};
use roll::{Place, living};
use stored::{Socket, WATCHES};

/// Those of one API token. Its roll, the largest, has to stay below the 400 KB of an item: some 100 bytes each.
const OF_CLIENT: usize = 2_000;

#[async_trait]
impl Connections for Dynamo {
    async fn open_connection(
        &self,
        connection: &Connection,
        circle: &Circle,
        now: Time,
    ) -> StoreResult<Vec<Connection>> {
        let (connection, circle) = (connection.clone(), circle.clone());
        self.run(async move |dynamo: Self| dynamo.open(connection, &circle, now).await).await
    }

    async fn connection(&self, id: &str, now: Time) -> StoreResult<Option<(Connection, Circle)>> {
        let id = id.to_owned();
        self.run(async move |dynamo: Self| {
            let socket = dynamo.socket(&id).await?.filter(|socket| socket.connection.ends_at > now);
            Ok(socket.map(|socket| (socket.connection, socket.circle)))
        })
        .await
    }

    async fn close_connection(&self, id: &str) -> StoreResult<Option<(Connection, Circle)>> {
        let id = id.to_owned();
        self.run(async move |dynamo: Self| dynamo.close(&id).await).await
    }

    async fn connections_of(&self, holder: Holder, now: Time) -> StoreResult<Vec<Connection>> {
        let key = match holder {
            Holder::User(user) => sockets_key(user),
            Holder::Client(token) => client_sockets_key(token),
        };
        self.run(async move |dynamo: Self| living(dynamo.item(key).await?.as_ref(), now)).await
    }

    async fn online(&self, users: &[UserId], now: Time) -> StoreResult<Vec<UserId>> {
        let users: HashSet<UserId> = users.iter().copied().collect();
        if users.is_empty() {
            return Ok(Vec::new());
        }
        self.run(async move |dynamo: Self| {
            let keys: Vec<String> = users.iter().copied().map(sockets_key).collect();
            let rolls = persist(|| dynamo.found(&keys)).await?;
            let mut online = Vec::new();
            for user in users {
                if !living(rolls.get(&sockets_key(user)), now)?.is_empty() {
                    online.push(user);
                }
            }
            Ok(online)
        })
        .await
    }

    async fn watch_movie(&self, id: &str, movie: MovieId, now: Time) -> StoreResult<bool> {
        let id = id.to_owned();
        self.run(async move |dynamo: Self| dynamo.watch(&id, movie, now).await).await
    }

    async fn unwatch_movie(&self, id: &str) -> StoreResult<()> {
        let id = id.to_owned();
        self.run(async move |dynamo: Self| dynamo.unwatch(&id).await).await
    }

    async fn watchers_of(&self, movie: MovieId, now: Time) -> StoreResult<Vec<Connection>> {
        let key = watch_key(movie);
        self.run(async move |dynamo: Self| living(dynamo.item(key).await?.as_ref(), now)).await
    }
}

impl Dynamo {
    async fn open(&self, connection: Connection, circle: &Circle, now: Time) -> Outcome<Vec<Connection>> {
        let item = stored::item(&connection, circle);
        persist(|| self.put(item.clone())).await?;
        let mut gone = Vec::new();
        let of_person = sockets_key(connection.user);
        while let Place::Full(mut others) =
            self.enter(&of_person, &connection, Connection::OF_ONE, now).await?
        {
            others.sort_by(|one, other| (one.opened_at, &one.id).cmp(&(other.opened_at, &other.id)));
            if let Some(oldest) = others.into_iter().next() {
                self.close(&oldest.id).await?;
                // Where somebody else closed it at this moment it is out of the roll as well.
                self.leave(&of_person, &[&oldest.id]).await?;
                gone.push(oldest);
            }
        }
        if let Client::Token(token) = connection.client
            && let Place::Full(_) =
                self.enter(&client_sockets_key(token), &connection, OF_CLIENT, now).await?
        {
            self.close(&connection.id).await?;
            return Err(Failure::Busy("too many sockets of one API token".to_owned()));
        }
        Ok(gone)
    }

    async fn close(&self, id: &str) -> Outcome<Option<(Connection, Circle)>> {
        let Some(Socket { connection, watches, .. }) = self.socket(id).await? else { return Ok(None) };
        let of_client = match connection.client {
            Client::Web => None,
            Client::Token(token) => Some(client_sockets_key(token)),
        };
        let rolls = [Some(sockets_key(connection.user)), of_client, watches.map(watch_key)];
        try_join_all(rolls.iter().flatten().map(async |roll| self.leave(roll, &[id]).await)).await?;
        let removed = persist(|| self.take_socket(id)).await?;
        let Some(removed) = removed.map(|item| stored::read(&item)).transpose()? else { return Ok(None) };
        // It may have begun to watch meanwhile.
        if let Some(movie) = removed.watches.filter(|movie| Some(*movie) != watches) {
            self.leave(&watch_key(movie), &[id]).await?;
        }
        Ok(Some((removed.connection, removed.circle)))
    }

    /// The roll first: a connection that is closed meanwhile is found to be gone by what follows, and what closes it later
    /// knows what it watches.
    async fn watch(&self, id: &str, movie: MovieId, now: Time) -> Outcome<bool> {
        let socket = self.socket(id).await?.filter(|socket| socket.connection.ends_at > now);
        let Some(Socket { connection, .. }) = socket else { return Ok(false) };
        let roll = watch_key(movie);
        if let Place::Full(_) = self.enter(&roll, &connection, Connection::WATCHERS, now).await? {
            self.unwatch(id).await?;
            return Ok(false);
        }
        let Some(before) = persist(|| self.note_watched(id, Some(movie))).await? else {
            self.leave(&roll, &[id]).await?;
            return Ok(false);
        };
        if let Some(before) = before.filter(|before| *before != movie) {
            self.leave(&watch_key(before), &[id]).await?;
        }
        Ok(true)
    }

    async fn unwatch(&self, id: &str) -> Outcome<()> {
        if let Some(Some(before)) = persist(|| self.note_watched(id, None)).await? {
            self.leave(&watch_key(before), &[id]).await?;
        }
        Ok(())
    }

    async fn socket(&self, id: &str) -> Outcome<Option<Socket>> {
        self.item(socket_key(id)).await?.as_ref().map(stored::read).transpose()
    }
}

/// Each is one try.
impl Dynamo {
    /// What was there is given to one of those who take it at once.
    async fn take_socket(&self, id: &str) -> Outcome<Option<Option<Item>>> {
        let asked = self.client.delete_item().table_name(&self.table).key(KEY, text(socket_key(id)));
        let removed = asked.return_values(ReturnValue::AllOld).send().await?;
        Ok(Some(removed.attributes.map(Item)))
    }

    /// Notes on a connection what it watches; what it was before, none where there is no such connection.
    async fn note_watched(
        &self,
        id: &str,
        movie: Option<MovieId>,
    ) -> Outcome<Option<Option<Option<MovieId>>>> {
        let asked = self
            .client
            .update_item()
            .table_name(&self.table)
            .key(KEY, text(socket_key(id)))
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_names("#watches", WATCHES)
            .return_values(ReturnValue::UpdatedOld);
        let asked = match movie {
            Some(movie) => asked
                .update_expression("SET #watches = :movie")
                .expression_attribute_values(":movie", text(movie.to_string())),
            None => asked.update_expression("REMOVE #watches"),
        };
        let Some(before) = unless_refused(asked.send().await.map_err(Failure::from))? else {
            return Ok(Some(None));
        };
        let before: HashMap<String, AttributeValue> = before.attributes.unwrap_or_default();
        Ok(Some(Some(stored::watched(&Item(before))?)))
    }
}
