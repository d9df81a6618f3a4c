//! What conversations, marks and pictures say beside the messages themselves.

use std::collections::{HashMap, HashSet};
use std::fmt::Display;

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::MediaPurpose;
use kenmovie_common::ports::Drift;
use mongodb::bson::{Bson, Document, Uuid, doc};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::pair::Pair;
use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::schema::{CONVERSATIONS, MEDIA, MESSAGES, USERS};

#[derive(Deserialize)]
struct Led {
    #[serde(rename = "_id")]
    pair: Pair,
    last: Uuid,
}

#[derive(Deserialize)]
struct Named {
    #[serde(rename = "_id")]
    id: Uuid,
}

#[derive(Deserialize)]
struct Pictured {
    #[serde(rename = "_id")]
    id: Uuid,
    media: Uuid,
    /// Whether the picture is the sender's, used, and shared with the receiver.
    holds: bool,
}

pub(in crate::store) async fn message_drift(mongo: &Mongo) -> Outcome<Vec<Drift>> {
    let mut drifts = Vec::new();
    let mut wrong = |counter, of: &dyn Display, stored: bool, counted: bool| {
        let (stored, counted) = (i64::from(stored), i64::from(counted));
        drifts.push(Drift { counter, of: of.to_string(), stored, counted });
    };
    // The conversations of whoever goes are taken away some messages at a time.
    let going = named(mongo, USERS, doc! { "deleting_at": { "$exists": true } }).await?;
    let stays = |pair: &Pair| !going.contains(&pair.first) && !going.contains(&pair.second);
    let shown = [doc! { "$project": { "last": 1 } }].to_vec();
    let mut stored: HashMap<Pair, Uuid> = lasts(mongo, CONVERSATIONS, shown).await?;
    for (pair, last) in lasts(mongo, MESSAGES, latest_of_pairs()).await? {
        let led = stored.remove(&pair);
        if led != Some(last) && stays(&pair) {
            wrong("conversation last", &last, led.is_some(), true);
        }
    }
    for (_, last) in stored.iter().filter(|(pair, _)| stays(pair)) {
        wrong("conversation last", last, true, false);
    }
    for id in named(mongo, MESSAGES, wrongly_marked()).await? {
        wrong("message marks", &id, false, true);
    }
    let mut used =
        named(mongo, MEDIA, doc! { "used": true, "purpose": MediaPurpose::Message.as_str() }).await?;
    for Pictured { id, media, holds } in rows(mongo, MESSAGES, pictured()).await? {
        used.remove(&media);
        if !holds {
            wrong("message picture", &id, false, true);
        }
    }
    for id in used {
        wrong("message picture", &id, true, false);
    }
    Ok(drifts)
}

async fn rows<T: DeserializeOwned + Send + Sync>(
    mongo: &Mongo,
    collection: &str,
    stages: Vec<Document>,
) -> Outcome<Vec<T>> {
    let all = mongo.collection::<Document>(collection);
    let found = all.aggregate(stages).allow_disk_use(true).with_type::<T>();
    Ok(found.await?.try_collect().await?)
}

async fn lasts(mongo: &Mongo, collection: &str, stages: Vec<Document>) -> Outcome<HashMap<Pair, Uuid>> {
    let led: Vec<Led> = rows(mongo, collection, stages).await?;
    Ok(led.into_iter().map(|Led { pair, last }| (pair, last)).collect())
}

async fn named(mongo: &Mongo, collection: &str, which: Document) -> Outcome<HashSet<Uuid>> {
    let stages = [doc! { "$match": which }, doc! { "$project": { "_id": 1 } }].to_vec();
    let found: Vec<Named> = rows(mongo, collection, stages).await?;
    Ok(found.into_iter().map(|Named { id }| id).collect())
}

fn latest_of_pairs() -> Vec<Document> {
    let pair = doc! { "first": { "$min": ["$from", "$to"] }, "second": { "$max": ["$from", "$to"] } };
    vec![doc! { "$group": { "_id": pair, "last": { "$max": "$_id" } } }]
}

/// Neither both nor none of a mark and of what says that it is missing.
fn wrongly_marked() -> Document {
    let alike = |missing: &str, at: &str| {
        [true, false].map(|is| doc! { missing: { "$exists": is }, at: { "$exists": is } })
    };
    let all = [alike("unread_by", "read_at"), alike("undelivered_to", "delivered_at")];
    doc! { "$or": all.into_iter().flatten().map(Bson::from).collect::<Vec<_>>() }
}

fn pictured() -> Vec<Document> {
    let media = |member: &str| doc! { "$first": format!("$media.{member}") };
    let holds = [
        doc! { "$eq": [media("used"), true] },
        doc! { "$eq": [media("purpose"), MediaPurpose::Message.as_str()] },
        doc! { "$eq": [media("owner"), "$from"] },
        doc! { "$eq": [media("shared_with"), "$to"] },
    ];
    vec![
        doc! { "$match": { "picture.media": { "$exists": true } } },
        doc! { "$lookup": {
            "from": MEDIA, "localField": "picture.media", "foreignField": "_id", "as": "media",
        } },
        doc! { "$project": { "media": "$picture.media", "holds": { "$and": holds.to_vec() } } },
    ]
}
