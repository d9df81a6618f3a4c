//! Whom a person has to do with, and with whom not.

use kenmovie_common::UserId;
use kenmovie_common::domain::Circle;
use mongodb::bson::Uuid;
use serde::Deserialize;

use super::blocks::BlockKey;
use crate::store::belongings;
use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::find::Find;
use crate::store::messages::contacts;

#[derive(Deserialize)]
struct Keyed {
    #[serde(rename = "_id")]
    key: BlockKey,
}

pub(super) async fn circle(mongo: &Mongo, user: Uuid) -> Outcome<Circle> {
    let blocks = async |find: Find| find.up_to(Circle::STRANGERS).run::<Keyed>(mongo).await;
    let (contacts, blocked, blocked_by) = tokio::try_join!(
        contacts(mongo, user, Circle::CONTACTS),
        blocks(belongings::blocks(user)),
        blocks(belongings::blocked_by(user)),
    )?;
    let blocked = blocked.into_iter().map(|Keyed { key }| key.blocked);
    let strangers = blocked.chain(blocked_by.into_iter().map(|Keyed { key }| key.user));
    let mut strangers: Vec<_> = strangers.map(|id| UserId::from_bytes(id.bytes())).collect();
    strangers.sort_unstable();
    strangers.dedup();
    Ok(Circle { contacts, strangers })
}
