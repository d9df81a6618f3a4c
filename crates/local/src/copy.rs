//! A community moved from one store to another, whatever their engines: every record is read and written, in batches,
//! and at the end both sides are read and compared. What is written already is the same when it is written again, so
//! that a copy that was stopped goes on, and one that was ended changes nothing.

mod comparison;
mod progress;

use std::ops::ControlFlow;

use kenmovie_common::Time;
use kenmovie_common::ports::{Collection, Record, RecordKey, Store, StoreError, StoreResult};

pub use comparison::{Compared, Copied, Sum};
pub use progress::Progress;

/// So many records are read and written at a time.
const BATCH: usize = 1_000;

/// Why a copy stopped; a sentence for whoever started it.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    #[error(
        "the target is not empty and holds another community: {key} in its {} is not in the source; name an empty store",
        of.as_str()
    )]
    Foreign { of: Collection, key: RecordKey },
    #[error("the source: {0}; running the same again goes on")]
    Source(StoreError),
    #[error("the target: {0}; running the same again goes on")]
    Target(StoreError),
    #[error("stopped; running the same again goes on")]
    Stopped,
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Whether what the target holds is in the source.
    Checking,
    Copying,
    /// Both sides are read.
    Comparing,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub phase: Phase,
    pub of: Collection,
    pub done: u64,
    pub total: u64,
}

/// Hears of every batch, and may stop the copy.
pub type Watch<'a> = &'a mut (dyn FnMut(Step) -> ControlFlow<()> + Send);

/// Writes everything of the source into the target, which must be empty or hold a part of it, and compares both. What
/// was begun in the source before `now` and never finished is finished first. Nobody else should write to either.
pub async fn copy(
    from: &dyn Store,
    to: &dyn Store,
    now: Time,
    watch: Watch<'_>,
) -> Result<Copied, CopyError> {
    while from.settle(now).await.map_err(CopyError::Source)? > 0 {}
    for of in Collection::ALL.iter().copied() {
        check(from, to, of, watch).await?;
    }
    let mut written = 0;
    for of in Collection::ALL.iter().copied() {
        written += write(from, to, of, watch).await?;
    }
    let mut collections = Vec::new();
    for of in Collection::ALL.iter().copied() {
        let total = from.count_records(of).await.map_err(CopyError::Source)?;
        let source = sum(from, of, total, watch).await?.map_err(CopyError::Source)?;
        let target = sum(to, of, total, watch).await?.map_err(CopyError::Target)?;
        collections.push(Compared { of, source, target });
    }
    Ok(Copied { written, collections })
}

/// Refuses a target that holds what the source does not.
async fn check(from: &dyn Store, to: &dyn Store, of: Collection, watch: Watch<'_>) -> Result<(), CopyError> {
    let total = to.count_records(of).await.map_err(CopyError::Target)?;
    let mut pages = Pages::new(to, of);
    while let Some(page) = pages.next().await.map_err(CopyError::Target)? {
        let keys = page.iter().map(Record::key).collect();
        let missing = from.missing_records(keys).await.map_err(CopyError::Source)?;
        if let Some(&key) = missing.first() {
            return Err(CopyError::Foreign { of, key });
        }
        tell(watch, Step { phase: Phase::Checking, of, done: pages.read, total })?;
    }
    Ok(())
}

/// How many records were not in the target as they are in the source.
async fn write(from: &dyn Store, to: &dyn Store, of: Collection, watch: Watch<'_>) -> Result<u64, CopyError> {
    let total = from.count_records(of).await.map_err(CopyError::Source)?;
    let mut pages = Pages::new(from, of);
    let mut written = 0;
    while let Some(page) = pages.next().await.map_err(CopyError::Source)? {
        written += to.write_records(page).await.map_err(CopyError::Target)?;
        tell(watch, Step { phase: Phase::Copying, of, done: pages.read, total })?;
    }
    Ok(written)
}

/// Everything in a collection; the outer error is that of being stopped.
async fn sum(
    store: &dyn Store,
    of: Collection,
    total: u64,
    watch: Watch<'_>,
) -> Result<StoreResult<Sum>, CopyError> {
    let mut pages = Pages::new(store, of);
    let mut sum = Sum::default();
    loop {
        match pages.next().await {
            Ok(Some(page)) => sum.add(&page),
            Ok(None) => return Ok(Ok(sum)),
            Err(error) => return Ok(Err(error)),
        }
        tell(watch, Step { phase: Phase::Comparing, of, done: pages.read, total })?;
    }
}

fn tell(watch: Watch<'_>, step: Step) -> Result<(), CopyError> {
    if watch(step).is_break() { Err(CopyError::Stopped) } else { Ok(()) }
}

/// The records of a collection, page after page.
struct Pages<'a> {
    store: &'a dyn Store,
    of: Collection,
    after: Option<RecordKey>,
    read: u64,
}

impl<'a> Pages<'a> {
    fn new(store: &'a dyn Store, of: Collection) -> Self {
        Self { store, of, after: None, read: 0 }
    }

    /// None where none is left.
    async fn next(&mut self) -> StoreResult<Option<Vec<Record>>> {
        let page = self.store.read_records(self.of, self.after, BATCH).await?;
        let Some(last) = page.last() else { return Ok(None) };
        self.after = Some(last.key());
        self.read += page.len() as u64;
        Ok(Some(page))
    }
}
