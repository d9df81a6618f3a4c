//! Films: pages of them, one, its making and its edits.

mod card;
mod deletion;
mod facets;
mod import;
mod list;
mod plan;
mod read;
mod search;
mod write;

use async_trait::async_trait;
use kenmovie_common::domain::{Genre, Movie, MovieCard, MovieChange, MovieDraft};
use kenmovie_common::ports::{
    Created, Edit, ImportOutcome, MovieQuery, Movies, NewMovie, Page, SortKey, StoreResult,
};
use kenmovie_common::{MovieId, Time, UserId};

use crate::Embedded;

pub(crate) use card::{CARD, CARD_END, card, mine, score, summary, viewed};
#[cfg(test)]
pub(crate) use deletion::STATEMENTS as ERASURE;
pub(crate) use deletion::{erase, put_back};
pub(crate) use facets::{Facets, rate, shift_popular};
#[cfg(test)]
pub(crate) use plan::statements;
#[cfg(test)]
pub(crate) use read::WALK;
pub(crate) use read::{Counted, number};
pub(crate) use search::{Index, add_functions};
pub(crate) use write::NUMBER;

#[async_trait]
impl Movies for Embedded {
    async fn list_movies(&self, query: MovieQuery) -> StoreResult<Page<MovieCard, (SortKey, MovieId)>> {
        self.read(move |db| list::list(db, &query)).await
    }

    async fn movie(&self, id: MovieId, viewer: Option<UserId>) -> StoreResult<Option<Movie>> {
        self.read(move |db| read::movie(db, id, viewer)).await
    }

    async fn genres(&self) -> StoreResult<Vec<Genre>> {
        self.read(facets::genres).await
    }

    async fn count_movies(&self) -> StoreResult<u64> {
        self.read(facets::count).await
    }

    async fn walk_movies(
        &self,
        from: Option<MovieId>,
        skip: usize,
        limit: usize,
    ) -> StoreResult<Vec<MovieId>> {
        self.read(move |db| read::walk(db, from, skip, limit)).await
    }

    async fn create_movie(&self, new: NewMovie) -> StoreResult<Created<Movie>> {
        self.write(move |db| write::create(db, &new)).await
    }

    async fn edit_movie(
        &self,
        id: MovieId,
        version: Option<u64>,
        change: MovieChange,
        now: Time,
    ) -> StoreResult<Edit<Movie>> {
        self.write(move |db| write::edit(db, id, version, change, now)).await
    }

    async fn delete_movie(&self, id: MovieId, version: Option<u64>, now: Time) -> StoreResult<Edit<()>> {
        self.write(move |db| write::delete(db, id, version, now)).await
    }

    /// A film without a source is added each time.
    async fn import_movies(
        &self,
        batch: Vec<(MovieId, MovieDraft)>,
        now: Time,
    ) -> StoreResult<Vec<ImportOutcome>> {
        self.write_big(move |db| import::import(db, batch, now)).await
    }
}
