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
mod text;
mod write;

use std::time::Duration;

use async_trait::async_trait;
use kenmovie_common::domain::{Genre, Movie, MovieCard, MovieChange, MovieDraft};
use kenmovie_common::ports::{
    Created, Edit, ImportOutcome, MovieQuery, Movies, NewMovie, Page, SortKey, StoreResult,
};
use kenmovie_common::{MovieId, Time, UserId};

use super::client::Mongo;

pub(super) use card::{cards, summary};
pub(super) use delete::{ending, erase};
pub(super) use document::{Counted, written};
pub(super) use genres::Counts;
pub(super) use list::hidden;
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

    async fn walk_movies(
        &self,
        from: Option<MovieId>,
        skip: usize,
        limit: usize,
    ) -> StoreResult<Vec<MovieId>> {
        self.run(async move |mongo: Self| read::walk(&mongo, from, skip, limit).await).await
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

    async fn delete_movie(&self, id: MovieId, version: Option<u64>, now: Time) -> StoreResult<Edit<()>> {
        self.run(async move |mongo: Self| delete::delete(&mongo, id, version, now).await).await
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
