//! `PUT` and `DELETE` of `/api/movies/{id}/reaction` and `/api/comments/{id}/reaction`

use std::str::FromStr;
use std::sync::Arc;

use axum::extract::State;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::{Reaction, Tally, Target};
use kenmovie_common::http::{Access, Caller, Field, Front, Json, Kind, Path, Problem, Route};
use kenmovie_common::ports::ReactionStore;
use kenmovie_common::{BadId, CommentId, MovieId, UserId};
use serde::Deserialize;

const VOTER: Access = Access::Scope(Scope::ReactionsWrite);
const VALUE: &[Field] = &[Field::required("value", Kind::Choice(&Reaction::NAMES))];

pub(crate) const SET_MOVIE: Route = set_route("/api/movies/{id}/reaction", "Like or dislike a film.");
pub(crate) const UNSET_MOVIE: Route = unset_route("/api/movies/{id}/reaction", "Take back a vote on a film.");
pub(crate) const SET_COMMENT: Route = set_route("/api/comments/{id}/reaction", "Like or dislike a comment.");
pub(crate) const UNSET_COMMENT: Route =
    unset_route("/api/comments/{id}/reaction", "Take back a vote on a comment.");

const fn set_route(path: &'static str, summary: &'static str) -> Route {
    Route::put(path, VOTER).summary(summary).body(VALUE).answers::<Tally>(200).problems(&["not_found"])
}

const fn unset_route(path: &'static str, summary: &'static str) -> Route {
    Route::delete(path, VOTER).summary(summary).answers::<Tally>(200).problems(&["not_found"])
}

#[derive(Clone)]
pub(crate) struct Booth {
    pub(crate) front: Front,
    pub(crate) reactions: Arc<dyn ReactionStore>,
}

/// A target as a path names it.
pub(crate) struct OfMovie(MovieId);
pub(crate) struct OfComment(CommentId);

impl FromStr for OfMovie {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        text.parse().map(Self)
    }
}

impl FromStr for OfComment {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        text.parse().map(Self)
    }
}

impl From<OfMovie> for Target {
    fn from(OfMovie(id): OfMovie) -> Self {
        Self::Movie(id)
    }
}

impl From<OfComment> for Target {
    fn from(OfComment(id): OfComment) -> Self {
        Self::Comment(id)
    }
}

#[derive(Deserialize)]
pub(crate) struct Vote {
    value: Reaction,
}

pub(crate) async fn set<T: FromStr + Into<Target> + Send>(
    State(booth): State<Booth>,
    Caller(caller): Caller,
    Path(target): Path<T>,
    Json(vote): Json<Vote>,
) -> Result<Json<Tally>, Problem> {
    booth.vote(caller.user, target.into(), Some(vote.value)).await
}

pub(crate) async fn unset<T: FromStr + Into<Target> + Send>(
    State(booth): State<Booth>,
    Caller(caller): Caller,
    Path(target): Path<T>,
) -> Result<Json<Tally>, Problem> {
    booth.vote(caller.user, target.into(), None).await
}

impl Booth {
    async fn vote(
        &self,
        user: UserId,
        target: Target,
        value: Option<Reaction>,
    ) -> Result<Json<Tally>, Problem> {
        let tally = self.reactions.set_reaction(user, target, value, self.front.now()).await?;
        tally.map(Json).ok_or(Problem::NotFound)
    }
}
