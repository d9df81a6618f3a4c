//! Everybody whose name begins so, by name.

use std::collections::HashSet;

use kenmovie_common::UserId;
use kenmovie_common::domain::{Author, Person};
use kenmovie_common::ports::Page;
use mongodb::bson::{DateTime, Document, Uuid, doc};
use serde::Deserialize;

use super::blocks::blocked_among;
use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::filled::{Source, filled};
use crate::store::find::Find;
use crate::store::schema::USERS;
use crate::store::value::{time, uuid};

type Place = (String, UserId);

pub(super) async fn list(
    mongo: &Mongo,
    viewer: UserId,
    beginning: String,
    after: Option<Place>,
    limit: usize,
) -> Outcome<Page<Person, Place>> {
    let viewer = uuid(viewer.bytes());
    let mut everybody = Everybody { mongo, viewer, beginning, blocked: HashSet::new() };
    let Page { items, next } = filled(&mut everybody, after, limit).await?;
    Ok(Page { items: items.into_iter().map(Listed::person).collect(), next })
}

#[derive(Deserialize)]
struct Listed {
    #[serde(rename = "_id")]
    id: Uuid,
    name: String,
    #[serde(default)]
    avatar_url: Option<String>,
    #[serde(default)]
    last_seen_at: Option<DateTime>,
    found_by: Folded,
}

#[derive(Deserialize)]
struct Folded {
    name: String,
}

impl Listed {
    fn person(self) -> Person {
        let Self { id, name, avatar_url, last_seen_at, .. } = self;
        let person = Author { id: UserId::from_bytes(id.bytes()), name, avatar_url };
        Person { person, online: None, last_seen_at: last_seen_at.map(time) }
    }
}

struct Everybody<'a> {
    mongo: &'a Mongo,
    viewer: Uuid,
    /// Folded.
    beginning: String,
    /// Of those that were fetched, who blocked the viewer or whom the viewer blocked.
    blocked: HashSet<Uuid>,
}

impl Source for Everybody<'_> {
    type Item = Listed;
    type Place = Place;

    async fn fetch(&mut self, after: Option<Place>, limit: usize) -> Outcome<Vec<Listed>> {
        let found: Vec<Listed> =
            named(self.viewer, &self.beginning, after).up_to(limit).run(self.mongo).await?;
        let people = found.iter().map(|person| person.id);
        self.blocked.extend(blocked_among(self.mongo, self.viewer, people).await?);
        Ok(found)
    }

    fn sees(&self, person: &Listed) -> bool {
        !self.blocked.contains(&person.id)
    }

    fn place(&self, person: &Listed) -> Place {
        (person.found_by.name.clone(), UserId::from_bytes(person.id.bytes()))
    }
}

/// Everybody else whose folded name begins so. Nobody whose deletion has begun has one. A place is two stretches of the
/// index, which the server merges.
pub(in crate::store) fn named(viewer: Uuid, beginning: &str, after: Option<Place>) -> Find {
    // Folded text holds letters, digits and spaces, all of which come before this.
    let end = format!("{beginning}{}", char::MAX);
    let stretch = |name: Document, id: Document| doc! { "found_by.name": name, "_id": id };
    let filter = match after {
        None => stretch(doc! { "$gte": beginning, "$lt": end }, doc! { "$ne": viewer }),
        Some((name, id)) => {
            let same = stretch(
                doc! { "$eq": &name, "$gte": beginning, "$lt": &end },
                doc! { "$gt": uuid(id.bytes()), "$ne": viewer },
            );
            let further =
                stretch(doc! { "$gt": name, "$gte": beginning, "$lt": end }, doc! { "$ne": viewer });
            doc! { "$or": [same, further] }
        }
    };
    Find {
        collection: USERS,
        filter,
        sort: doc! { "found_by.name": 1, "_id": 1 },
        projection: doc! { "name": 1, "avatar_url": 1, "last_seen_at": 1, "found_by.name": 1 },
        hint: "users_name",
        ..Find::default()
    }
}
