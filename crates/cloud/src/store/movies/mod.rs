//! Films: pages of them, one, its making and its edits.

mod card;
mod delete;
mod document;
mod genres;
mod import;
mod list;
mod plan;
mod query;
mod read;
#[cfg(test)]
mod tests;
mod write;

use std::time::Duration;

use async_trait::async_trait;
use kenmovie_common::domain::{Genre, Movie, MovieCard, MovieChange, MovieDraft};
use kenmovie_common::ports::{
    Created, Edit, ImportOutcome, MovieQuery, Movies, NewMovie, Page, SortKey, StoreResult,
};
use kenmovie_common::{MovieId, Time, UserId};

use super::client::Mongo;
use super::value::uuid;

pub(super) use card::{CardDocument, card_projection};
pub(super) use delete::remove_rest;
pub(super) use document::{Counted, written};
pub(super) use genres::Counts;
pub(super) use write::update_all;

/// A batch of an import takes longer than what a person waits for.
const IMPORTING: Duration = Duration::from_secs(30);

#[async_trait]
impl Movies for Mongo {
    async fn list_movies(&self, query: MovieQuery) -> StoreResult<Page<MovieCard, (SortKey, MovieId)>> {
        self.run(async |mongo: Self| list::list(&mongo, query).await).await
    }

    async fn movie(&self, id: MovieId, viewer: Option<UserId>) -> StoreResult<Option<Movie>> {
        self.run(async move |mongo: Self| read::movie(&mongo, id, viewer).await).await
    }

    async fn genres(&self) -> StoreResult<Vec<Genre>> {
        self.run(async |mongo: Self| genres::genres(&mongo).await).await
    }

    async fn count_movies(&self) -> StoreResult<u64> {
        self.run(async |mongo: Self| genres::count_films(&mongo).await).await
    }

    async fn create_movie(&self, new: NewMovie) -> StoreResult<Created<Movie>> {
        self.run(async |mongo: Self| write::create(&mongo, new).await).await
    }

    async fn edit_movie(
        &self,
        id: MovieId,
        version: Option<u64>,
        change: MovieChange,
        now: Time,
    ) -> StoreResult<Edit<Movie>> {
        self.run(async move |mongo: Self| write::edit(&mongo, id, version, change, now).await).await
    }

    /// The film is gone when this returns. What hangs on it goes as far as it can meanwhile; `settle` removes the rest.
    async fn delete_movie(&self, id: MovieId, version: Option<u64>, _: Time) -> StoreResult<Edit<()>> {
        let deleted = self.run(async move |mongo: Self| delete::delete(&mongo, id, version).await).await?;
        if deleted == Edit::Done(()) {
            let id = uuid(id.bytes());
            if let Err(error) = self.run(async move |mongo: Self| remove_rest(&mongo, id).await).await {
                tracing::warn!("what hangs on a deleted film is still to be removed: {error}");
            }
        }
        Ok(deleted)
    }

    /// A film without a source is added each time.
    async fn import_movies(
        &self,
        batch: Vec<(MovieId, MovieDraft)>,
        now: Time,
    ) -> StoreResult<Vec<ImportOutcome>> {
        self.run_within(IMPORTING, async move |mongo: Self| import::import(&mongo, batch, now).await).await
    }
}
