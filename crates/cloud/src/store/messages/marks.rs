//! What has arrived and what is read. Both only ever go forward, and each message bears its own marks.

use kenmovie_common::domain::Conversation;
use kenmovie_common::ports::{Arrived, ReadUpTo};
use kenmovie_common::{MessageId, Time};
use mongodb::bson::{Document, Uuid, doc};
use mongodb::options::Hint;
use serde::Deserialize;

use crate::store::client::{LONGEST, Mongo};
use crate::store::error::Outcome;
use crate::store::find::Find;
use crate::store::schema::MESSAGES;
use crate::store::value::{date, uuid};

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "_id")]
    id: Uuid,
}

/// One command where nothing changes, else three.
pub(super) async fn deliver(
    mongo: &Mongo,
    user: Uuid,
    other: Uuid,
    arrived: Arrived,
    now: Time,
) -> Outcome<Option<MessageId>> {
    let messages = mongo.collection::<Document>(MESSAGES);
    let becomes = doc! { "$set": { "delivered_at": date(now) }, "$unset": { "undelivered_to": "" } };
    let changed = match arrived {
        Arrived::One(id) => {
            let one = doc! { "_id": uuid(id.bytes()), "undelivered_to": user, "from": other };
            messages.update_one(one, becomes).await?
        }
        Arrived::UpTo(id) => {
            let Find { filter, hint, .. } = undelivered(user, other, Some(id));
            messages.update_many(filter, becomes).hint(Hint::Name(hint.to_owned())).await?
        }
    };
    if changed.modified_count == 0 {
        return Ok(None);
    }
    let missing: Vec<Row> = undelivered(user, other, None).up_to(1).run(mongo).await?;
    let before = missing.first().map(|missing| doc! { "$lt": missing.id });
    last(mongo, last_of(user, other, before)).await
}

/// Two commands where nothing changes, else three.
pub(super) async fn read(
    mongo: &Mongo,
    user: Uuid,
    other: Uuid,
    up_to: MessageId,
    now: Time,
) -> Outcome<ReadUpTo> {
    let messages = mongo.collection::<Document>(MESSAGES);
    let ids = doc! { "$lte": uuid(up_to.bytes()) };
    let Find { mut filter, hint, .. } = unread(user, other);
    filter.insert("_id", ids.clone());
    let becomes = vec![
        doc! { "$set": { "read_at": date(now), "delivered_at": { "$ifNull": ["$delivered_at", date(now)] } } },
        doc! { "$unset": ["unread_by", "undelivered_to"] },
    ];
    let changed = messages.update_many(filter, becomes).hint(Hint::Name(hint.to_owned())).await?;
    let latest = async {
        if changed.modified_count == 0 {
            Ok(None)
        } else {
            last(mongo, last_of(user, other, Some(ids))).await
        }
    };
    let (up_to, unread) = tokio::try_join!(latest, count(mongo, unread(user, other)))?;
    Ok(ReadUpTo { unread, up_to })
}

async fn last(mongo: &Mongo, find: Find) -> Outcome<Option<MessageId>> {
    let last: Vec<Row> = find.up_to(1).run(mongo).await?;
    Ok(last.first().map(|row| MessageId::from_bytes(row.id.bytes())))
}

/// As many at most as are counted.
async fn count(mongo: &Mongo, find: Find) -> Outcome<u64> {
    let messages = mongo.collection::<Document>(find.collection);
    let counted = messages.count_documents(find.filter).hint(Hint::Name(find.hint.to_owned()));
    Ok(counted.limit(Conversation::UNREAD).max_time(LONGEST).await?)
}

/// What a person has not seen of somebody's messages.
pub(in crate::store) fn unread(user: Uuid, other: Uuid) -> Find {
    let filter = doc! { "unread_by": user, "from": other };
    Find { collection: MESSAGES, filter, hint: "messages_unread", ..Find::default() }
}

/// What no device of a person's has of somebody's messages, up to this one; the earliest first.
pub(in crate::store) fn undelivered(user: Uuid, other: Uuid, up_to: Option<MessageId>) -> Find {
    let mut filter = doc! { "undelivered_to": user, "from": other };
    filter.extend(up_to.map(|id| ("_id".to_owned(), doc! { "$lte": uuid(id.bytes()) }.into())));
    Find {
        collection: MESSAGES,
        filter,
        sort: doc! { "_id": 1 },
        projection: doc! { "_id": 1 },
        hint: "messages_undelivered",
        ..Find::default()
    }
}

/// Somebody's messages to a person, of these ids, the latest first.
pub(in crate::store) fn last_of(user: Uuid, other: Uuid, ids: Option<Document>) -> Find {
    let mut filter = doc! { "to": user, "from": other };
    filter.extend(ids.map(|ids| ("_id".to_owned(), ids.into())));
    Find {
        collection: MESSAGES,
        filter,
        sort: doc! { "_id": -1 },
        projection: doc! { "_id": 1 },
        hint: "messages_way",
        ..Find::default()
    }
}
