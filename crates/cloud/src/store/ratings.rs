//! Ratings.

use super::client::Mongo;
use async_trait::async_trait;
use kenmovie_common::domain::{RatingTally, Score};
use kenmovie_common::ports::StoreResult;
use kenmovie_common::ports::{Ratings, StoreError};
use kenmovie_common::{MovieId, Time, UserId};

#[async_trait]
impl Ratings for Mongo {
    async fn set_rating(
        &self,
        _user: UserId,
        _movie: MovieId,
        _score: Option<Score>,
        _now: Time,
    ) -> StoreResult<Option<RatingTally>> {
        Err(StoreError::Unavailable("not written".to_owned()))
    }
}
