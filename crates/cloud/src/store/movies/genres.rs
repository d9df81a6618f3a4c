//! How many films have each genre. The empty name is every film.

use std::collections::{BTreeMap, BTreeSet};

use kenmovie_common::domain::{Genre, MovieDraft};
use mongodb::ClientSession;
use mongodb::bson::{Document, doc};
use serde::Deserialize;

use super::write::update_all;
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::Outcome;
use crate::store::find::Find;
use crate::store::schema::GENRES;
use crate::store::value::count;

const EVERY: &str = "";

#[derive(Deserialize)]
struct GenreDocument {
    #[serde(rename = "_id")]
    name: String,
    films: i64,
}

pub(super) async fn genres(mongo: &Mongo) -> Outcome<Vec<Genre>> {
    let found: Vec<GenreDocument> = most_first().run(mongo).await?;
    found.into_iter().map(|genre| Ok(Genre { genre: genre.name, count: count(genre.films)? })).collect()
}

pub(super) fn most_first() -> Find {
    Find {
        collection: GENRES,
        filter: doc! { "films": { "$gt": 0_i64 }, "_id": { "$gt": EVERY } },
        sort: doc! { "films": -1, "_id": 1 },
        projection: doc! { "films": 1 },
        hint: "genres_films",
        ..Find::default()
    }
}

pub(super) async fn count_films(mongo: &Mongo) -> Outcome<u64> {
    let all = mongo.collection::<GenreDocument>(GENRES);
    let every = all.find_one(doc! { "_id": EVERY }).max_time(LONGEST).await?;
    every.map_or(Ok(0), |every| count(every.films))
}

/// How the counts change, written once at the end.
#[derive(Debug, Default)]
pub(in crate::store) struct Counts(BTreeMap<String, i64>);

impl Counts {
    /// A film with these genres comes (1) or goes (-1).
    pub(in crate::store) fn add(&mut self, genres: &[String], by: i64) {
        for genre in genres.iter().map(String::as_str).chain([EVERY]).collect::<BTreeSet<_>>() {
            *self.0.entry(genre.to_owned()).or_default() += by;
        }
    }

    /// The film with the first genres has the others now.
    pub(in crate::store) fn replace(&mut self, before: &MovieDraft, after: &MovieDraft) {
        self.add(&before.genres, -1);
        self.add(&after.genres, 1);
    }

    pub(in crate::store) async fn write(self, mongo: &Mongo, session: &mut ClientSession) -> Outcome<()> {
        let changed = self.0.into_iter().filter(|(_, by)| *by != 0);
        let update =
            |(genre, by)| doc! { "q": { "_id": genre }, "u": { "$inc": { "films": by } }, "upsert": true };
        let updates: Vec<Document> = changed.map(update).collect();
        update_all(mongo, session, GENRES, updates).await
    }
}
