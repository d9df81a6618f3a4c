//! Films from elsewhere, many at once.

use kenmovie_common::domain::MovieDraft;
use kenmovie_common::ports::ImportOutcome;
use kenmovie_common::{MovieId, Time};
use rusqlite::Connection;

use super::read::stored_by_source;
use super::write::{Films, Maker};
use crate::error::Outcome;

pub(super) fn import(
    db: &Connection,
    batch: Vec<(MovieId, MovieDraft)>,
    now: Time,
) -> Outcome<Vec<ImportOutcome>> {
    let mut films = Films::default();
    let mut outcomes = Vec::with_capacity(batch.len());
    for (id, draft) in batch {
        let stored = match &draft.source {
            Some(source) => stored_by_source(db, source)?,
            None => None,
        };
        outcomes.push(match stored {
            None => {
                films.insert(db, id, &draft, &Maker::default(), now)?;
                ImportOutcome::Added
            }
            Some(stored) if stored.draft == draft => ImportOutcome::Unchanged,
            Some(stored) => {
                films.update(db, &stored, &draft, now)?;
                ImportOutcome::Changed
            }
        });
    }
    films.finish(db)?;
    Ok(outcomes)
}
