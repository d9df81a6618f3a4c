//! Who blocked whom. It holds both ways: neither sees the other.

use std::collections::HashSet;

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::BlockedUser;
use kenmovie_common::ports::Page;
use kenmovie_common::{Time, UserId};
use mongodb::bson::{Bson, DateTime, Document, Uuid, doc};
use serde::{Deserialize, Serialize};

use super::names::authors;
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::Outcome;
use crate::store::find::Find;
use crate::store::schema::{BLOCKS, USERS};
use crate::store::value::{date, one_more, page, time, uuid};

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct Block {
    #[serde(rename = "_id")]
    pub(in crate::store) key: BlockKey,
    pub(in crate::store) created_at: DateTime,
}

/// Who blocked whom; the fields' order is part of the key.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(in crate::store) struct BlockKey {
    pub(in crate::store) user: Uuid,
    pub(in crate::store) blocked: Uuid,
}

impl BlockKey {
    pub(in crate::store) fn bson(self) -> Bson {
        doc! { "user": self.user, "blocked": self.blocked }.into()
    }
}

/// The blocks that there may be between somebody and others, either way.
pub(in crate::store) fn between(user: Uuid, others: impl IntoIterator<Item = Uuid>) -> Document {
    let pair = |other| [BlockKey { user, blocked: other }, BlockKey { user: other, blocked: user }];
    let keys: Vec<Bson> = others.into_iter().flat_map(pair).map(BlockKey::bson).collect();
    doc! { "_id": { "$in": keys } }
}

#[derive(Deserialize)]
struct Keyed {
    #[serde(rename = "_id")]
    key: BlockKey,
}

/// Those of these people who blocked somebody, or whom they blocked.
pub(in crate::store) async fn blocked_among(
    mongo: &Mongo,
    user: Uuid,
    people: impl IntoIterator<Item = Uuid>,
) -> Outcome<HashSet<Uuid>> {
    let blocks = mongo.collection::<Keyed>(BLOCKS);
    let found = blocks.find(between(user, people)).projection(doc! { "_id": 1 });
    let found = found.batch_size(1_000).max_time(LONGEST).await?;
    let other = |Keyed { key }: Keyed| if key.user == user { key.blocked } else { key.user };
    Ok(found.map_ok(other).try_collect().await?)
}

pub(super) async fn block(mongo: &Mongo, key: BlockKey, now: Time) -> Outcome<bool> {
    if key.user == key.blocked {
        return Ok(false);
    }
    let both = doc! { "_id": { "$in": [key.user, key.blocked] }, "deleting_at": { "$exists": false } };
    let users = mongo.collection::<Document>(USERS);
    let there = users.find(both).projection(doc! { "_id": 1 });
    let there: Vec<Document> = there.max_time(LONGEST).await?.try_collect().await?;
    if there.len() < 2 {
        return Ok(false);
    }
    let since = doc! { "$setOnInsert": { "created_at": date(now) } };
    let blocks = mongo.collection::<Document>(BLOCKS);
    blocks.update_one(doc! { "_id": key.bson() }, since).upsert(true).await?;
    Ok(true)
}

pub(super) async fn unblock(mongo: &Mongo, key: BlockKey) -> Outcome<()> {
    mongo.collection::<Document>(BLOCKS).delete_one(doc! { "_id": key.bson() }).await?;
    Ok(())
}

pub(super) async fn list(
    mongo: &Mongo,
    user: Uuid,
    after: Option<(i64, UserId)>,
    limit: usize,
) -> Outcome<Page<BlockedUser, (i64, UserId)>> {
    let found: Vec<Block> = latest_blocked(user, after, limit).run(mongo).await?;
    let place =
        |block: &Block| (block.created_at.timestamp_millis(), UserId::from_bytes(block.key.blocked.bytes()));
    let Page { items, next } = page(found, limit, place);
    let mut people = authors(mongo, items.iter().map(|block| block.key.blocked).collect()).await?;
    // Whoever goes at this moment is no longer listed.
    let listed = items.into_iter().filter_map(|Block { key, created_at }| {
        Some(BlockedUser { user: people.remove(&key.blocked)?, blocked_at: time(created_at) })
    });
    Ok(Page { items: listed.collect(), next })
}

/// Whom a person blocked. A place is two stretches of the index, which the server merges.
pub(in crate::store) fn latest_blocked(user: Uuid, after: Option<(i64, UserId)>, limit: usize) -> Find {
    let filter = match after {
        None => doc! { "_id.user": user },
        Some((at, blocked)) => {
            let at = DateTime::from_millis(at);
            doc! { "$or": [
                { "_id.user": user, "created_at": at, "_id.blocked": { "$lt": uuid(blocked.bytes()) } },
                { "_id.user": user, "created_at": { "$lt": at } },
            ] }
        }
    };
    Find {
        collection: BLOCKS,
        filter,
        sort: doc! { "created_at": -1, "_id.blocked": -1 },
        hint: "blocks_latest",
        limit: one_more(limit),
        ..Find::default()
    }
}
