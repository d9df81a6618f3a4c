//! How counters stay exact without a transaction for each vote and comment.
//!
//! A row (a vote, a comment) and the counters that it counts in (of a film, of a comment) are documents of their own. One
//! transaction over both would make a loved film a queue of conflicts, so they are written one after the other, each by a
//! majority, and the row says meanwhile that it is *pending*:
//!
//! 1. the row is written, with `pending: {op, at, counted: []}`, where `op` is this act's own mark;
//! 2. each counter is moved by `$inc`, on the condition that the target's `fence` is still the one known;
//! 3. `pending` is taken off the row, on the condition that `op` is still there.
//!
//! What a crash leaves behind is a pending row, of which nobody knows whether it was counted. So its target is counted
//! again ([`recount`](super::recount)): a transaction that puts a new `fence` on the target, counts its rows, pending ones
//! too, and notes the target in their `counted`. Why nothing is counted twice or not at all, whatever runs meanwhile:
//!
//! - Step 2 of an act and a recount write the same document, so one comes first. Where the recount came first, the fence
//!   is a new one and step 2 does nothing. It then reads the fence, *after that* its own row, and only if the row is
//!   pending and not noted, goes on with that fence. If a recount that saw the row committed before the row was read, the
//!   note is seen; if it commits later, the fence that was read is no longer the target's and step 2 again does nothing.
//! - Where step 2 came first, the recount sees the row too (it was written before), and replaces the sum.
//! - A row that a recount noted is counted, whoever takes `pending` off it. The note and the sum are one transaction.
//! - Steps 1 and 2 are answered by a majority and read so: neither is undone by the fall of a primary. Step 3 may be
//!   undone; the row is then pending again and its target is counted once more than needed.
//!
//! A target without a `fence` was never counted again; that is what step 2 assumes first, so that the usual vote is three
//! writes and no read.

use kenmovie_common::Time;
use kenmovie_common::ports::StoreError;
use mongodb::Collection;
use mongodb::bson::oid::ObjectId;
use mongodb::bson::{Bson, DateTime, Document, Uuid, doc};
use mongodb::options::{Acknowledgment, ReadConcern, ReturnDocument, UpdateModifications, WriteConcern};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};

use super::client::{LONGEST, Mongo};
use super::error::Outcome;
use super::value::date;

/// The mark of a row whose counters may not have followed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pending {
    pub(super) op: ObjectId,
    pub(super) at: DateTime,
    /// The targets that were counted again with this row.
    pub(super) counted: Vec<Uuid>,
}

impl Pending {
    pub(super) fn new(now: Time) -> Self {
        Self { op: ObjectId::new(), at: date(now), counted: Vec::new() }
    }

    pub(super) fn bson(&self) -> Bson {
        doc! { "op": self.op, "at": self.at, "counted": [] }.into()
    }
}

/// A row that is being counted.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) collection: &'static str,
    pub(super) id: Bson,
    pub(super) op: ObjectId,
}

/// What a row counts in.
pub(super) struct Target {
    pub(super) collection: &'static str,
    pub(super) id: Uuid,
    /// What else must hold of it.
    pub(super) condition: Document,
}

#[derive(Deserialize)]
struct Fence {
    #[serde(default)]
    fence: Option<ObjectId>,
}

#[derive(Deserialize)]
struct Mark {
    pending: Pending,
}

/// How long an act whose fence moves again and again goes on.
const TRYING: Duration = Duration::from_secs(4);

impl Mongo {
    /// Step 2: moves a target's counters by what the row is worth, once; the target as it is then. None where it is gone.
    pub(super) async fn count_in<T: DeserializeOwned + Send + Sync>(
        &self,
        row: &Row,
        target: &Target,
        change: impl Into<UpdateModifications>,
        projection: Document,
    ) -> Outcome<Option<T>> {
        let targets: Collection<T> = self.collection(target.collection);
        let fences: Collection<Fence> = self.collection(target.collection);
        let rows: Collection<Mark> = self.collection(row.collection);
        let mut there = target.condition.clone();
        there.insert("_id", target.id);
        let change = change.into();
        let mut fence = None;
        let begun = Instant::now();
        loop {
            let mut fenced = there.clone();
            fenced.insert("fence", fence);
            let moved = targets
                .find_one_and_update(fenced, change.clone())
                .projection(projection.clone())
                .return_document(ReturnDocument::After)
                .await?;
            if moved.is_some() {
                return Ok(moved);
            }
            let Some(found) = fences.find_one(there.clone()).projection(doc! { "fence": 1 }).await? else {
                return Ok(None);
            };
            fence = found.fence;
            // A primary that was just elected can for a moment not show what a majority has: this read waits for that.
            let own = rows.find_one(doc! { "_id": row.id.clone(), "pending.op": row.op });
            let own = own.projection(doc! { "pending": 1 }).read_concern(ReadConcern::linearizable());
            let counted = match own.max_time(LONGEST).await? {
                Some(mark) => mark.pending.counted.contains(&target.id),
                // Somebody settled it, and so counted it.
                None => true,
            };
            if counted {
                return Ok(targets.find_one(there).projection(projection).await?);
            }
            if begun.elapsed() > TRYING {
                return Err(StoreError::Unavailable("a counter is being counted again".to_owned()).into());
            }
        }
    }

    /// Step 3: the row is settled. Nothing happens where somebody else has settled it, or changed it since.
    pub(super) async fn settle_row(&self, row: &Row, remove: bool) -> Outcome<()> {
        let rows: Collection<Document> = self.collection(row.collection);
        let own = doc! { "_id": row.id.clone(), "pending.op": row.op };
        let here = WriteConcern::builder().w(Acknowledgment::Nodes(1)).build();
        if remove {
            rows.delete_one(own).write_concern(here).await?;
        } else {
            rows.update_one(own, doc! { "$unset": { "pending": "" } }).write_concern(here).await?;
        }
        Ok(())
    }
}
