//! Scores: a row of a person and a film, and the film's counts and places, changed together.

use async_trait::async_trait;
use kenmovie_common::domain::{Rating, RatingTally, Score, SourceRating, score as scores};
use kenmovie_common::ports::{Ratings, StoreResult};
use kenmovie_common::{MovieId, Time, UserId};
use rusqlite::{Connection, params};

use crate::Embedded;
use crate::error::{Outcome, corrupt};
use crate::movies::{rate, score, summary};
use crate::row::{all, bound, change, count, one, signed, ten, value};

#[async_trait]
impl Ratings for Embedded {
    async fn set_rating(
        &self,
        user: UserId,
        movie: MovieId,
        score: Option<Score>,
        now: Time,
    ) -> StoreResult<Option<RatingTally>> {
        self.write(move |db| set(db, user, movie, score, now)).await
    }
}

fn set(
    db: &Connection,
    user: UserId,
    movie: MovieId,
    new: Option<Score>,
    now: Time,
) -> Outcome<Option<RatingTally>> {
    let Some(film) = film(db, *movie.bytes())? else { return Ok(None) };
    let sql = "SELECT score FROM ratings WHERE user_id = ?1 AND movie = ?2";
    let old = value::<u8>(db, sql, params![user.bytes(), movie.bytes()])?.map(score).transpose()?;
    if old == new {
        return Ok(Some(RatingTally { rating: film.rating(), mine: new }));
    }
    match new {
        None => {
            let sql = "DELETE FROM ratings WHERE user_id = ?1 AND movie = ?2";
            change(db, sql, params![user.bytes(), movie.bytes()])?;
        }
        Some(score) => {
            let sql = "INSERT INTO ratings (user_id, movie, score, created_at) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (user_id, movie) DO UPDATE SET score = excluded.score, created_at = excluded.created_at";
            change(db, sql, params![user.bytes(), movie.bytes(), score.get(), now.millis()])?;
        }
    }
    let film = film.moved(old, new)?;
    film.write(db, old, new)?;
    Ok(Some(RatingTally { rating: film.rating(), mine: new }))
}

pub(crate) const OF_ONE: &str = "SELECT movie, score FROM ratings WHERE user_id = ?1 LIMIT ?2";

/// Takes back so many scores of a person; how many there were.
pub(crate) fn retract(db: &Connection, user: UserId, limit: usize) -> Outcome<usize> {
    let given = all(db, OF_ONE, params![user.bytes(), bound(limit)], |row| {
        Ok((row.get::<_, [u8; 16]>(0)?, score(row.get(1)?)?))
    })?;
    for (movie, score) in &given {
        let sql = "DELETE FROM ratings WHERE user_id = ?1 AND movie = ?2";
        change(db, sql, params![user.bytes(), movie])?;
        if let Some(film) = film(db, *movie)? {
            film.moved(Some(*score), None)?.write(db, Some(*score), None)?;
        }
    }
    Ok(given.len())
}

/// A film's counts.
struct Film {
    n: i64,
    source: Option<SourceRating>,
    sum: u64,
    count: u64,
    histogram: [u64; 10],
}

fn film(db: &Connection, id: [u8; 16]) -> Outcome<Option<Film>> {
    let sql = "SELECT n, source_average, source_votes, rating_sum, rating_count, histogram FROM movies WHERE id = ?1";
    one(db, sql, [id], |row| {
        let source = match row.get(1)? {
            Some(average) => Some(SourceRating { average, votes: count(row, 2)? }),
            None => None,
        };
        let (sum, histogram) = (count(row, 3)?, ten(row, 5)?);
        Ok(Film { n: row.get(0)?, source, sum, count: count(row, 4)?, histogram })
    })
}

impl Film {
    fn rating(&self) -> Rating {
        Rating { summary: summary(self.sum, self.count), histogram: self.histogram }
    }

    /// The counts after one score became another.
    fn moved(mut self, old: Option<Score>, new: Option<Score>) -> Outcome<Self> {
        let few = || corrupt("fewer scores counted than there are");
        if let Some(old) = old {
            self.sum = self.sum.checked_sub(u64::from(old.get())).ok_or_else(few)?;
            self.count = self.count.checked_sub(1).ok_or_else(few)?;
            let place = self.histogram.get_mut(old.place()).ok_or_else(few)?;
            *place = place.checked_sub(1).ok_or_else(few)?;
        }
        if let Some(new) = new {
            self.sum += u64::from(new.get());
            self.count += 1;
            *self.histogram.get_mut(new.place()).ok_or_else(few)? += 1;
        }
        Ok(self)
    }

    /// Writes the counts down, and the places that they give the film in lists.
    fn write(&self, db: &Connection, old: Option<Score>, new: Option<Score>) -> Outcome<()> {
        let sql = "UPDATE movies SET rating_sum = ?2, rating_count = ?3, histogram = ?4 WHERE n = ?1";
        let histogram = serde_json::to_string(&self.histogram)?;
        change(db, sql, params![self.n, signed(self.sum), signed(self.count), histogram])?;
        let more = i64::from(new.is_some()) - i64::from(old.is_some());
        rate(db, self.n, more * scores::RATING, scores::top_rated(self.source, self.sum, self.count))
    }
}
