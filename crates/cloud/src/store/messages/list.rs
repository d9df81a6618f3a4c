//! Stretches of a conversation.

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::Message;
use kenmovie_common::ports::{Page, Stretch};
use kenmovie_common::{MessageId, UserId};
use mongodb::bson::{Document, Uuid, doc};
use mongodb::options::Hint;
use serde::Deserialize;

use super::document::MessageDocument;
use super::pair::between;
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::Outcome;
use crate::store::find::Find;
use crate::store::schema::USERS;
use crate::store::users::living;
use crate::store::value::{one_more, page, uuid};

/// What the query gives: messages, and last the other person where they are there.
#[derive(Deserialize)]
#[serde(untagged)]
enum Row {
    Person {
        #[serde(rename = "there")]
        _there: bool,
    },
    Message(Box<MessageDocument>),
}

pub(super) async fn list(
    mongo: &Mongo,
    user: UserId,
    other: UserId,
    stretch: Stretch,
    limit: usize,
) -> Outcome<Option<Page<Message, MessageId>>> {
    if user == other {
        return Ok(None);
    }
    let (user, other) = (uuid(user.bytes()), uuid(other.bytes()));
    let find = stretch_of(user, other, stretch, limit);
    let person = [doc! { "$match": living(other) }, doc! { "$project": { "there": { "$literal": true } } }];
    let stages = [
        doc! { "$match": find.filter },
        doc! { "$sort": find.sort },
        doc! { "$limit": find.limit },
        doc! { "$unionWith": { "coll": USERS, "pipeline": person.to_vec() } },
    ];
    let messages = mongo.collection::<Document>(find.collection);
    let messages = messages.aggregate(stages);
    let messages = messages.hint(Hint::Name(find.hint.to_owned())).batch_size(1_000).max_time(LONGEST);
    let mut rows = messages.with_type::<Row>().await?;
    let (mut found, mut there) = (Vec::new(), false);
    while let Some(row) = rows.try_next().await? {
        match row {
            Row::Message(message) => found.push(message.message()),
            Row::Person { .. } => there = true,
        }
    }
    if !there {
        return Ok(None);
    }
    let mut page = page(found, limit, |message| message.id);
    if !matches!(stretch, Stretch::After(_)) {
        page.items.reverse();
    }
    Ok(Some(page))
}

/// In the direction that is asked for, one more than the limit.
pub(in crate::store) fn stretch_of(user: Uuid, other: Uuid, stretch: Stretch, limit: usize) -> Find {
    let (ids, direction) = match stretch {
        Stretch::Newest => (None, -1),
        Stretch::Before(id) => (Some(doc! { "$lt": uuid(id.bytes()) }), -1),
        Stretch::After(id) => (Some(doc! { "$gt": uuid(id.bytes()) }), 1),
    };
    Find { sort: doc! { "_id": direction }, limit: one_more(limit), ..between(user, other, ids.as_ref()) }
}
