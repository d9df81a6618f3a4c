//! The administrators' list of people, newest first.

use kenmovie_common::UserId;
use kenmovie_common::domain::ListedUser;
use kenmovie_common::ports::Page;
use kenmovie_common::text::fold;
use mongodb::bson::{DateTime, Uuid, doc};
use serde::Deserialize;

use super::document::role;
use super::found_by::{LONGEST, first};
use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::find::Find;
use crate::store::schema::USERS;
use crate::store::value::{one_more, page, time, uuid};

#[derive(Deserialize)]
struct Listed {
    #[serde(rename = "_id")]
    id: Uuid,
    name: String,
    email: String,
    email_verified: bool,
    role: String,
    created_at: DateTime,
    #[serde(default)]
    last_seen_at: Option<DateTime>,
}

impl Listed {
    fn user(self) -> Outcome<ListedUser> {
        Ok(ListedUser {
            id: UserId::from_bytes(self.id.bytes()),
            role: role(&self.role)?,
            name: self.name,
            email: self.email,
            email_verified: self.email_verified,
            created_at: time(self.created_at),
            last_seen_at: self.last_seen_at.map(time),
        })
    }
}

pub(super) async fn list(
    mongo: &Mongo,
    beginning: &str,
    after: Option<UserId>,
    limit: usize,
) -> Outcome<Page<ListedUser, UserId>> {
    let found: Vec<Listed> = beginning_with(beginning, after, limit).run(mongo).await?;
    let found = found.into_iter().map(Listed::user).collect::<Outcome<_>>()?;
    Ok(page(found, limit, |user: &ListedUser| user.id))
}

/// Nobody whose deletion has begun begins with anything.
pub(in crate::store) fn beginning_with(beginning: &str, after: Option<UserId>, limit: usize) -> Find {
    let sought = fold(beginning);
    let looked_up = first(&sought, LONGEST);
    let mut filter = doc! { "found_by.beginnings": looked_up };
    if looked_up != sought {
        // Folded text holds letters, digits and spaces, all of which come before this.
        let end = format!("{sought}{}", char::MAX);
        filter.insert("found_by.texts", doc! { "$elemMatch": { "$gte": &sought, "$lt": end } });
    }
    if let Some(after) = after {
        filter.insert("_id", doc! { "$lt": uuid(after.bytes()) });
    }
    let projection = doc! {
        "name": 1, "email": 1, "email_verified": 1, "role": 1, "created_at": 1, "last_seen_at": 1,
    };
    Find {
        collection: USERS,
        filter,
        sort: doc! { "_id": -1 },
        projection,
        hint: "users_found_by",
        limit: one_more(limit),
        ..Find::default()
    }
}
