//! Films, with what lists and searches need of them, and how many films each genre has.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::{MovieDraft, Reactions, Source, SourceRating};
use kenmovie_common::ports::{Collection, MovieRecord, Record, RecordKey};
use kenmovie_common::{MovieId, UserId};
use mongodb::ClientSession;
use mongodb::bson::{Binary, Bson, DateTime, Document, RawDocumentBuf, Uuid, deserialize_from_slice, doc};
use serde::Deserialize;

use super::documents::{Archived, id, idempotency};
use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::movies::{Counted, Counts, update_all, written};
use crate::store::schema::MOVIES;
use crate::store::value::{count, date, hash, signed, time, uuid};

/// A film as it is stored.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Film(RawDocumentBuf);

/// What is stored beside a draft.
#[derive(Deserialize)]
struct Rest {
    #[serde(rename = "_id")]
    id: Uuid,
    source: Option<Source>,
    source_rating: Option<SourceRating>,
    creator: Option<Uuid>,
    key: Option<String>,
    fingerprint: Option<Binary>,
    created_at: DateTime,
    updated_at: DateTime,
    version: i64,
    likes: i64,
    dislikes: i64,
    comments: i64,
    reports: i64,
    rating_sum: i64,
    rating_count: i64,
    histogram: [u64; 10],
}

impl Archived for Film {
    const COLLECTION: Collection = Collection::Movies;

    fn into_record(self) -> Outcome<Record> {
        let draft: MovieDraft = deserialize_from_slice(self.0.as_bytes())?;
        let rest: Rest = deserialize_from_slice(self.0.as_bytes())?;
        Ok(Record::Movie(Box::new(MovieRecord {
            id: MovieId::from_bytes(rest.id.bytes()),
            draft: MovieDraft { source: rest.source, source_rating: rest.source_rating, ..draft },
            creator: rest.creator.map(|id| UserId::from_bytes(id.bytes())),
            idempotency: idempotency(rest.key, rest.fingerprint)?,
            created_at: time(rest.created_at),
            updated_at: time(rest.updated_at),
            version: count(rest.version)?,
            reactions: Reactions { likes: count(rest.likes)?, dislikes: count(rest.dislikes)? },
            comments: count(rest.comments)?,
            reports: count(rest.reports)?,
            rating_sum: count(rest.rating_sum)?,
            rating_count: count(rest.rating_count)?,
            histogram: rest.histogram,
        })))
    }
}

fn document(movie: &MovieRecord) -> Outcome<Document> {
    let histogram: Vec<i64> = movie.histogram.into_iter().map(signed).collect();
    let mut film = doc! {
        "_id": uuid(movie.id.bytes()),
        "likes": signed(movie.reactions.likes),
        "dislikes": signed(movie.reactions.dislikes),
        "comments": signed(movie.comments),
        "rating_sum": signed(movie.rating_sum),
        "rating_count": signed(movie.rating_count),
        "reports": signed(movie.reports),
        "histogram": histogram,
        "version": signed(movie.version),
        "created_at": date(movie.created_at),
    };
    if let Some(creator) = movie.creator {
        film.insert("creator", uuid(creator.bytes()));
    }
    if let Some(asked) = &movie.idempotency {
        film.extend(doc! { "key": &asked.key, "fingerprint": hash(asked.fingerprint) });
    }
    let counted = Counted {
        reactions: movie.reactions,
        comments: movie.comments,
        rating_sum: movie.rating_sum,
        rating_count: movie.rating_count,
    };
    film.extend(written(&movie.draft, counted, movie.updated_at)?.0);
    Ok(film)
}

/// Films and genres' counts change together.
pub(super) async fn write(mongo: &Mongo, records: Vec<Record>) -> Outcome<u64> {
    let records = Arc::new(records);
    mongo
        .transaction(move |mongo, session| {
            let records = Arc::clone(&records);
            Box::pin(async move { write_within(mongo, session, &records).await })
        })
        .await
}

async fn write_within(mongo: &Mongo, session: &mut ClientSession, records: &[Record]) -> Outcome<u64> {
    let stored = stored(mongo, session, records).await?;
    let (mut counts, mut added, mut changed) = (Counts::default(), Vec::new(), Vec::new());
    for record in records {
        let Record::Movie(movie) = record else { continue };
        match stored.get(&record.key()) {
            Some(same) if same == record => {}
            Some(Record::Movie(before)) => {
                counts.replace(&before.draft, &movie.draft);
                changed.push(doc! { "q": { "_id": uuid(movie.id.bytes()) }, "u": document(movie)? });
            }
            _ => {
                counts.add(&movie.draft.genres, 1);
                added.push(document(movie)?);
            }
        }
    }
    let written = added.len() + changed.len();
    update_all(mongo, session, MOVIES, changed).await?;
    counts.write(mongo, session).await?;
    if !added.is_empty() {
        mongo.collection::<Document>(MOVIES).insert_many(added).session(session).await?;
    }
    Ok(written as u64)
}

/// What is stored under the keys of these records.
async fn stored(
    mongo: &Mongo,
    session: &mut ClientSession,
    records: &[Record],
) -> Outcome<HashMap<RecordKey, Record>> {
    let ids: Vec<Bson> = records.iter().map(|record| id(record.key())).collect();
    let films = mongo.collection::<Film>(MOVIES);
    let mut films =
        films.find(doc! { "_id": { "$in": ids } }).batch_size(1_000).session(&mut *session).await?;
    let films: Vec<Film> = films.stream(session).try_collect().await?;
    films.into_iter().map(|film| film.into_record().map(|record| (record.key(), record))).collect()
}
