//! The picture of a person: the account names it, and it is `used`; both by one transaction.

use kenmovie_common::domain::{Media, MediaPurpose, User};
use kenmovie_common::ports::{Constraint, StoreError};
use kenmovie_common::{MediaId, UserId};
use mongodb::ClientSession;
use mongodb::bson::{Document, Uuid, doc};
use mongodb::options::Hint;

use super::{let_go, ready};
use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::schema::MEDIA;
use crate::store::users;
use crate::store::value::uuid;

pub(super) async fn set(mongo: &Mongo, user: UserId, avatar: Option<MediaId>) -> Outcome<Option<User>> {
    let user = uuid(user.bytes());
    mongo
        .transaction(move |mongo, session| Box::pin(async move { write(mongo, session, user, avatar).await }))
        .await
}

async fn write(
    mongo: &Mongo,
    session: &mut ClientSession,
    user: Uuid,
    avatar: Option<MediaId>,
) -> Outcome<Option<User>> {
    let becomes = if let Some(id) = avatar {
        doc! { "$set": { "avatar_url": Media::url(id) } }
    } else {
        doc! { "$unset": { "avatar_url": "" } }
    };
    let person = users::change_within(mongo, &mut *session, user, becomes).await?;
    if person.is_none() {
        return Ok(None);
    }
    let media = mongo.collection::<Document>(MEDIA);
    let mut others = theirs(user);
    if let Some(id) = avatar.map(|id| uuid(id.bytes())) {
        let mut same = theirs(user);
        same.insert("_id", id);
        let usable = doc! { "$or": [ready(id, user, MediaPurpose::Avatar), same] };
        let used = doc! { "$set": { "used": true }, "$unset": { "unused_since": "" } };
        if media.update_one(usable, used).session(&mut *session).await?.matched_count == 0 {
            return Err(StoreError::Conflict(Constraint::Media).into());
        }
        others.insert("_id", doc! { "$ne": id });
    }
    let replaced = media.update_many(others, let_go()).hint(Hint::Name("media_owner".to_owned()));
    replaced.session(session).await?;
    Ok(person)
}

/// A person's avatars that are used: one at most.
fn theirs(user: Uuid) -> Document {
    doc! { "owner": user, "purpose": MediaPurpose::Avatar.as_str(), "used": true }
}
