//! How a collection's documents are found, read and written.

use std::collections::{HashMap, HashSet};

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::Target;
use kenmovie_common::ports::{Collection, Idempotency, Record, RecordKey};
use kenmovie_common::{CommentId, MovieId};
use mongodb::bson::{Binary, Bson, Document, Uuid, doc};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::store::client::Mongo;
use crate::store::error::{Outcome, corrupt};
use crate::store::reactions::{COMMENT, MOVIE};
use crate::store::schema::{
    API_TOKENS, BLOCKS, CASES, COMMENTS, HIDDEN_COMMENTS, HIDDEN_MOVIES, MEDIA, MESSAGES, MOVIES, MUTES,
    NOTIFICATIONS, RATINGS, REACTIONS, REPORTS, USER_MOVIES, USERS,
};
use crate::store::value::uuid;

/// A document that is a record.
pub(super) trait Archived: DeserializeOwned + Send + Sync {
    const COLLECTION: Collection;

    fn into_record(self) -> Outcome<Record>;
}

/// A document that is written by itself.
pub(super) trait Plain: Archived + Serialize {
    /// None of a record of another collection.
    fn of(record: Record) -> Option<Self>;
}

impl Mongo {
    pub(super) async fn page<D: Archived>(
        &self,
        after: Option<RecordKey>,
        limit: usize,
    ) -> Outcome<Vec<Record>> {
        let mut stretch = living(D::COLLECTION);
        if let Some(after) = after {
            stretch.insert("_id", doc! { "$gt": id(after) });
        }
        let documents = self.collection::<D>(name(D::COLLECTION));
        let found = documents.find(stretch).sort(doc! { "_id": 1 });
        let found = found.limit(i64::try_from(limit).unwrap_or(i64::MAX)).batch_size(1_000);
        found.await?.map_err(Into::into).and_then(async |found| found.into_record()).try_collect().await
    }

    pub(super) async fn write<D: Plain>(&self, records: Vec<Record>) -> Outcome<u64> {
        let documents = self.collection::<D>(name(D::COLLECTION));
        let stored = self.stored::<D>(&records).await?;
        let mut fresh = Vec::new();
        let mut changed = 0;
        for record in records {
            let key = record.key();
            match stored.get(&key) {
                Some(same) if *same == record => continue,
                Some(_) => {
                    if let Some(document) = D::of(record) {
                        documents.replace_one(doc! { "_id": id(key) }, document).upsert(true).await?;
                    }
                }
                None => fresh.extend(D::of(record)),
            }
            changed += 1;
        }
        if !fresh.is_empty() {
            documents.insert_many(fresh).ordered(false).await?;
        }
        Ok(changed)
    }

    /// What is stored under the keys of these records.
    async fn stored<D: Archived>(&self, records: &[Record]) -> Outcome<HashMap<RecordKey, Record>> {
        let keys: Vec<Bson> = records.iter().map(|record| id(record.key())).collect();
        let documents = self.collection::<D>(name(D::COLLECTION));
        let found = documents.find(doc! { "_id": { "$in": keys } });
        let found = found.batch_size(1_000).await?.map_err(Into::into);
        let keyed = found.and_then(async |found: D| found.into_record().map(|record| (record.key(), record)));
        keyed.try_collect().await
    }

    pub(super) async fn missing_of(&self, keys: Vec<RecordKey>) -> Outcome<Vec<RecordKey>> {
        let Some(of) = keys.first().map(RecordKey::collection) else { return Ok(keys) };
        let ids: Vec<Bson> = keys.iter().copied().map(id).collect();
        let documents = self.collection::<Document>(name(of));
        let found = documents.find(doc! { "_id": { "$in": ids } }).projection(doc! { "_id": 1 });
        let mut there = HashSet::new();
        let mut found = found.batch_size(1_000).await?;
        while let Some(document) = found.try_next().await? {
            there.insert(document.get("_id").map(ToString::to_string));
        }
        Ok(keys.into_iter().filter(|key| !there.contains(&Some(id(*key).to_string()))).collect())
    }

