//! The connections of this process, found in each way that they are asked for.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use kenmovie_common::domain::{Circle, Client};
use kenmovie_common::ports::Connection;
use kenmovie_common::{ApiTokenId, MovieId, Time, UserId};

type Id = Arc<str>;

#[derive(Default)]
pub(crate) struct Open {
    known: HashMap<Id, Known>,
    of_users: Groups<UserId>,
    of_clients: Groups<ApiTokenId>,
    watching: Groups<MovieId>,
    ends: BTreeSet<(Time, Id)>,
}

struct Known {
    connection: Connection,
    circle: Circle,
    movie: Option<MovieId>,
}

impl Open {
    /// Those that make room for it.
    pub(super) fn put(&mut self, connection: Connection, circle: Circle, now: Time) -> Vec<Connection> {
        self.sweep(now);
        self.remove(&connection.id);
        let mut crowded = self.of_user(connection.user, now);
        let crowded = crowded.split_off(crowded.len().min(Connection::OF_ONE - 1));
        for one in &crowded {
            self.remove(&one.id);
        }
        let id: Id = connection.id.as_str().into();
        self.of_users.put(connection.user, &id);
        if let Client::Token(client) = connection.client {
            self.of_clients.put(client, &id);
        }
        self.ends.insert((connection.ends_at, Arc::clone(&id)));
        self.known.insert(id, Known { connection, circle, movie: None });
        crowded
    }

    pub(super) fn get(&self, id: &str, now: Time) -> Option<(Connection, Circle)> {
        let known = self.known.get(id).filter(|known| known.connection.ends_at > now)?;
        Some((known.connection.clone(), known.circle.clone()))
    }

    pub(super) fn remove(&mut self, id: &str) -> Option<(Connection, Circle)> {
        self.unwatch(id);
        let (id, Known { connection, circle, .. }) = self.known.remove_entry(id)?;
        self.of_users.take(connection.user, &id);
        if let Client::Token(client) = connection.client {
            self.of_clients.take(client, &id);
        }
        self.ends.remove(&(connection.ends_at, id));
        Some((connection, circle))
    }

    /// The newest first.
    pub(super) fn of_user(&self, user: UserId, now: Time) -> Vec<Connection> {
        let mut found = self.all(self.of_users.of(user), now);
        found.sort_unstable_by(|one, other| {
            let key = |connection: &'_ Connection| Reverse(connection.opened_at);
            key(one).cmp(&key(other)).then_with(|| other.id.cmp(&one.id))
        });
        found
    }

    pub(super) fn of_client(&self, client: ApiTokenId, now: Time) -> Vec<Connection> {
        self.all(self.of_clients.of(client), now)
    }

    pub(super) fn watchers(&self, movie: MovieId, now: Time) -> Vec<Connection> {
        self.all(self.watching.of(movie), now)
    }

    pub(super) fn is_online(&self, user: UserId, now: Time) -> bool {
        self.open(self.of_users.of(user), now).next().is_some()
    }

    pub(super) fn watch(&mut self, id: &str, movie: MovieId, now: Time) -> bool {
        let live = self.known.get_key_value(id).filter(|(_, known)| known.connection.ends_at > now);
        let Some(id) = live.map(|(id, _)| Arc::clone(id)) else { return false };
        self.unwatch(&id);
        if self.open(self.watching.of(movie), now).count() >= Connection::WATCHERS {
            return false;
        }
        self.watching.put(movie, &id);
        if let Some(known) = self.known.get_mut(&id) {
            known.movie = Some(movie);
        }
        true
    }

    pub(super) fn unwatch(&mut self, id: &str) {
        let movie = self.known.get_mut(id).and_then(|known| known.movie.take());
        if let Some(movie) = movie {
            self.watching.take(movie, id);
        }
    }

    /// Forgets those that have ended and were never closed.
    fn sweep(&mut self, now: Time) {
        while let Some((_, id)) = self.ends.first().filter(|(end, _)| *end <= now) {
            let id = Arc::clone(id);
            self.remove(&id);
        }
    }

    fn all<'a>(&'a self, ids: impl Iterator<Item = &'a Id>, now: Time) -> Vec<Connection> {
        self.open(ids, now).cloned().collect()
    }

    fn open<'a>(
        &'a self,
        ids: impl Iterator<Item = &'a Id>,
        now: Time,
    ) -> impl Iterator<Item = &'a Connection> {
        let connections = ids.filter_map(|id| self.known.get(id)).map(|known| &known.connection);
        connections.filter(move |connection| connection.ends_at > now)
    }
}

/// Connections by what they have in common.
struct Groups<K>(HashMap<K, HashSet<Id>>);

impl<K> Default for Groups<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Copy + Eq + Hash> Groups<K> {
    fn put(&mut self, key: K, id: &Id) {
        self.0.entry(key).or_default().insert(Arc::clone(id));
    }

    fn take(&mut self, key: K, id: &str) {
        if let Some(group) = self.0.get_mut(&key) {
            group.remove(id);
            if group.is_empty() {
                self.0.remove(&key);
            }
        }
    }

    fn of(&self, key: K) -> impl Iterator<Item = &Id> {
        self.0.get(&key).into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use kenmovie_common::SessionId;

    use super::*;

    const FILM: MovieId = MovieId::from_bytes([7; 16]);

    fn connection(id: &str, user: u8, millis: i64) -> Connection {
        Connection {
            id: id.into(),
            user: UserId::from_bytes([user; 16]),
            session: SessionId::from_bytes([1; 16]),
            client: Client::Token(ApiTokenId::from_bytes([2; 16])),
            opened_at: Time::from_millis(millis),
            ends_at: Time::from_millis(millis) + Duration::from_mins(1),
        }
    }

    fn sizes(open: &Open) -> [usize; 5] {
        [
            open.known.len(),
            open.of_users.0.len(),
            open.of_clients.0.len(),
            open.watching.0.len(),
            open.ends.len(),
        ]
    }

    #[test]
    fn connections_that_have_ended_are_swept_when_another_opens_and_leave_nothing() {
        let mut open = Open::default();
        for (number, (millis, left)) in
            [(0, 1), (59_999, 2), (60_000, 2), (300_000, 1)].into_iter().enumerate()
        {
            let id = number.to_string();
            let now = Time::from_millis(millis);
            open.put(connection(&id, u8::try_from(number).unwrap(), millis), Circle::default(), now);
            assert!(open.watch(&id, FILM, now));
            assert_eq!(sizes(&open), [left, left, 1, 1, left], "{id}");
        }
        open.remove("3");
        assert_eq!(sizes(&open), [0; 5]);
    }

    #[test]
    fn a_connection_that_opens_twice_is_one() {
        let mut open = Open::default();
        for user in [1, 2] {
            open.put(connection("one", user, 0), Circle::default(), Time::from_millis(0));
        }
        assert_eq!(sizes(&open), [1, 1, 1, 0, 1]);
    }
}
