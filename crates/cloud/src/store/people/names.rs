//! What people are called, looked up once a page.

use std::collections::{HashMap, HashSet};

use futures_util::TryStreamExt as _;
use kenmovie_common::UserId;
use kenmovie_common::domain::Author;
use mongodb::bson::{Uuid, doc};
use serde::Deserialize;

use crate::store::client::{LONGEST, Mongo};
use crate::store::error::Outcome;
use crate::store::schema::USERS;

#[derive(Deserialize)]
struct Named {
    #[serde(rename = "_id")]
    id: Uuid,
    name: String,
    #[serde(default)]
    avatar_url: Option<String>,
}

/// Those of these people whose deletion has not begun, as others see them.
pub(in crate::store) async fn authors(
    mongo: &Mongo,
    people: HashSet<Uuid>,
) -> Outcome<HashMap<Uuid, Author>> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let people: Vec<Uuid> = people.into_iter().collect();
    let users = mongo.collection::<Named>(USERS);
    let found = users
        .find(doc! { "_id": { "$in": people }, "deleting_at": { "$exists": false } })
        .projection(doc! { "name": 1, "avatar_url": 1 })
        .batch_size(1_000)
        .max_time(LONGEST);
    let author = |Named { id, name, avatar_url }: Named| {
        (id, Author { id: UserId::from_bytes(id.bytes()), name, avatar_url })
    };
    Ok(found.await?.map_ok(author).try_collect().await?)
}