    pub(super) async fn count_of(&self, of: Collection) -> Outcome<u64> {
        Ok(self.collection::<Document>(name(of)).count_documents(living(of)).await?)
    }
}

pub(super) const fn name(of: Collection) -> &'static str {
    match of {
        Collection::Users => USERS,
        Collection::ApiTokens => API_TOKENS,
        Collection::Movies => MOVIES,
        Collection::Comments => COMMENTS,
        Collection::Reactions => REACTIONS,
        Collection::Reports => REPORTS,
        Collection::Ratings => RATINGS,
        Collection::UserMovies => USER_MOVIES,
        Collection::HiddenComments => HIDDEN_COMMENTS,
        Collection::Cases => CASES,
        Collection::Blocks => BLOCKS,
        Collection::Mutes => MUTES,
        Collection::Notifications => NOTIFICATIONS,
        Collection::HiddenMovies => HIDDEN_MOVIES,
        Collection::Media => MEDIA,
        Collection::Messages => MESSAGES,
    }
}

/// A vote or a score that was taken back is no record, even if it is not yet removed.
pub(super) fn living(of: Collection) -> Document {
    match of {
        Collection::Reactions => doc! { "value": { "$ne": 0 } },
        Collection::Ratings => doc! { "score": { "$ne": 0 } },
        _ => doc! {},
    }
}

/// The `_id` of a record. The order of members is part of it.
pub(super) fn id(key: RecordKey) -> Bson {
    match key {
        RecordKey::User(id) => uuid(id.bytes()).into(),
        RecordKey::ApiToken(id) => uuid(id.bytes()).into(),
        RecordKey::Movie(id) => uuid(id.bytes()).into(),
        RecordKey::Comment(id) => uuid(id.bytes()).into(),
        RecordKey::Report(id) | RecordKey::Case(id) => uuid(id.bytes()).into(),
        RecordKey::Notification(id) => uuid(id.bytes()).into(),
        RecordKey::Media(id) => uuid(id.bytes()).into(),
        RecordKey::Message(id) => uuid(id.bytes()).into(),
        RecordKey::HiddenComment(user, comment) => {
            doc! { "user": uuid(user.bytes()), "comment": uuid(comment.bytes()) }.into()
        }
        RecordKey::Block(user, blocked) => {
            doc! { "user": uuid(user.bytes()), "blocked": uuid(blocked.bytes()) }.into()
        }
        RecordKey::Mute(user, thread) => {
            doc! { "user": uuid(user.bytes()), "thread": uuid(thread.bytes()) }.into()
        }
        RecordKey::Reaction(user, on) => doc! { "user": uuid(user.bytes()), "target": columns(on).1 }.into(),
        RecordKey::HiddenMovie(user, movie)
        | RecordKey::Rating(user, movie)
        | RecordKey::UserMovie(user, movie) => {
            doc! { "user": uuid(user.bytes()), "movie": uuid(movie.bytes()) }.into()
        }
    }
}

/// A target as the members `kind` and `target` hold it.
pub(super) fn columns(target: Target) -> (&'static str, Uuid) {
    match target {
        Target::Movie(id) => (MOVIE, uuid(id.bytes())),
        Target::Comment(id) => (COMMENT, uuid(id.bytes())),
    }
}

pub(super) fn target(kind: &str, id: Uuid) -> Outcome<Target> {
    match kind {
        MOVIE => Ok(Target::Movie(MovieId::from_bytes(id.bytes()))),
        COMMENT => Ok(Target::Comment(CommentId::from_bytes(id.bytes()))),
        other => Err(corrupt(format!("a target of the kind {other:?}"))),
    }
}

/// A hash of 32 bytes.
pub(super) fn bytes(stored: Binary) -> Outcome<[u8; 32]> {
    stored.bytes.try_into().map_err(|_| corrupt("a hash that is not 32 bytes long"))
}

pub(super) fn idempotency(key: Option<String>, fingerprint: Option<Binary>) -> Outcome<Option<Idempotency>> {
    let Some((key, fingerprint)) = key.zip(fingerprint) else { return Ok(None) };
    Ok(Some(Idempotency { key, fingerprint: bytes(fingerprint)? }))
}
