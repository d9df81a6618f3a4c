//! Step 2 of an act ([`pending`](super::pending)) for all acts of this process that count in one target at this moment: one
//! write of their sum.

use std::ops::Add;

use kenmovie_common::ports::{StoreError, StoreResult};
use mongodb::bson::oid::ObjectId;
use mongodb::bson::{Document, Uuid, doc};
use mongodb::options::{ReturnDocument, UpdateModifications};
use serde::de::DeserializeOwned;

use super::client::Mongo;
use super::error::{Failure, Outcome};
use super::groups::Groups;
use super::pending::{Row, Target};

/// Moves `M` of counters `T`, by their target and its fence.
pub(super) type Together<M, T> = Groups<(Uuid, Option<ObjectId>), M, Result<Option<T>, String>>;

/// By how much acts move the counters of their target.
pub(super) trait Moves: Copy + Default + Add<Output = Self> + Send + 'static {
    /// The counters that are moved.
    type Counters: DeserializeOwned + Clone + Send + Sync + 'static;

    /// The update of a target of this collection.
    fn change(self, collection: &str) -> UpdateModifications;

    /// Reads a target's counters.
    fn projection() -> Document;
}

impl Mongo {
    /// Step 2 of an act whose row is written: the counters after it; none where the target is gone. `fence` is what
    /// [`Counting::fence`](super::pending::Counting::fence) knew before the row was written.
    pub(super) async fn count_with_others<M: Moves>(
        &self,
        groups: &Together<M, M::Counters>,
        row: &Row,
        target: &Target,
        fence: Option<ObjectId>,
        moves: M,
    ) -> Outcome<Option<M::Counters>> {
        match self.move_together(groups, target, fence, moves).await? {
            Some(counted) => Ok(Some(counted)),
            None => self.count_in(row, target, fence, moves.change(target.collection), M::projection()).await,
        }
    }

    /// The counters after that; none where the fence is another by now, or there is no such target: nothing was moved then.
    async fn move_together<M: Moves>(
        &self,
        groups: &Together<M, M::Counters>,
        target: &Target,
        fence: Option<ObjectId>,
        moves: M,
    ) -> Outcome<Option<M::Counters>> {
        let mut fenced = target.condition.clone();
        fenced.extend(doc! { "_id": target.id, "fence": fence });
        let collection = target.collection;
        let targets = self.collection::<M::Counters>(collection);
        let together = move |all: Vec<M>| {
            let (targets, fenced) = (targets.clone(), fenced.clone());
            let sum = all.into_iter().fold(M::default(), M::add);
            async move {
                let moved =
                    targets.find_one_and_update(fenced, sum.change(collection)).projection(M::projection());
                let moved = moved.return_document(ReturnDocument::After).await;
                moved.map_err(|error| StoreError::from(Failure::from(error)).to_string())
            }
        };
        let counted: StoreResult<_> = match groups.act((target.id, fence), moves, together).await {
            Some(Ok(counted)) => Ok(counted),
            // Whether it was counted is not known: the rows stay pending.
            Some(Err(reason)) => Err(StoreError::Unavailable(reason)),
            None => Err(StoreError::Unavailable("what was done was not counted".to_owned())),
        };
        Ok(counted?)
    }
}
