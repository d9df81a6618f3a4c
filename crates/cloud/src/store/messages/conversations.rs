//! A person's conversations: with whom, the last message, and how many are not read.

use std::collections::{HashMap, HashSet};

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::{Author, Conversation, Person};
use kenmovie_common::ports::{Conversations, Page};
use kenmovie_common::{MessageId, UserId};
use mongodb::bson::{DateTime, Document, Uuid, doc};
use mongodb::options::Hint;
use serde::Deserialize;

use super::document::MessageDocument;
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::{Outcome, corrupt};
use crate::store::filled::{Source, filled};
use crate::store::people::blocked_among;
use crate::store::schema::{CONVERSATIONS, MESSAGES, USERS};
use crate::store::value::{count, signed, time, uuid};

/// Two commands: the page, and what is not read.
pub(super) async fn list(
    mongo: &Mongo,
    user: Uuid,
    after: Option<MessageId>,
    limit: usize,
) -> Outcome<Conversations> {
    let mut latest = Latest { mongo, user, only: Only::People, blocked: HashSet::new() };
    let (page, unread) = tokio::try_join!(filled(&mut latest, after, limit), unread(mongo, user))?;
    let conversation = |Row { people, messages, .. }: Row| {
        let (Some(other), Some(last)) = (people.into_iter().next(), messages.into_iter().next()) else {
            return Err(corrupt("a conversation of nobody, or without a message"));
        };
        let unread = unread.get(&other.id).copied().unwrap_or(0);
        Ok(Conversation { user: other.person(), last_message: last.message(), unread })
    };
    let items = page.items.into_iter().map(conversation).collect::<Outcome<_>>()?;
    let unread_total = unread.values().sum::<u64>().min(Conversation::UNREAD);
    Ok(Conversations { page: Page { items, next: page.next }, unread_total })
}

/// Whom a person wrote with last and nothing stands between, so many at most.
pub(in crate::store) async fn contacts(mongo: &Mongo, user: Uuid, limit: usize) -> Outcome<Vec<UserId>> {
    let mut latest = Latest { mongo, user, only: Only::Contacts, blocked: HashSet::new() };
    let page = filled(&mut latest, None, limit).await?;
    Ok(page.items.into_iter().map(|row| UserId::from_bytes(row.other.bytes())).collect())
}

#[derive(Deserialize)]
struct Row {
    last: Uuid,
    other: Uuid,
    people: Vec<Other>,
    #[serde(default)]
    messages: Vec<MessageDocument>,
}

#[derive(Deserialize)]
struct Other {
    #[serde(rename = "_id")]
    id: Uuid,
    name: String,
    #[serde(default)]
    avatar_url: Option<String>,
    #[serde(default)]
    last_seen_at: Option<DateTime>,
}

impl Other {
    fn person(self) -> Person {
        let person =
            Author { id: UserId::from_bytes(self.id.bytes()), name: self.name, avatar_url: self.avatar_url };
        Person { person, online: None, last_seen_at: self.last_seen_at.map(time) }
    }
}

/// Which conversations, and what is wanted of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Only {
    /// With people who are there, and their last messages.
    People,
    /// With people who are there and neither blocked nor are blocked.
    Contacts,
}

/// That with the latest message first.
struct Latest<'a> {
    mongo: &'a Mongo,
    user: Uuid,
    only: Only,
    blocked: HashSet<Uuid>,
}

impl Source for Latest<'_> {
    type Item = Row;
    type Place = MessageId;

    async fn fetch(&mut self, after: Option<MessageId>, limit: usize) -> Outcome<Vec<Row>> {
        let conversations = self.mongo.collection::<Document>(CONVERSATIONS);
        let rows = conversations
            .aggregate(latest(self.user, self.only, after, limit))
            .hint(Hint::Name("conversations_latest".to_owned()))
            .batch_size(1_000)
            .max_time(LONGEST)
            .with_type::<Row>();
        let rows: Vec<Row> = rows.await?.try_collect().await?;
        if self.only == Only::Contacts && !rows.is_empty() {
            let others = rows.iter().map(|row| row.other);
            self.blocked.extend(blocked_among(self.mongo, self.user, others).await?);
        }
        Ok(rows)
    }

    fn sees(&self, row: &Row) -> bool {
        !row.people.is_empty() && !self.blocked.contains(&row.other)
    }

    fn place(&self, row: &Row) -> MessageId {
        MessageId::from_bytes(row.last.bytes())
    }
}

pub(in crate::store) fn latest(
    user: Uuid,
    only: Only,
    after: Option<MessageId>,
    limit: usize,
) -> Vec<Document> {
    let mut stretch = doc! { "people": user };
    stretch.extend(after.map(|id| ("last".to_owned(), doc! { "$lt": uuid(id.bytes()) }.into())));
    let shown = doc! { "name": 1, "avatar_url": 1, "last_seen_at": 1 };
    let mut stages = vec![
        doc! { "$match": stretch },
        doc! { "$sort": { "last": -1 } },
        doc! { "$limit": i64::try_from(limit).unwrap_or(i64::MAX) },
        doc! { "$project": {
            "last": 1, "other": { "$first": { "$setDifference": ["$people", [user]] } },
        } },
        doc! { "$lookup": {
            "from": USERS, "localField": "other", "foreignField": "_id", "as": "people",
            "pipeline": [{ "$match": { "deleting_at": { "$exists": false } } }, { "$project": shown }],
        } },
    ];
    if only == Only::People {
        stages.push(doc! { "$lookup": {
            "from": MESSAGES, "localField": "last", "foreignField": "_id", "as": "messages",
        } });
    }
    stages
}

#[derive(Deserialize)]
struct Sender {
    #[serde(rename = "_id")]
    id: Uuid,
    unread: i64,
}

/// How many messages of each person, who is there, somebody has not read; of each as many at most as are counted.
async fn unread(mongo: &Mongo, user: Uuid) -> Outcome<HashMap<Uuid, u64>> {
    let messages = mongo.collection::<Document>(MESSAGES);
    let senders = messages
        .aggregate(unread_by_sender(user))
        .hint(Hint::Name("messages_unread".to_owned()))
        .batch_size(1_000)
        .max_time(LONGEST)
        .with_type::<Sender>();
    let senders = senders.await?.map_err(Into::into);
    senders.and_then(async |Sender { id, unread }| Ok((id, count(unread)?))).try_collect().await
}

pub(in crate::store) fn unread_by_sender(user: Uuid) -> Vec<Document> {
    vec![
        doc! { "$match": { "unread_by": user } },
        // One step in the index a sender, however much they sent.
        doc! { "$group": { "_id": "$from" } },
        doc! { "$lookup": {
            "from": USERS, "localField": "_id", "foreignField": "_id", "as": "people",
            "pipeline": [{ "$match": { "deleting_at": { "$exists": false } } }, { "$project": { "_id": 1 } }],
        } },
        doc! { "$match": { "people": { "$ne": [] } } },
        doc! { "$lookup": {
            "from": MESSAGES, "localField": "_id", "foreignField": "from", "as": "unread",
            "pipeline": [
                { "$match": { "unread_by": user } },
                { "$limit": signed(Conversation::UNREAD) },
                { "$count": "messages" },
            ],
        } },
        // None where they were read in between.
        doc! { "$project": { "unread": { "$toLong": { "$ifNull": [{ "$first": "$unread.messages" }, 0] } } } },
    ]
}
