//! Films: pages of them, one, its making and its edits.

use async_trait::async_trait;

use super::{Created, Idempotency, Page, SortKey, StoreResult};
use crate::domain::{Genre, Movie, MovieCard, MovieChange, MovieDraft, MovieSort};
use crate::{MovieId, Time, UserId};

/// Which films a list holds; all members together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MovieFilter {
    /// Folded words, each of which must begin a word of a title or a person's name. Empty: every film.
    pub words: Vec<String>,
    pub genre: Option<String>,
    pub year_from: Option<i32>,
    pub year_to: Option<i32>,
}

/// One page of films. A signed-in viewer does not see what they reported, and gets `mine` with each film.
#[derive(Debug, Clone, PartialEq)]
pub struct MovieQuery {
    pub filter: MovieFilter,
    pub sort: MovieSort,
    /// Start after this place.
    pub after: Option<(SortKey, MovieId)>,
    /// 1..=100
    pub limit: usize,
    pub viewer: Option<UserId>,
}

#[derive(Debug, Clone)]
pub struct NewMovie {
    pub id: MovieId,
    pub draft: MovieDraft,
    pub creator: UserId,
    pub idempotency: Option<Idempotency>,
    pub now: Time,
}

/// What became of an edit.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit<T> {
    Done(T),
    Missing,
    /// The version was another.
    Stale,
}

/// What became of one film of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportOutcome {
    Added,
    Changed,
    Unchanged,
}

/// The films. A film that is not there is `None` or `Missing`.
#[async_trait]
pub trait Movies: Send + Sync {
    async fn list_movies(&self, query: MovieQuery) -> StoreResult<Page<MovieCard, (SortKey, MovieId)>>;

    /// A film, with `mine` for a viewer.
    async fn movie(&self, id: MovieId, viewer: Option<UserId>) -> StoreResult<Option<Movie>>;

    /// The genres with how many films have each, most first.
    async fn genres(&self) -> StoreResult<Vec<Genre>>;

    async fn count_movies(&self) -> StoreResult<u64>;

    /// Up to `limit` films in the order of their ids, from this one on, which need not be there any more, or from the first;
    /// without the first `skip` of them. It costs what `skip` and `limit` are together.
    async fn walk_movies(
        &self,
        from: Option<MovieId>,
        skip: usize,
        limit: usize,
    ) -> StoreResult<Vec<MovieId>>;

    async fn create_movie(&self, new: NewMovie) -> StoreResult<Created<Movie>>;

    /// Changes a film; where `version` is given and is not the film's, `Stale`.
    async fn edit_movie(
        &self,
        id: MovieId,
        version: Option<u64>,
        change: MovieChange,
        now: Time,
    ) -> StoreResult<Edit<Movie>>;

    /// Begins the end of a film: from now on it is in no list, and not there. `Deletions::erase` takes away what hangs on it.
    async fn delete_movie(&self, id: MovieId, version: Option<u64>, now: Time) -> StoreResult<Edit<()>>;

    /// Adds or changes films by their `source`, all or none of the batch; an outcome for each, in their order. The
    /// ids are for those that are new. Where a source stands in the batch twice, the later one changes the earlier.
    async fn import_movies(
        &self,
        batch: Vec<(MovieId, MovieDraft)>,
        now: Time,
    ) -> StoreResult<Vec<ImportOutcome>>;
}
