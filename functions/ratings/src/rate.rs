//! `PUT` and `DELETE` of `/api/movies/{id}/rating`

use std::sync::Arc;

use axum::extract::State;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::{RatingTally, Score};
use kenmovie_common::http::{Access, Caller, Field, Front, Json, Kind, Path, Problem, Route};
use kenmovie_common::ports::Ratings;
use kenmovie_common::{MovieId, UserId};
use serde::Deserialize;

const PATH: &str = "/api/movies/{id}/rating";
const RATER: Access = Access::Scope(Scope::RatingsWrite);

pub(crate) const SET: Route = Route::put(PATH, RATER)
    .summary("Give a film a score, 1 to 10, in place of the one before.")
    .body(&[Field::required("score", Kind::Integer { min: 1, max: 10 })])
    .answers::<RatingTally>(200)
    .problems(&["not_found"]);

pub(crate) const UNSET: Route = Route::delete(PATH, RATER)
    .summary("Take back the score of a film.")
    .answers::<RatingTally>(200)
    .problems(&["not_found"]);

#[derive(Clone)]
pub(crate) struct Scale {
    pub(crate) front: Front,
    pub(crate) ratings: Arc<dyn Ratings>,
}

#[derive(Deserialize)]
pub(crate) struct Rating {
    score: Score,
}

pub(crate) async fn set(
    State(scale): State<Scale>,
    Caller(caller): Caller,
    Path(movie): Path<MovieId>,
    Json(rating): Json<Rating>,
) -> Result<Json<RatingTally>, Problem> {
    scale.rate(caller.user, movie, Some(rating.score)).await
}

pub(crate) async fn unset(
    State(scale): State<Scale>,
    Caller(caller): Caller,
    Path(movie): Path<MovieId>,
) -> Result<Json<RatingTally>, Problem> {
    scale.rate(caller.user, movie, None).await
}

impl Scale {
    async fn rate(
        &self,
        user: UserId,
        movie: MovieId,
        score: Option<Score>,
    ) -> Result<Json<RatingTally>, Problem> {
        let tally = self.ratings.set_rating(user, movie, score, self.front.now()).await?;
        tally.map(Json).ok_or(Problem::NotFound)
    }
}
