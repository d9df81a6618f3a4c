//! Threads that somebody does not want to hear of.

use kenmovie_common::{CommentId, Time};
use mongodb::bson::{Bson, DateTime, Document, Uuid, doc};
use serde::{Deserialize, Serialize};

use crate::store::client::Mongo;
use crate::store::comments;
use crate::store::error::Outcome;
use crate::store::schema::MUTES;
use crate::store::value::date;

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct Mute {
    #[serde(rename = "_id")]
    pub(in crate::store) key: MuteKey,
    pub(in crate::store) created_at: DateTime,
}

/// The thread is named by its first comment; the fields' order is part of the key.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(in crate::store) struct MuteKey {
    pub(in crate::store) user: Uuid,
    pub(in crate::store) thread: Uuid,
}

impl MuteKey {
    pub(in crate::store) fn bson(self) -> Bson {
        doc! { "user": self.user, "thread": self.thread }.into()
    }
}

pub(super) async fn mute(
    mongo: &Mongo,
    user: Uuid,
    comment: CommentId,
    muted: bool,
    now: Time,
) -> Outcome<bool> {
    let Some(found) = comments::standing(mongo, comment).await? else { return Ok(false) };
    let key = doc! { "_id": MuteKey { user, thread: found.thread() }.bson() };
    let mutes = mongo.collection::<Document>(MUTES);
    if muted {
        let since = doc! { "$setOnInsert": { "created_at": date(now) } };
        mutes.update_one(key, since).upsert(true).await?;
    } else {
        mutes.delete_one(key).await?;
    }
    Ok(true)
}
