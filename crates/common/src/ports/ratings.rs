//! Scores.

use async_trait::async_trait;

use super::StoreResult;
use crate::domain::{RatingTally, Score};
use crate::{MovieId, Time, UserId};

/// What people give films, 1..=10.
#[async_trait]
pub trait Ratings: Send + Sync {
    /// Sets or takes back a person's score of a film; the film's exact count, sum, histogram and stored orders with it.
    /// None where there is no such film.
    async fn set_rating(
        &self,
        user: UserId,
        movie: MovieId,
        score: Option<Score>,
        now: Time,
    ) -> StoreResult<Option<RatingTally>>;
}
