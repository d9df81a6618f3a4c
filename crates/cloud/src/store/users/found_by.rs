//! What administrators find people by: how their folded names and addresses begin.
//!
//! A list of all whose name *or* address begins so, newest first, is one stretch of one index if every beginning is a
//! key of it: an order by text would have to be sorted by age, and one by age searched for the text. So each person has
//! the beginnings of both texts up to [`LONGEST`] characters, the empty one too, which everybody has; longer ones are
//! looked up by their first characters and checked on the document.

use std::collections::BTreeSet;

use futures_util::TryStreamExt as _;
use kenmovie_common::text::fold;
use mongodb::bson::{self, Uuid, doc};
use mongodb::options::Hint;
use serde::{Deserialize, Serialize};

use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::schema::USERS;

/// So many characters of a beginning are in the index.
pub(super) const LONGEST: usize = 8;
/// So many people are written at once.
const AT_ONCE: usize = 16;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct FoundBy {
    /// The name, folded: what people are ordered by.
    #[serde(default)]
    name: String,
    /// The name and the address, folded.
    texts: Vec<String>,
    /// How they begin, each beginning once.
    beginnings: BTreeSet<String>,
}

impl FoundBy {
    pub(in crate::store) fn of(name: &str, email: &str) -> Self {
        let name = fold(name);
        let texts = vec![name.clone(), fold(email)];
        let beginnings = texts.iter().flat_map(|text| (0..=LONGEST).map(|letters| first(text, letters)));
        Self { beginnings: beginnings.map(str::to_owned).collect(), texts, name }
    }
}

/// The first so many letters of a text.
pub(super) fn first(text: &str, letters: usize) -> &str {
    text.char_indices().nth(letters).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

#[derive(Deserialize)]
struct Person {
    #[serde(rename = "_id")]
    id: Uuid,
    name: String,
    email: String,
}

impl Mongo {
    /// Gives what they are found by to those who were stored before there was such a thing.
    pub(in crate::store) async fn index_people(&self) -> Outcome<()> {
        let people = self.collection::<Person>(USERS);
        let old = doc! { "found_by.name": { "$exists": false }, "deleting_at": { "$exists": false } };
        let found = people
            .find(old)
            .projection(doc! { "name": 1, "email": 1 })
            .hint(Hint::Name("users_name".to_owned()));
        let found = found.await?.map_err(Into::into);
        found
            .try_for_each_concurrent(AT_ONCE, async |Person { id, name, email }| {
                let found_by = bson::serialize_to_bson(&FoundBy::of(&name, &email))?;
                // Whoever changed one of them since has written this too.
                let same = doc! { "_id": id, "name": name, "email": email };
                people.update_one(same, doc! { "$set": { "found_by": found_by } }).await?;
                Ok(())
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_found_by_each_beginning_once() {
        let FoundBy { name, texts, beginnings } = FoundBy::of("Ana Ñu", "ANA@x.test");
        assert_eq!((name.as_str(), texts), ("ana nu", vec!["ana nu".to_owned(), "ana x test".to_owned()]));
        let expected = ["", "a", "an", "ana", "ana ", "ana n", "ana nu", "ana x", "ana x ", "ana x t"];
        assert_eq!(
            beginnings.iter().map(String::as_str).collect::<Vec<_>>(),
            [&expected[..], &["ana x te"]].concat()
        );
        assert_eq!(first("七人の侍", 2), "七人");
        assert_eq!(FoundBy::of("!!!", "七@x").beginnings.len(), 4);
    }
}
