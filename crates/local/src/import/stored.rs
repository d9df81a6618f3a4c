//! The side that stores: a batch is one call of the store, tried again while it does not answer.

use std::time::Duration;

use kenmovie_common::MovieId;
use kenmovie_common::ports::{Clock, ImportOutcome, Movies, Random, StoreError};

use super::feed::Batch;
use super::options::{ImportError, Summary};

/// How long is waited before each further try.
const PAUSES: [Duration; 5] = [
    Duration::from_millis(200),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
];

pub(super) struct Storing<'a> {
    movies: &'a dyn Movies,
    clock: &'a dyn Clock,
    random: &'a dyn Random,
    pub(super) summary: Summary,
}

impl<'a> Storing<'a> {
    pub(super) fn new(movies: &'a dyn Movies, clock: &'a dyn Clock, random: &'a dyn Random) -> Self {
        Self { movies, clock, random, summary: Summary::default() }
    }

    pub(super) async fn store(&mut self, batch: Batch) -> Result<(), ImportError> {
        self.summary.skipped += batch.skipped;
        if batch.films.is_empty() {
            return Ok(());
        }
        let now = self.clock.now();
        let films: Vec<_> =
            batch.films.into_iter().map(|film| (MovieId::new(now, self.random), film)).collect();
        let mut pauses = PAUSES.iter();
        let outcomes = loop {
            let stored = self.movies.import_movies(films.clone(), now).await;
            match (stored, pauses.next()) {
                (Ok(outcomes), _) => break outcomes,
                (Err(StoreError::Unavailable(why)), Some(pause)) => {
                    tracing::warn!("the store does not answer ({why}); trying again in {pause:?}");
                    tokio::time::sleep(*pause).await;
                }
                (Err(error), _) => {
                    let stored = self.summary.stored();
                    return Err(ImportError::Store { reason: error.to_string(), stored });
                }
            }
        };
        for outcome in outcomes {
            match outcome {
                ImportOutcome::Added => self.summary.added += 1,
                ImportOutcome::Changed => self.summary.changed += 1,
                ImportOutcome::Unchanged => self.summary.unchanged += 1,
            }
        }
        Ok(())
    }
}
