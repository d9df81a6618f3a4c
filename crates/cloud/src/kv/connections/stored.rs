//! A connection as it is stored: in a roll as 64 bytes, and in an item of its own with a circle.

use std::collections::HashMap;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use kenmovie_common::domain::{Circle, Client};
use kenmovie_common::ports::Connection;
use kenmovie_common::{ApiTokenId, MovieId, SessionId, Time, UserId};

use crate::kv::error::{Outcome, corrupt};
use crate::kv::item::{EXPIRES, Item, KEY, expiry, socket_key, text};

/// The film that it watches.
pub(super) const WATCHES: &str = "watches";
const CONNECTION: &str = "connection";
const CONTACTS: &str = "contacts";
const STRANGERS: &str = "strangers";

/// A connection's item.
pub(super) struct Socket {
    pub(super) connection: Connection,
    pub(super) circle: Circle,
    pub(super) watches: Option<MovieId>,
}

/// At most 33 KB: a circle has 2,050 people.
pub(super) fn item(connection: &Connection, circle: &Circle) -> HashMap<String, AttributeValue> {
    let people = |people: &[UserId]| {
        let bytes: Vec<u8> = people.iter().flat_map(|id| *id.bytes()).collect();
        AttributeValue::B(Blob::new(bytes))
    };
    let attributes = [
        (KEY, text(socket_key(&connection.id))),
        (EXPIRES, expiry(connection.ends_at)),
        (CONNECTION, packed(connection)),
        (CONTACTS, people(&circle.contacts)),
        (STRANGERS, people(&circle.strangers)),
    ];
    attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

pub(super) fn read(item: &Item) -> Outcome<Socket> {
    let key = item.text(KEY)?;
    let id = key.strip_prefix("socket#").ok_or_else(|| corrupt(format!("the socket {key:?}")))?;
    let people = |name: &str| -> Outcome<Vec<UserId>> {
        let (ids, rest) = item.bytes(name)?.as_chunks::<16>();
        if !rest.is_empty() {
            return Err(corrupt(format!("{name}: an id that is cut off")));
        }
        Ok(ids.iter().copied().map(UserId::from_bytes).collect())
    };
    Ok(Socket {
        connection: unpacked(id, item.bytes(CONNECTION)?)?,
        circle: Circle { contacts: people(CONTACTS)?, strangers: people(STRANGERS)? },
        watches: watched(item)?,
    })
}

/// What a connection with these attributes watches.
pub(super) fn watched(item: &Item) -> Outcome<Option<MovieId>> {
    match item.text_or_empty(WATCHES)? {
        "" => Ok(None),
        movie => movie.parse().map(Some).map_err(|_| corrupt(format!("the film {movie:?}"))),
    }
}

/// Person, session, API token (zeros for a browser), when it was opened and when it ends.
pub(super) fn packed(connection: &Connection) -> AttributeValue {
    let Connection { user, session, client, opened_at, ends_at, .. } = connection;
    let client = match client {
        Client::Web => [0; 16],
        Client::Token(token) => *token.bytes(),
    };
    let times = [opened_at, ends_at].map(|at| at.millis().to_be_bytes());
    AttributeValue::B(Blob::new([user.bytes(), session.bytes(), &client, times.as_flattened()].concat()))
}

pub(super) fn unpacked(id: &str, bytes: &[u8]) -> Outcome<Connection> {
    let parts = || {
        let (user, rest) = bytes.split_first_chunk::<16>()?;
        let (session, rest) = rest.split_first_chunk::<16>()?;
        let (client, rest) = rest.split_first_chunk::<16>()?;
        let (opened_at, rest) = rest.split_first_chunk::<8>()?;
        let (ends_at, []) = rest.split_first_chunk::<8>()? else { return None };
        let client =
            if *client == [0; 16] { Client::Web } else { Client::Token(ApiTokenId::from_bytes(*client)) };
        Some(Connection {
            id: id.to_owned(),
            user: UserId::from_bytes(*user),
            session: SessionId::from_bytes(*session),
            client,
            opened_at: Time::from_millis(i64::from_be_bytes(*opened_at)),
            ends_at: Time::from_millis(i64::from_be_bytes(*ends_at)),
        })
    };
    parts().ok_or_else(|| corrupt(format!("the connection {id:?} in {} bytes", bytes.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_reads_back_as_it_was_packed_and_nothing_else_does() {
        for client in [Client::Web, Client::Token(ApiTokenId::from_bytes([3; 16]))] {
            let connection = Connection {
                id: "L0SM9cOFvHcCIhw=".into(),
                user: UserId::from_bytes([1; 16]),
                session: SessionId::from_bytes([2; 16]),
                client,
                opened_at: Time::from_millis(1_700_000_000_000),
                ends_at: Time::from_millis(1_700_007_200_000),
            };
            let AttributeValue::B(bytes) = packed(&connection) else { panic!("not bytes") };
            assert_eq!(bytes.as_ref().len(), 64);
            assert_eq!(unpacked(&connection.id, bytes.as_ref()).unwrap(), connection);
            let longer = [bytes.as_ref(), &[0]].concat();
            for wrong in [&bytes.as_ref()[..63], &longer, &[]] {
                assert!(unpacked(&connection.id, wrong).is_err());
            }
        }
    }
}
