//! A person on a page of their own.

use kenmovie_common::UserId;
use kenmovie_common::domain::{Author, Profile};
use mongodb::bson::{DateTime, Document, Uuid, doc};
use mongodb::options::Hint;
use serde::Deserialize;

use crate::store::belongings;
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::Outcome;
use crate::store::find::Find;
use crate::store::schema::{COMMENTS, USERS};
use crate::store::users::living;
use crate::store::value::{time, uuid};

#[derive(Deserialize)]
struct Known {
    name: String,
    #[serde(default)]
    avatar_url: Option<String>,
    created_at: DateTime,
}

pub(super) async fn profile(mongo: &Mongo, id: UserId) -> Outcome<Option<Profile>> {
    let user = uuid(id.bytes());
    let users = mongo.collection::<Known>(USERS);
    let known = users.find_one(living(user)).projection(doc! { "name": 1, "avatar_url": 1, "created_at": 1 });
    let known = async { Ok(known.max_time(LONGEST).await?) };
    let (known, comments, ratings) =
        tokio::try_join!(known, count(mongo, comments_of(user)), count(mongo, ratings_of(user)))?;
    Ok(known.map(|Known { name, avatar_url, created_at }| Profile {
        person: Author { id, name, avatar_url },
        created_at: time(created_at),
        comments,
        ratings,
    }))
}

async fn count(mongo: &Mongo, rows: Find) -> Outcome<u64> {
    let all = mongo.collection::<Document>(rows.collection);
    let counted = all.count_documents(rows.filter).hint(Hint::Name(rows.hint.to_owned()));
    Ok(counted.max_time(LONGEST).await?)
}

/// What a person wrote and has not deleted: who wrote what is deleted is not known any more.
pub(in crate::store) fn comments_of(user: Uuid) -> Find {
    Find { collection: COMMENTS, filter: doc! { "author": user }, hint: "comments_author", ..Find::default() }
}

/// One that is taken back may not yet be removed.
pub(in crate::store) fn ratings_of(user: Uuid) -> Find {
    let mut ratings = belongings::ratings(user);
    ratings.filter.insert("score", doc! { "$gt": 0 });
    ratings
}
