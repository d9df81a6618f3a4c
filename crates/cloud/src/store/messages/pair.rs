//! Two people who write to each other, and the document that says so.

use kenmovie_common::UserId;
use mongodb::ClientSession;
use mongodb::bson::{Bson, Document, Uuid, doc};
use serde::{Deserialize, Serialize};

use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::find::Find;
use crate::store::schema::{CONVERSATIONS, MESSAGES};
use crate::store::value::uuid;

/// Two people, whoever of them writes; the fields' order is part of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::store) struct Pair {
    pub(in crate::store) first: Uuid,
    pub(in crate::store) second: Uuid,
}

/// A conversation. One without a message there is none.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(in crate::store) struct ConversationDocument {
    #[serde(rename = "_id")]
    pub(in crate::store) pair: Pair,
    /// Both.
    pub(in crate::store) people: [Uuid; 2],
    /// The latest message.
    pub(in crate::store) last: Uuid,
}

impl Pair {
    pub(in crate::store) fn of(one: UserId, other: UserId) -> Self {
        Self { first: uuid(one.min(other).bytes()), second: uuid(one.max(other).bytes()) }
    }

    pub(in crate::store) fn bson(self) -> Bson {
        doc! { "first": self.first, "second": self.second }.into()
    }

    fn people(self) -> [Uuid; 2] {
        [self.first, self.second]
    }
}

impl ConversationDocument {
    /// Whom somebody writes with in it.
    pub(in crate::store) fn other(&self, user: Uuid) -> Uuid {
        if self.pair.first == user { self.pair.second } else { self.pair.first }
    }
}

/// The messages of two people, of these ids: one stretch of the index for each direction, which the server merges.
pub(in crate::store) fn between(one: Uuid, other: Uuid, ids: Option<&Document>) -> Find {
    let stretch = |to: Uuid, from: Uuid| {
        let mut stretch = doc! { "to": to, "from": from };
        stretch.extend(ids.map(|ids| ("_id".to_owned(), ids.clone().into())));
        stretch
    };
    let filter = doc! { "$or": [stretch(one, other), stretch(other, one)] };
    Find { collection: MESSAGES, filter, hint: "messages_way", ..Find::default() }
}

/// Makes this the last message of its conversation, in this transaction. Where a later one is there already the write is
/// refused, as a duplicate `_id_`.
pub(super) async fn lead_to(
    mongo: &Mongo,
    session: &mut ClientSession,
    pair: Pair,
    last: Uuid,
) -> Outcome<()> {
    let conversations = mongo.collection::<Document>(CONVERSATIONS);
    let earlier = doc! { "_id": pair.bson(), "last": { "$lt": last } };
    let becomes = doc! { "$set": { "last": last }, "$setOnInsert": { "people": pair.people().to_vec() } };
    conversations.update_one(earlier, becomes).upsert(true).session(session).await?;
    Ok(())
}

impl Mongo {
    /// Makes sure that a conversation is there and leads to this message or a later one.
    pub(in crate::store) async fn lead_at_least_to(&self, pair: Pair, last: Uuid) -> Outcome<()> {
        let conversations = self.collection::<Document>(CONVERSATIONS);
        let becomes = doc! { "$max": { "last": last }, "$setOnInsert": { "people": pair.people().to_vec() } };
        conversations.update_one(doc! { "_id": pair.bson() }, becomes).upsert(true).await?;
        Ok(())
    }
}
