//! The making and the edit of a film.

use std::sync::Arc;

use kenmovie_common::domain::{Movie, MovieChange};
use kenmovie_common::ports::{Constraint, Created, Edit, Idempotency, NewMovie, StoreError};
use kenmovie_common::{MovieId, Time};
use mongodb::ClientSession;
use mongodb::bson::{Binary, Document, RawDocumentBuf, Uuid, doc};
use mongodb::options::ReturnDocument;
use serde::Deserialize;

use super::document::{Maker, Stored, made, stored_projection, written};
use super::genres::Counts;
use super::read::stored;
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::{Outcome, corrupt};
use crate::store::schema::MOVIES;
use crate::store::value::{hash, signed, uuid};

/// So many updates go in one command, of at most 16 MB.
const UPDATES: usize = 200;

pub(super) async fn create(mongo: &Mongo, new: NewMovie) -> Outcome<Created<Movie>> {
    let creator = uuid(new.creator.bytes());
    if let Some(asked) = &new.idempotency
        && let Some(film) = made_before(mongo, creator, asked).await?
    {
        return Ok(Created { value: film, replayed: true });
    }
    let key = new.idempotency.as_ref().map(|asked| (asked.key.clone(), hash(asked.fingerprint)));
    let film = made(uuid(new.id.bytes()), 1, Some(Maker { creator, key }), &new.draft, new.now)?;
    let value = Stored::of(&film)?.movie()?;
    let (film, genres) = (Arc::new(film), Arc::new(new.draft.genres));
    let inserting = mongo.transaction(move |mongo, session| {
        let (film, genres) = (Arc::clone(&film), Arc::clone(&genres));
        Box::pin(async move {
            // The counts first: every other film that is made waits there.
            let mut counts = Counts::default();
            counts.add(&genres, 1);
            counts.write(mongo, session).await?;
            mongo.collection::<Document>(MOVIES).insert_one(&*film).session(session).await?;
            Ok(())
        })
    });
    match (inserting.await, &new.idempotency) {
        (Err(failure), Some(asked)) if failure.is_duplicate("movies_key") => {
            let film = made_before(mongo, creator, asked).await?;
            let value =
                film.ok_or_else(|| StoreError::Unavailable("a film that came and went".to_owned()))?;
            Ok(Created { value, replayed: true })
        }
        (Err(failure), _) if failure.is_duplicate("_id_") => Err(corrupt("two films of one id")),
        (inserted, _) => {
            inserted?;
            Ok(Created { value, replayed: false })
        }
    }
}

#[derive(Deserialize)]
struct Asked {
    #[serde(rename = "_id")]
    id: Uuid,
    fingerprint: Binary,
}

/// The film that was made under this key.
async fn made_before(mongo: &Mongo, creator: Uuid, asked: &Idempotency) -> Outcome<Option<Movie>> {
    let films = mongo.collection::<Asked>(MOVIES);
    let found = films.find_one(doc! { "creator": creator, "key": &asked.key });
    match found.projection(doc! { "fingerprint": 1 }).max_time(LONGEST).await? {
        None => Ok(None),
        Some(found) if found.fingerprint != hash(asked.fingerprint) => {
            Err(StoreError::Conflict(Constraint::IdempotencyKey).into())
        }
        Some(found) => stored(mongo, doc! { "_id": found.id }).await?.map(Stored::movie).transpose(),
    }
}

pub(super) async fn edit(
    mongo: &Mongo,
    id: MovieId,
    version: Option<u64>,
    change: MovieChange,
    now: Time,
) -> Outcome<Edit<Movie>> {
    let (id, change) = (uuid(id.bytes()), Arc::new(change));
    mongo
        .transaction(move |mongo, session| {
            let change = Arc::clone(&change);
            Box::pin(async move {
                let films = mongo.collection::<RawDocumentBuf>(MOVIES);
                // The film is taken before it is looked at: votes on it wait, and what is read of it holds.
                let taken = films
                    .find_one_and_update(of_version(id, version), doc! { "$inc": { "version": 1_i64 } })
                    .projection(stored_projection())
                    .session(&mut *session)
                    .await?;
                let Some(taken) = taken else { return untouched(mongo, session, id).await };
                let taken = Stored::read(&taken)?;
                let before = taken.draft();
                let after = MovieChange::clone(&change).apply(before.clone());
                let (there, absent) = written(&after, taken.counted()?, now)?;
                let edited = films
                    .find_one_and_update(doc! { "_id": id }, doc! { "$set": there, "$unset": absent })
                    .projection(stored_projection())
                    .return_document(ReturnDocument::After)
                    .session(&mut *session)
                    .await?;
                let edited = edited.ok_or_else(|| corrupt("a film that is not there after it was taken"))?;
                let mut counts = Counts::default();
                counts.replace(&before, &after);
                counts.write(mongo, session).await?;
                Ok(Edit::Done(Stored::read(&edited)?.movie()?))
            })
        })
        .await
}

/// A film, where its version is this one.
pub(super) fn of_version(id: Uuid, version: Option<u64>) -> Document {
    let mut film = doc! { "_id": id };
    if let Some(version) = version {
        film.insert("version", signed(version));
    }
    film
}

/// Why a film could not be taken.
pub(super) async fn untouched<T>(mongo: &Mongo, session: &mut ClientSession, id: Uuid) -> Outcome<Edit<T>> {
    let films = mongo.collection::<Document>(MOVIES);
    let there = films.find_one(doc! { "_id": id }).projection(doc! { "_id": 1 }).session(session).await?;
    Ok(if there.is_some() { Edit::Stale } else { Edit::Missing })
}

/// Makes all of these updates, `{q, u, …}` as the command `update` takes them. The driver has no call for several.
pub(in crate::store) async fn update_all(
    mongo: &Mongo,
    session: &mut ClientSession,
    collection: &str,
    mut updates: Vec<Document>,
) -> Outcome<()> {
    while !updates.is_empty() {
        let batch: Vec<Document> = updates.drain(..updates.len().min(UPDATES)).collect();
        let all = i32::try_from(batch.len()).unwrap_or(i32::MAX);
        let command = doc! { "update": collection, "updates": batch };
        let answer = mongo.database.run_command(command).session(&mut *session).await?;
        if !answer.get_i32("n").is_ok_and(|n| n == all) {
            return Err(StoreError::Unavailable(format!("an update in {collection}: {answer}")).into());
        }
    }
    Ok(())
}
