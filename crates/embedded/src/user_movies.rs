//! UserMovies.

use crate::Embedded;
use async_trait::async_trait;
use kenmovie_common::domain::UserMovie;
use kenmovie_common::ports::{Page, StoreResult};
use kenmovie_common::ports::{StoreError, UserMovies};
use kenmovie_common::{MovieId, Time, UserId};

#[async_trait]
impl UserMovies for Embedded {
    async fn add_to_list(&self, _user: UserId, _movie: MovieId, _now: Time) -> StoreResult<bool> {
        Err(StoreError::Unavailable("not written".to_owned()))
    }

    async fn remove_from_list(&self, _user: UserId, _movie: MovieId) -> StoreResult<bool> {
        Err(StoreError::Unavailable("not written".to_owned()))
    }

    async fn list_user_movies(
        &self,
        _user: UserId,
        _after: Option<(i64, MovieId)>,
        _limit: usize,
    ) -> StoreResult<Page<UserMovie, (i64, MovieId)>> {
        Err(StoreError::Unavailable("not written".to_owned()))
    }
}
