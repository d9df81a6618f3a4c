//! Step 1 of an act ([`pending`](super::pending)) on the row that a person has of a thing, such as their score of a film: the
//! acts on one row go one after the other, also those of other processes; one that a crash left is taken over.

use std::time::{Duration, Instant};

use super::collection::Collection;
use kenmovie_common::Time;
use kenmovie_common::ports::StoreError;
use mongodb::bson::oid::ObjectId;
use mongodb::bson::{Bson, Document, doc};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::client::Mongo;
use super::error::{Failure, Outcome};
use super::pending::Pending;
use crate::patience::{jittered, still_asked};

/// Another act on the same row that makes no progress for so long was left by a crash.
const STUCK: Duration = Duration::from_secs(1);
/// How long the acts on one row wait for each other.
const WAITING: Duration = Duration::from_secs(4);
const PAUSE: Duration = Duration::from_millis(20);

/// A row that is written and pending.
pub(super) struct Written<D> {
    /// What it was.
    pub(super) before: Option<D>,
    pub(super) op: ObjectId,
    /// Whether that had been counted is not known.
    pub(super) doubtful: bool,
}

#[derive(Deserialize)]
struct Marked {
    #[serde(default)]
    pending: Option<Pending>,
}

impl Mongo {
    /// Writes these members of the row, and that it is pending.
    pub(super) async fn write_own_row<D: DeserializeOwned + Send + Sync>(
        &self,
        collection: &str,
        id: &Bson,
        mut members: Document,
        now: Time,
    ) -> Outcome<Written<D>> {
        let rows: Collection<D> = self.collection(collection);
        let pending = Pending::new(now);
        let op = pending.op;
        members.insert("pending", pending.bson());
        let written = doc! { "$set": members };
        let begun = Instant::now();
        let mut seen: Option<(ObjectId, Instant)> = None;
        loop {
            still_asked()?;
            let settled = doc! { "_id": id, "pending": { "$exists": false } };
            let writing = rows.find_one_and_update(settled, written.clone()).upsert(true);
            match writing.await.map_err(Failure::from) {
                Ok(before) => return Ok(Written { before, op, doubtful: false }),
                // There is a row, and another act on it is under way.
                Err(failure) if failure.is_duplicate("_id_") => {}
                Err(failure) => return Err(failure),
            }
            let marks: Collection<Marked> = self.collection(collection);
            let row = marks.find_one(doc! { "_id": id }).projection(doc! { "pending": 1 }).await?;
            let Some(other) = row.and_then(|row| row.pending).map(|pending| pending.op) else { continue };
            let since = match seen {
                Some((op, since)) if op == other => since,
                _ => Instant::now(),
            };
            seen = Some((other, since));
            if since.elapsed() > STUCK {
                let stuck = doc! { "_id": id, "pending.op": other };
                if let Some(before) = rows.find_one_and_update(stuck, written.clone()).await? {
                    return Ok(Written { before: Some(before), op, doubtful: true });
                }
            } else if begun.elapsed() > WAITING {
                return Err(StoreError::Unavailable("too many acts of one person at once".to_owned()).into());
            }
            tokio::time::sleep(jittered(PAUSE)).await;
        }
    }
}
