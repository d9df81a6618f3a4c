//! How a viewer stands to films: their vote and score, and whether they listed or reported it; all in one command, since a
//! function's environment has one connection.

use std::collections::HashMap;

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::MovieMine;
use mongodb::bson::{Bson, Document, Uuid, doc};
use serde::Deserialize;

use super::client::{LONGEST, Mongo};
use super::error::Outcome;
use super::ratings::scored;
use super::schema::{HIDDEN_MOVIES, RATINGS, REACTIONS, USER_MOVIES};
use super::value::reaction;

/// One row of the viewer's on a film; the members are those of its collection.
#[derive(Deserialize)]
struct Row {
    film: Uuid,
    #[serde(default)]
    vote: Option<i32>,
    #[serde(default)]
    score: Option<i32>,
    #[serde(default)]
    listed: bool,
    #[serde(default)]
    blocked: bool,
}

/// What a viewer did with films.
#[derive(Default)]
pub(super) struct Mine(HashMap<Uuid, MovieMine>);

impl Mine {
    pub(super) async fn of(mongo: &Mongo, viewer: Uuid, films: &[Uuid]) -> Outcome<Self> {
        if films.is_empty() {
            return Ok(Self::default());
        }
        let rows = mongo.collection::<Document>(REACTIONS);
        let rows = rows.aggregate(stages(viewer, films)).batch_size(1_000).max_time(LONGEST);
        let mut rows = rows.with_type::<Row>().await?;
        let mut mine: HashMap<Uuid, MovieMine> = HashMap::new();
        while let Some(row) = rows.try_next().await? {
            let of_film = mine.entry(row.film).or_default();
            of_film.reaction = of_film.reaction.or(row.vote.and_then(reaction));
            of_film.rating = of_film.rating.or(row.score.and_then(scored));
            of_film.listed |= row.listed;
            of_film.blocked |= row.blocked;
        }
        Ok(Self(mine))
    }

    pub(super) fn with(&self, film: Uuid) -> MovieMine {
        self.0.get(&film).copied().unwrap_or_default()
    }
}

/// Looks up the rows of these films in each collection by their ids.
pub(super) fn stages(viewer: Uuid, films: &[Uuid]) -> Vec<Document> {
    let rows = |member: &str, shown: Document| {
        let ids: Vec<Bson> = films.iter().map(|film| doc! { "user": viewer, member: film }.into()).collect();
        let mut shown = shown;
        shown.extend(doc! { "_id": 0, "film": format!("$_id.{member}") });
        [doc! { "$match": { "_id": { "$in": ids } } }, doc! { "$project": shown }]
    };
    let also = |collection: &str, shown: Document| doc! { "$unionWith": { "coll": collection, "pipeline": rows("movie", shown).to_vec() } };
    let [votes, shown] = rows("target", doc! { "vote": "$value" });
    vec![
        votes,
        shown,
        also(RATINGS, doc! { "score": 1 }),
        also(USER_MOVIES, doc! { "listed": { "$literal": true } }),
        also(HIDDEN_MOVIES, doc! { "blocked": { "$literal": true } }),
    ]
}
