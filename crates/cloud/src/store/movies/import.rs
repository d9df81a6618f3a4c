//! Films from elsewhere, many at once.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::{MovieDraft, Source};
use kenmovie_common::ports::ImportOutcome;
use kenmovie_common::{MovieId, Time};
use mongodb::ClientSession;
use mongodb::bson::{Document, RawDocumentBuf, Uuid, doc};
use mongodb::options::Hint;

use super::document::{Stored, made, stored_projection, written};
use super::genres::Counts;
use super::write::update_all;
use crate::store::client::Mongo;
use crate::store::error::{Outcome, corrupt};
use crate::store::schema::MOVIES;
use crate::store::value::{signed, uuid};

pub(super) async fn import(
    mongo: &Mongo,
    batch: Vec<(MovieId, MovieDraft)>,
    now: Time,
) -> Outcome<Vec<ImportOutcome>> {
    let batch = Arc::new(batch);
    let imported = mongo.transaction(move |mongo, session| {
        let batch = Arc::clone(&batch);
        Box::pin(async move {
            let mut films = Films::of(stored(mongo, session, &batch).await?);
            let outcomes = batch.iter().map(|(id, draft)| films.take(*id, draft)).collect();
            films.write(mongo, session, now).await?;
            Ok(outcomes)
        })
    });
    match imported.await {
        Err(failure) if failure.is_duplicate("_id_") => Err(corrupt("two films of one id")),
        outcome => outcome,
    }
}

/// The films that there are of the batch's sources.
async fn stored(
    mongo: &Mongo,
    session: &mut ClientSession,
    batch: &[(MovieId, MovieDraft)],
) -> Outcome<Vec<Stored>> {
    let mut sources: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for source in batch.iter().filter_map(|(_, draft)| draft.source.as_ref()) {
        sources.entry(&source.name).or_default().push(&source.id);
    }
    if sources.is_empty() {
        return Ok(Vec::new());
    }
    let of_source = |(name, ids)| doc! { "source.name": name, "source.id": { "$in": ids } };
    let any: Vec<Document> = sources.into_iter().map(of_source).collect();
    let films = mongo.collection::<RawDocumentBuf>(MOVIES);
    let mut found = films
        .find(doc! { "$or": any })
        .projection(stored_projection())
        .hint(Hint::Name("movies_source".to_owned()))
        .batch_size(u32::try_from(batch.len()).unwrap_or(u32::MAX))
        .session(&mut *session)
        .await?;
    let found: Vec<RawDocumentBuf> = found.stream(session).try_collect().await?;
    found.iter().map(|film| Stored::read(film)).collect()
}

/// A film of the batch, as it becomes.
struct Film {
    id: Uuid,
    draft: MovieDraft,
    /// How often the batch changed it.
    changes: u64,
    /// As it was, with its draft, where it was there before.
    before: Option<(Stored, MovieDraft)>,
}

#[derive(Default)]
struct Films {
    films: Vec<Film>,
    of_source: HashMap<Source, usize>,
}

impl Films {
    fn of(stored: Vec<Stored>) -> Self {
        let mut films = Self::default();
        for stored in stored {
            let draft = stored.draft();
            let id = stored.id();
            films.push(Film { id, draft: draft.clone(), changes: 0, before: Some((stored, draft)) });
        }
        films
    }

    fn push(&mut self, film: Film) {
        if let Some(source) = &film.draft.source {
            self.of_source.insert(source.clone(), self.films.len());
        }
        self.films.push(film);
    }

    fn take(&mut self, id: MovieId, draft: &MovieDraft) -> ImportOutcome {
        let known = draft.source.as_ref().and_then(|source| self.of_source.get(source));
        match known.and_then(|at| self.films.get_mut(*at)) {
            None => {
                self.push(Film { id: uuid(id.bytes()), draft: draft.clone(), changes: 0, before: None });
                ImportOutcome::Added
            }
            Some(film) if film.draft == *draft => ImportOutcome::Unchanged,
            Some(film) => {
                film.draft.clone_from(draft);
                film.changes += 1;
                ImportOutcome::Changed
            }
        }
    }

    async fn write(self, mongo: &Mongo, session: &mut ClientSession, now: Time) -> Outcome<()> {
        let (mut counts, mut added, mut changed) = (Counts::default(), Vec::new(), Vec::new());
        for Film { id, draft, changes, before } in self.films {
            match before {
                None => {
                    counts.add(&draft.genres, 1);
                    added.push(made(id, 1 + changes, None, &draft, now)?);
                }
                Some(_) if changes == 0 => {}
                Some((stored, before)) => {
                    counts.replace(&before, &draft);
                    let (there, absent) = written(&draft, stored.counted()?, now)?;
                    let becomes =
                        doc! { "$set": there, "$unset": absent, "$inc": { "version": signed(changes) } };
                    changed.push(doc! { "q": { "_id": id }, "u": becomes });
                }
            }
        }
        // First what others write too: a vote on one of these since it was read ends this try, the sooner the better.
        update_all(mongo, session, MOVIES, changed).await?;
        counts.write(mongo, session).await?;
        if !added.is_empty() {
            mongo.collection::<Document>(MOVIES).insert_many(added).session(session).await?;
        }
        Ok(())
    }
}
