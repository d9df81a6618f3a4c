//! The store's own order. Counters change in one transaction with the rows behind them, so after a crash too there is
//! nothing to mend.

use async_trait::async_trait;
use kenmovie_common::Time;
use kenmovie_common::domain::Deletion;
use kenmovie_common::ports::{Deletions, Drift, Erasure, StoreResult, Upkeep};

use crate::Embedded;
use crate::database::snapshot;
use crate::erase::{erase, unfinished};
use crate::verify;

#[async_trait]
impl Deletions for Embedded {
    async fn erase(&self, deletion: Deletion, limit: usize, now: Time) -> StoreResult<Erasure> {
        self.write(move |db| erase(db, deletion, limit, now)).await
    }

    async fn unfinished_deletions(&self, limit: usize) -> StoreResult<Vec<Deletion>> {
        self.read(move |db| unfinished(db, limit)).await
    }
}

#[async_trait]
impl Upkeep for Embedded {
    /// Nothing is ever begun and not finished here.
    async fn settle(&self, _: Time) -> StoreResult<u64> {
        Ok(0)
    }

    async fn verify_sample(&self, films: usize) -> StoreResult<Vec<Drift>> {
        self.read(move |db| snapshot(db, || verify::sample(db, films))).await
    }

    async fn verify_counters(&self) -> StoreResult<Vec<Drift>> {
        self.read(|db| snapshot(db, || verify::everything(db))).await
    }
}
