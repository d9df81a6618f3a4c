//! A query for documents, in parts that a test can have explained.

use futures_util::TryStreamExt as _;
use mongodb::bson::{Bson, Document, doc};
use mongodb::options::Hint;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::client::{LONGEST, Mongo};
use super::error::Outcome;

/// So many come in a batch where all are asked for.
const BATCH: u32 = 10_000;

#[derive(Debug, Clone, Default)]
pub(super) struct Find {
    pub(super) collection: &'static str,
    pub(super) filter: Document,
    pub(super) sort: Document,
    pub(super) projection: Document,
    /// The index that is walked. The server would choose by what it saw of earlier queries.
    pub(super) hint: &'static str,
    /// The stretch of that index: from the first key on, before the second.
    pub(super) range: Option<(Document, Document)>,
    /// So many are passed over.
    pub(super) skip: u64,
    /// 0: all.
    pub(super) limit: i64,
}

impl Find {
    /// So many of these.
    pub(super) fn up_to(self, limit: usize) -> Self {
        Self { limit: i64::try_from(limit).unwrap_or(i64::MAX), ..self }
    }

    /// All that is found; in one batch where there is a limit.
    pub(super) async fn run<T>(self, mongo: &Mongo) -> Outcome<Vec<T>>
    where
        T: DeserializeOwned + Send + Sync,
    {
        let all = mongo.collection::<T>(self.collection);
        let batch = u32::try_from(self.limit).ok().filter(|limit| *limit > 0);
        let mut find = all
            .find(self.filter)
            .sort(self.sort)
            .projection(self.projection)
            .hint(Hint::Name(self.hint.to_owned()))
            .skip(self.skip)
            .limit(self.limit)
            .batch_size(batch.unwrap_or(BATCH))
            .max_time(LONGEST);
        if let Some((from, to)) = self.range {
            find = find.min(from).max(to);
        }
        Ok(find.await?.try_collect().await?)
    }

    /// The ids of what is found.
    pub(super) async fn ids(self, mongo: &Mongo) -> Outcome<Vec<Bson>> {
        let ids = Self { projection: doc! { "_id": 1 }, ..self };
        Ok(ids.run(mongo).await?.into_iter().map(|row: Row| row.id).collect())
    }

    /// The command that has the server run this and tell how it did.
    #[cfg(test)]
    pub(super) fn explain_command(&self) -> Document {
        let mut find = doc! {
            "find": self.collection, "filter": self.filter.clone(), "sort": self.sort.clone(),
            "projection": self.projection.clone(), "hint": self.hint, "limit": self.limit,
            "skip": i64::try_from(self.skip).unwrap(),
        };
        if let Some((from, to)) = self.range.clone() {
            find.extend(doc! { "min": from, "max": to });
        }
        doc! { "explain": find, "verbosity": "executionStats" }
    }
}

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "_id")]
    id: Bson,
}

impl Mongo {
    pub(super) async fn remove(&self, collection: &str, ids: Vec<Bson>) -> Outcome<()> {
        self.collection::<Document>(collection).delete_many(doc! { "_id": { "$in": ids } }).await?;
        Ok(())
    }
}
