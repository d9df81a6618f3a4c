//! Who is told of a reply: whoever wrote what it answers. A reply is settled once they are, so that a crash loses none.

use futures_util::TryStreamExt as _;
use kenmovie_common::CommentId;
use mongodb::bson::{Document, Uuid, doc};
use serde::Deserialize;

use super::document::CommentDocument;
use super::read;
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::{Failure, Outcome};
use crate::store::notifications::NotificationDocument;
use crate::store::people::{MuteKey, between};
use crate::store::schema::{BLOCKS, MUTES, NOTIFICATIONS};

/// How the author of a reply stands to who wrote what it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Addressee {
    /// They are the same, or the other is not known or does not want to hear of the thread.
    Nobody,
    /// One of the two blocked the other.
    Blocked,
    Person(Uuid),
}

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "_id")]
    key: AnyKey,
}

#[derive(Deserialize)]
struct AnyKey {
    #[serde(default)]
    thread: Option<Uuid>,
}

/// Whom a reply of this author to that comment tells.
pub(super) async fn addressee(mongo: &Mongo, author: Uuid, answered: &CommentDocument) -> Outcome<Addressee> {
    let Some(other) = answered.author.filter(|other| *other != author) else {
        return Ok(Addressee::Nobody);
    };
    let rows = mongo.collection::<Document>(BLOCKS);
    let rows = rows.aggregate(standing_between(author, other, answered.thread())).max_time(LONGEST);
    let rows: Vec<Row> = rows.with_type::<Row>().await?.try_collect().await?;
    Ok(if rows.iter().any(|row| row.key.thread.is_none()) {
        Addressee::Blocked
    } else if rows.is_empty() {
        Addressee::Person(other)
    } else {
        Addressee::Nobody
    })
}

/// The blocks between two people, and the other's mute of the thread.
pub(in crate::store) fn standing_between(author: Uuid, other: Uuid, thread: Uuid) -> Vec<Document> {
    let mute = doc! { "_id": MuteKey { user: other, thread }.bson() };
    vec![
        doc! { "$match": between(author, [other]) },
        doc! { "$unionWith": { "coll": MUTES, "pipeline": [{ "$match": mute }] } },
    ]
}

/// Tells somebody of a reply; twice is once.
pub(super) async fn tell(mongo: &Mongo, to: Addressee, reply: &CommentDocument) -> Outcome<()> {
    let Addressee::Person(to) = to else { return Ok(()) };
    let told = NotificationDocument::of_reply(reply, to);
    let notifications = mongo.collection::<NotificationDocument>(NOTIFICATIONS);
    match notifications.insert_one(told).await.map_err(Failure::from) {
        Err(failure) if !failure.is_duplicate("_id_") => Err(failure),
        _ => Ok(()),
    }
}

/// Tells of a reply that a crash left, as things stand now.
pub(super) async fn tell_late(mongo: &Mongo, reply: &CommentDocument) -> Outcome<()> {
    let (Some(author), Some(parent)) = (reply.author, reply.parent) else { return Ok(()) };
    let answered = read::document(mongo, CommentId::from_bytes(parent.bytes())).await?;
    match answered {
        Some(answered) => tell(mongo, addressee(mongo, author, &answered).await?, reply).await,
        None => Ok(()),
    }
}
