//! Every counter beside what its rows say. Reads every collection once; the sums are kept in memory.

use std::collections::HashMap;

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::{Reactions, SourceRating, score};
use kenmovie_common::ports::Drift;
use mongodb::bson::{Document, Uuid, doc};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::client::Mongo;
use super::error::Outcome;
use super::reports::case_drift;
use super::schema::{COMMENTS, GENRES, MOVIES, REACTIONS, REPORTS};
use super::value::count;

#[derive(Deserialize)]
struct Film {
    #[serde(rename = "_id")]
    id: Uuid,
    #[serde(default)]
    source_rating: Option<SourceRating>,
    likes: i64,
    dislikes: i64,
    comments: i64,
    reports: i64,
    rating_count: i64,
    popular: i64,
}

#[derive(Deserialize)]
struct Talk {
    #[serde(rename = "_id")]
    id: Uuid,
    reply: bool,
    likes: i64,
    dislikes: i64,
    replies: i64,
    top: i64,
}

#[derive(Deserialize)]
struct Sum<K> {
    #[serde(rename = "_id")]
    of: K,
    n: i64,
}

#[derive(Deserialize, PartialEq, Eq, Hash)]
struct Side {
    target: Uuid,
    value: i32,
}

#[derive(Deserialize)]
struct GenreCount {
    #[serde(rename = "_id")]
    name: String,
    films: i64,
}

/// What is wrong, collected.
#[derive(Default)]
struct Found(Vec<Drift>);

impl Found {
    fn compare(&mut self, counter: &'static str, of: impl std::fmt::Display, stored: i64, counted: i64) {
        if stored != counted {
            self.0.push(Drift { counter, of: of.to_string(), stored, counted });
        }
    }
}

pub(super) async fn all(mongo: &Mongo) -> Outcome<Vec<Drift>> {
    let votes = doc! { "target": "$_id.target", "value": "$value" };
    let votes: HashMap<Side, i64> = sums(mongo, REACTIONS, doc! {}, votes).await?;
    let vote = |target, value| votes.get(&Side { target, value }).copied().unwrap_or(0);
    let mut found = Found::default();
    films(mongo, &vote, &mut found).await?;
    talks(mongo, &vote, &mut found).await?;
    genres(mongo, &mut found).await?;
    found.0.extend(case_drift(mongo).await?);
    Ok(found.0)
}

async fn films(mongo: &Mongo, vote: &(impl Fn(Uuid, i32) -> i64 + Sync), found: &mut Found) -> Outcome<()> {
    let comments: HashMap<Uuid, i64> = sums(mongo, COMMENTS, doc! { "deleted": false }, "$movie").await?;
    let reports: HashMap<Uuid, i64> = sums(mongo, REPORTS, doc! {}, "$target").await?;
    let mut films = mongo.collection::<Film>(MOVIES).find(doc! {}).await?;
    while let Some(film) = films.try_next().await? {
        let of = |sums: &HashMap<Uuid, i64>| sums.get(&film.id).copied().unwrap_or(0);
        found.compare("movie likes", film.id, film.likes, vote(film.id, 1));
        found.compare("movie dislikes", film.id, film.dislikes, vote(film.id, -1));
        found.compare("movie comments", film.id, film.comments, of(&comments));
        found.compare("movie reports", film.id, film.reports, of(&reports));
        let reactions = Reactions { likes: count(film.likes)?, dislikes: count(film.dislikes)? };
        let popular =
            score::popular(film.source_rating, reactions, count(film.comments)?, count(film.rating_count)?);
        found.compare("movie popularity", film.id, film.popular, popular);
    }
    Ok(())
}

async fn talks(mongo: &Mongo, vote: &(impl Fn(Uuid, i32) -> i64 + Sync), found: &mut Found) -> Outcome<()> {
    let living = doc! { "deleted": false, "reply": true };
    let threads: HashMap<Uuid, i64> = sums(mongo, COMMENTS, living.clone(), "$root").await?;
    let answers: HashMap<Uuid, i64> = sums(mongo, COMMENTS, living, "$parent").await?;
    let mut talks = mongo.collection::<Talk>(COMMENTS).find(doc! {}).await?;
    while let Some(talk) = talks.try_next().await? {
        found.compare("comment likes", talk.id, talk.likes, vote(talk.id, 1));
        found.compare("comment dislikes", talk.id, talk.dislikes, vote(talk.id, -1));
        let replies = if talk.reply { &answers } else { &threads };
        found.compare("comment replies", talk.id, talk.replies, replies.get(&talk.id).copied().unwrap_or(0));
        let reactions = Reactions { likes: count(talk.likes)?, dislikes: count(talk.dislikes)? };
        found.compare("comment top", talk.id, talk.top, score::wilson(reactions));
    }
    Ok(())
}

async fn genres(mongo: &Mongo, found: &mut Found) -> Outcome<()> {
    // A film counts once in each genre that it names.
    let named = doc! { "$setDifference": [{ "$setUnion": ["$genres", []] }, [""]] };
    let stages = [
        doc! { "$project": { "genres": named } },
        doc! { "$unwind": "$genres" },
        doc! { "$group": { "_id": "$genres", "n": { "$sum": 1_i64 } } },
    ];
    let films = mongo.collection::<Document>(MOVIES);
    let mut counted: HashMap<String, i64> = HashMap::new();
    let mut groups = films.aggregate(stages).allow_disk_use(true).with_type::<Sum<String>>().await?;
    while let Some(Sum { of, n }) = groups.try_next().await? {
        counted.insert(of, n);
    }
    let all = i64::try_from(films.count_documents(doc! {}).await?).unwrap_or(i64::MAX);
    counted.insert(String::new(), all);
    let mut genres = mongo.collection::<GenreCount>(GENRES).find(doc! {}).await?;
    while let Some(GenreCount { name, films }) = genres.try_next().await? {
        let of = counted.remove(&name).unwrap_or(0);
        found.compare("genre films", name, films, of);
    }
    for (name, n) in counted {
        found.compare("genre films", name, 0, n);
    }
    Ok(())
}

/// How many documents that match have each value of an expression.
async fn sums<K: DeserializeOwned + Send + Sync + Eq + std::hash::Hash>(
    mongo: &Mongo,
    collection: &str,
    matching: Document,
    by: impl Into<mongodb::bson::Bson>,
) -> Outcome<HashMap<K, i64>> {
    let stages =
        [doc! { "$match": matching }, doc! { "$group": { "_id": by.into(), "n": { "$sum": 1_i64 } } }];
    let documents = mongo.collection::<Document>(collection);
    let groups = documents.aggregate(stages).allow_disk_use(true);
    let groups = groups.with_type::<Sum<K>>().await?;
    Ok(groups.map_ok(|Sum { of, n }| (of, n)).try_collect().await?)
}
