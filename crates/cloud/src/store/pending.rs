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
//! A target without a `fence` was never counted again; that is what step 2 assumes first, or else the fence that this process
//! knew *before* step 1: a recount that set it was over before the row was written, and has not seen the row. So the usual
//! vote is three writes and no read.
//!
//! What many rows of one process count in one target at the same moment is one write of their sum, on the same condition;
//! where that does nothing, each goes on alone as above. Rows are settled in groups likewise: that only takes marks away
//! whose rows are counted.

use super::collection::Collection;
use kenmovie_common::Time;
use kenmovie_common::ports::StoreError;
use mongodb::bson::oid::ObjectId;
use mongodb::bson::{Bson, DateTime, Document, Uuid, doc};
use mongodb::options::{Acknowledgment, ReadConcern, ReturnDocument, UpdateModifications, WriteConcern};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::client::{LONGEST, Mongo};
use super::error::Outcome;
use super::groups::Groups;
use super::ratings::ScoreGroups;
use super::reactions::VoteGroups;
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

/// What acts of this process share while they count.
#[derive(Clone, Default)]
pub(super) struct Counting {
    fences: Arc<Mutex<HashMap<Uuid, ObjectId>>>,
    /// By collection: rows to settle, and whether each goes.
    settling: Groups<&'static str, (Row, bool), bool>,
    /// Votes, by their target and its fence.
    pub(super) votes: VoteGroups,
    /// The same of scores.
    pub(super) scores: ScoreGroups,
}

/// So many targets' fences are remembered: those that were counted again since this process began.
const FENCES: usize = 10_000;

impl Counting {
    /// The fence that a target is known to have. It must be asked for before the row is written.
    pub(super) fn fence(&self, target: Uuid) -> Option<ObjectId> {
        self.fences().get(&target).copied()
    }

    fn learn(&self, target: Uuid, fence: Option<ObjectId>) {
        let Some(fence) = fence else { return };
        let mut fences = self.fences();
        if fences.len() >= FENCES {
            fences.clear();
        }
        fences.insert(target, fence);
    }

    fn fences(&self) -> MutexGuard<'_, HashMap<Uuid, ObjectId>> {
        self.fences.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
    /// `fence` is what [`Counting::fence`] knew before the row was written.
    pub(super) async fn count_in<T: DeserializeOwned + Send + Sync>(
        &self,
        row: &Row,
        target: &Target,
        mut fence: Option<ObjectId>,
        change: impl Into<UpdateModifications>,
        projection: Document,
    ) -> Outcome<Option<T>> {
        let targets: Collection<T> = self.collection(target.collection);
        let fences: Collection<Fence> = self.collection(target.collection);
        let rows: Collection<Mark> = self.collection(row.collection);
        let mut there = target.condition.clone();
        there.insert("_id", target.id);
        let change = change.into();
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
                self.counting.learn(target.id, fence);
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

    /// Step 3: the row is settled, with those that others settle at this moment.
    pub(super) async fn settle(&self, row: Row, remove: bool) -> Outcome<()> {
        let mongo = self.clone();
        let together = move |rows: Vec<(Row, bool)>| {
            let mongo = mongo.clone();
            async move { mongo.settle_rows(&rows).await }
        };
        let settled = self.counting.settling.act(row.collection, (row.clone(), remove), together).await;
        if settled == Some(true) { Ok(()) } else { self.settle_row(&row, remove).await }
    }

    /// Settles rows of one collection in two commands at most; false where it is not known that all of it was done.
    async fn settle_rows(&self, rows: &[(Row, bool)]) -> bool {
        let Some(collection) = rows.first().map(|(row, _)| row.collection) else { return true };
        let of = |removed: bool, statement: fn(Document) -> Document| -> Vec<Document> {
            let own =
                |(row, _): &(Row, bool)| statement(doc! { "_id": row.id.clone(), "pending.op": row.op });
            rows.iter().filter(|(_, remove)| *remove == removed).map(own).collect()
        };
        let updates = of(false, |q| doc! { "q": q, "u": { "$unset": { "pending": "" } } });
        let deletes = of(true, |q| doc! { "q": q, "limit": 1 });
        let command = async |name: &str, statements: &str, list: Vec<Document>| {
            if list.is_empty() {
                return true;
            }
            let command =
                doc! { name: collection, statements: list, "ordered": false, "writeConcern": { "w": 1 } };
            let done = self.database.run_command(command).await;
            done.is_ok_and(|answer| !answer.contains_key("writeErrors"))
        };
        let done = tokio::join!(command("update", "updates", updates), command("delete", "deletes", deletes));
        done == (true, true)
    }

    /// The same alone. Nothing happens where somebody else has settled it, or changed it since.
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
