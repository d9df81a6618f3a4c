//! The end of an account: its beginning. What else is a person's is erased by [`erase`](crate::store::erase).

use kenmovie_common::Time;
use kenmovie_common::domain::User;
use mongodb::bson::{Uuid, doc};

use super::document::{UserDocument, living, shown};
use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::find::Find;
use crate::store::schema::USERS;
use crate::store::value::{date, signed};

pub(super) async fn begin(mongo: &Mongo, id: Uuid, seen: u64, now: Time) -> Outcome<Option<User>> {
    let mut is = living(id);
    is.insert("auth_epoch", signed(seen));
    let becomes = doc! {
        "$set": { "email": "", "name": "", "email_verified": false, "deleting_at": date(now) },
        "$unset": {
            "email_key": "", "age": "", "avatar_url": "", "password_hash": "", "providers": "", "last_seen_at": "",
            "found_by": "",
        },
        "$inc": { "auth_epoch": 1_i64 },
    };
    let users = mongo.collection::<UserDocument>(USERS);
    let before = users.find_one_and_update(is, becomes).projection(shown()).await?;
    let before = before.map(UserDocument::user).transpose()?;
    Ok(before.map(|user| User { auth_epoch: user.auth_epoch + 1, ..user }))
}

/// Those whose deletion has begun, the longest ago first.
pub(in crate::store) fn ending() -> Find {
    Find {
        collection: USERS,
        filter: doc! { "deleting_at": { "$exists": true } },
        sort: doc! { "deleting_at": 1 },
        projection: doc! { "deleting_at": 1 },
        hint: "users_deleting",
        ..Find::default()
    }
}
