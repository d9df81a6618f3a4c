//! Every counter beside what its rows say: of the whole store, which reads every collection once and keeps the sums in memory,
//! or of some films.

mod rows;

use std::collections::{HashMap, HashSet};

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::{Reactions, SourceRating, score};
use kenmovie_common::ports::Drift;
use mongodb::ClientSession;
use mongodb::bson::{Document, Uuid, doc};
use mongodb::options::Hint;
use serde::Deserialize;

use super::client::Mongo;
use super::error::Outcome;
use super::messages::message_drift;
use super::recount::summed;
use super::reports::case_drift;
use super::schema::{COMMENTS, GENRES, MOVIES, REMOVALS};
use super::value::{count, signed};
use rows::Rows;
pub(super) use rows::Scope;
#[cfg(test)]
pub(super) use rows::counts;

/// So many comments of a film are looked at in a sample.
const COMMENTS_OF_ONE: i64 = 1_000;

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
    histogram: [i64; 10],
    rating_sum: i64,
    rating_count: i64,
    popular: i64,
    top_rated: i64,
}

#[derive(Deserialize)]
struct Talk {
    #[serde(rename = "_id")]
    id: Uuid,
    movie: Uuid,
    reply: bool,
    likes: i64,
    dislikes: i64,
    replies: i64,
    top: i64,
}

#[derive(Deserialize)]
struct Named {
    #[serde(rename = "_id")]
    id: Uuid,
}

#[derive(Deserialize)]
struct GenreCount {
    #[serde(rename = "_id")]
    name: String,
    #[serde(alias = "n")]
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

    fn film(&mut self, film: &Film, rows: &Rows) -> Outcome<()> {
        let id = film.id;
        self.compare("movie likes", id, film.likes, rows.votes(id, 1));
        self.compare("movie dislikes", id, film.dislikes, rows.votes(id, -1));
        self.compare("movie comments", id, film.comments, rows.comments(id));
        self.compare("movie reports", id, film.reports, rows.reports(id));
        let histogram = rows.histogram(id);
        for (stored, counted) in film.histogram.into_iter().zip(histogram) {
            self.compare("movie histogram", id, stored, counted);
        }
        let (sum, ratings) = summed(histogram)?;
        self.compare("movie rating sum", id, film.rating_sum, signed(sum));
        self.compare("movie ratings", id, film.rating_count, signed(ratings));
        let reactions = Reactions { likes: count(film.likes)?, dislikes: count(film.dislikes)? };
        let (sum, ratings) = (count(film.rating_sum)?, count(film.rating_count)?);
        let popular = score::popular(film.source_rating, reactions, count(film.comments)?, ratings);
        self.compare("movie popularity", id, film.popular, popular);
        let top_rated = score::top_rated(film.source_rating, sum, ratings);
        self.compare("movie top rated", id, film.top_rated, top_rated);
        Ok(())
    }

    fn talk(&mut self, talk: &Talk, rows: &Rows) -> Outcome<()> {
        let id = talk.id;
        self.compare("comment likes", id, talk.likes, rows.votes(id, 1));
        self.compare("comment dislikes", id, talk.dislikes, rows.votes(id, -1));
        self.compare("comment replies", id, talk.replies, rows.replies(id, talk.reply));
        let reactions = Reactions { likes: count(talk.likes)?, dislikes: count(talk.dislikes)? };
        self.compare("comment top", id, talk.top, score::wilson(reactions));
        Ok(())
    }
}

/// Of everything, whether or not it is just being counted.
pub(super) async fn all(mongo: &Mongo) -> Outcome<Vec<Drift>> {
    let mut session = mongo.client().start_session().await?;
    let rows = Rows::of(mongo, &mut session, &Scope::Everything).await?;
    let mut found = Found::default();
    let mut films = mongo.collection::<Film>(MOVIES).find(doc! {}).await?;
    while let Some(film) = films.try_next().await? {
        found.film(&film, &rows)?;
    }
    // What is left of the comments on a film that is gone counts for nobody.
    let removed = mongo.collection::<Named>(REMOVALS).find(doc! {}).await?;
    let removed: HashSet<Uuid> = removed.map_ok(|film| film.id).try_collect().await?;
    let mut talks = mongo.collection::<Talk>(COMMENTS).find(doc! {}).await?;
    while let Some(talk) = talks.try_next().await? {
        if !removed.contains(&talk.movie) {
            found.talk(&talk, &rows)?;
        }
    }
    genres(mongo, &mut found).await?;
    found.0.extend(case_drift(mongo).await?);
    found.0.extend(message_drift(mongo).await?);
    Ok(found.0)
}

/// Of some films and their comments. Each film is read in a snapshot: whatever has no pending row there has counters that
/// follow its rows.
pub(super) async fn sample(mongo: &Mongo, films: usize) -> Outcome<Vec<Drift>> {
    let size = i64::try_from(films).unwrap_or(i64::MAX);
    if size == 0 {
        return Ok(Vec::new());
    }
    let some = [doc! { "$sample": { "size": size } }, doc! { "$project": { "_id": 1 } }];
    let some = mongo.collection::<Document>(MOVIES).aggregate(some).with_type::<Named>().await?;
    let some: Vec<Named> = some.try_collect().await?;
    let mut all = Vec::new();
    for Named { id } in some {
        let drift = mongo.transaction(move |mongo, session| Box::pin(of_film(mongo, session, id)));
        all.extend(drift.await?);
    }
    Ok(all)
}

async fn of_film(mongo: &Mongo, session: &mut ClientSession, id: Uuid) -> Outcome<Vec<Drift>> {
    let films = mongo.collection::<Film>(MOVIES);
    let Some(film) = films.find_one(doc! { "_id": id }).session(&mut *session).await? else {
        return Ok(Vec::new());
    };
    let talks = mongo.collection::<Talk>(COMMENTS);
    let talks =
        talks.find(doc! { "movie": id }).hint(Hint::Name("comments_movie".to_owned())).limit(COMMENTS_OF_ONE);
    let mut talks = talks.batch_size(1_000).session(&mut *session).await?;
    let talks: Vec<Talk> = talks.stream(&mut *session).try_collect().await?;
    let scope = Scope::Film(id, talks.iter().map(|talk| talk.id).collect());
    let rows = Rows::of(mongo, session, &scope).await?;
    let mut found = Found::default();
    if rows.is_settled(id) {
        found.film(&film, &rows)?;
    }
    for talk in talks.iter().filter(|talk| rows.is_settled(talk.id)) {
        found.talk(talk, &rows)?;
    }
    Ok(found.0)
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
    let mut groups = films.aggregate(stages).allow_disk_use(true).with_type::<GenreCount>().await?;
    while let Some(GenreCount { name, films }) = groups.try_next().await? {
        counted.insert(name, films);
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
