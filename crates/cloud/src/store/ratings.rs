//! Scores: a row of a person and a film, and the film's counts, which follow it exactly ([`pending`](super::pending) says how).

use std::ops::Add;

use async_trait::async_trait;
use kenmovie_common::domain::{Rating, RatingTally, Score};
use kenmovie_common::ports::{Ratings, StoreResult};
use kenmovie_common::{MovieId, Time, UserId};
use mongodb::bson::{Bson, DateTime, Document, Uuid, doc};
use mongodb::options::UpdateModifications;
use serde::{Deserialize, Serialize};

use super::bayes::rated_after;
use super::client::Mongo;
use super::error::Outcome;
use super::movies::summary;
use super::own_row::Written;
use super::pending::{Pending, Row, Target};
use super::reactions::Key;
use super::schema::{MOVIES, RATINGS};
use super::together::{Moves, Together};
use super::value::{count, date, uuid};

/// Whose score of what; the fields' order is part of the key.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct RatingKey {
    pub(super) user: Uuid,
    pub(super) movie: Uuid,
}

impl RatingKey {
    pub(super) fn bson(self) -> Bson {
        doc! { "user": self.user, "movie": self.movie }.into()
    }
}

/// A score.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RatingDocument {
    #[serde(rename = "_id")]
    pub(super) key: RatingKey,
    /// As [`stored`] has it.
    pub(super) score: i32,
    pub(super) created_at: DateTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) pending: Option<Pending>,
}

/// A score as it is stored: 1..=10, or 0 for one that was taken back and is not yet removed.
pub(super) fn stored(score: Option<Score>) -> i32 {
    score.map_or(0, |score| score.get().into())
}

/// None of one that was taken back.
pub(super) fn scored(stored: i32) -> Option<Score> {
    Score::try_from(u8::try_from(stored).ok()?).ok()
}

#[async_trait]
impl Ratings for Mongo {
    async fn set_rating(
        &self,
        user: UserId,
        movie: MovieId,
        score: Option<Score>,
        now: Time,
    ) -> StoreResult<Option<RatingTally>> {
        self.run(async move |mongo: Self| mongo.rate(user, movie, score, now).await).await
    }
}

impl Mongo {
    pub(super) async fn rate(
        &self,
        user: UserId,
        movie: MovieId,
        score: Option<Score>,
        now: Time,
    ) -> Outcome<Option<RatingTally>> {
        let key = RatingKey { user: uuid(user.bytes()), movie: uuid(movie.bytes()) };
        let target = Target { collection: MOVIES, id: key.movie, condition: doc! {} };
        // A vote of theirs on the film waits too, which harms nobody.
        let _turn = self.turns.take(Key { user: key.user, target: key.movie }).await;
        let fence = self.counting.fence(target.id);
        let members = doc! { "score": stored(score), "created_at": date(now) };
        let Written { before, op, doubtful } =
            self.write_own_row::<RatingDocument>(RATINGS, &key.bson(), members, now).await?;
        let row = Row { collection: RATINGS, id: key.bson(), op };
        if doubtful {
            self.recount_movie(target.id).await?;
        }
        // A recount has noted the row, so that nothing is moved twice.
        let moves = Scores::of(before.and_then(|row| scored(row.score)), score);
        let counted = self.count_with_others(&self.counting.scores, &row, &target, fence, moves).await?;
        let Some(counted) = counted else {
            // There is no such film, or no more: what is not there has no scores.
            self.settle_row(&row, true).await?;
            return Ok(None);
        };
        self.settle(row, score.is_none()).await?;
        Ok(Some(RatingTally { rating: counted.rating()?, mine: score }))
    }
}

/// A film's counts.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Counters {
    histogram: [u64; 10],
    rating_sum: i64,
    rating_count: i64,
}

impl Counters {
    fn rating(self) -> Outcome<Rating> {
        let summary = summary(count(self.rating_sum)?, count(self.rating_count)?);
        Ok(Rating { summary, histogram: self.histogram })
    }
}

/// By how much scores change how many gave 1, 2, … 10.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Scores([i64; 10]);

/// Scores that are counted together.
pub(super) type ScoreGroups = Together<Scores, Counters>;

impl Scores {
    /// Of one score that becomes another.
    fn of(before: Option<Score>, after: Option<Score>) -> Self {
        let is = |score: Option<Score>, place| i64::from(score.map(Score::place) == Some(place));
        Self(std::array::from_fn(|place| is(after, place) - is(before, place)))
    }
}

impl Add for Scores {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(by, more)| *by += more);
        self
    }
}

impl Moves for Scores {
    type Counters = Counters;

    fn change(self, _: &str) -> UpdateModifications {
        rated_after(self.0).into()
    }

    fn projection() -> Document {
        doc! { "_id": 0, "histogram": 1, "rating_sum": 1, "rating_count": 1 }
    }
}
