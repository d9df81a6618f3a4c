//! Votes: a row of a person and a target, and the target's counters, which follow it exactly ([`pending`](super::pending)
//! says how).

use std::ops::Add;

use async_trait::async_trait;
use kenmovie_common::domain::{Reaction, Reactions, Tally, Target as Thing, score};
use kenmovie_common::ports::{ReactionStore, StoreResult};
use kenmovie_common::{Time, UserId};
use mongodb::bson::{Bson, Document, Uuid, doc};
use mongodb::options::UpdateModifications;
use serde::{Deserialize, Serialize};

use super::client::Mongo;
use super::error::Outcome;
use super::own_row::Written;
use super::pending::{Pending, Row, Target};
use super::schema::{COMMENTS, MOVIES, REACTIONS};
use super::together::{Moves, Together};
use super::value::{count, date, reaction, sign, uuid};
use super::wilson::top_after;

/// Whose vote on what; the fields' order is part of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Key {
    pub(super) user: Uuid,
    pub(super) target: Uuid,
}

impl Key {
    pub(super) fn bson(self) -> Bson {
        doc! { "user": self.user, "target": self.target }.into()
    }
}

/// A vote. `kind` is what the target is: `movie` or `comment`.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Vote {
    #[serde(rename = "_id")]
    pub(super) key: Key,
    pub(super) kind: String,
    pub(super) value: i32,
    pub(super) created_at: mongodb::bson::DateTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) pending: Option<Pending>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Counters {
    likes: i64,
    dislikes: i64,
}

pub(super) const MOVIE: &str = "movie";
pub(super) const COMMENT: &str = "comment";

#[async_trait]
impl ReactionStore for Mongo {
    async fn set_reaction(
        &self,
        user: UserId,
        target: Thing,
        value: Option<Reaction>,
        now: Time,
    ) -> StoreResult<Option<Tally>> {
        self.run(async move |mongo: Self| mongo.vote(user, target, value, now).await).await
    }
}

impl Mongo {
    pub(super) async fn vote(
        &self,
        user: UserId,
        thing: Thing,
        value: Option<Reaction>,
        now: Time,
    ) -> Outcome<Option<Tally>> {
        let (kind, target) = match thing {
            Thing::Movie(id) => {
                (MOVIE, Target { collection: MOVIES, id: uuid(id.bytes()), condition: doc! {} })
            }
            Thing::Comment(id) => {
                let condition = doc! { "deleted": false };
                (COMMENT, Target { collection: COMMENTS, id: uuid(id.bytes()), condition })
            }
        };
        let key = Key { user: uuid(user.bytes()), target: target.id };
        let _turn = self.turns.take(key).await;
        let fence = self.counting.fence(target.id);
        let members = doc! { "kind": kind, "value": sign(value), "created_at": date(now) };
        let Written { before, op, doubtful } =
            self.write_own_row::<Vote>(REACTIONS, &key.bson(), members, now).await?;
        let before = before.and_then(|row| reaction(row.value));
        let row = Row { collection: REACTIONS, id: key.bson(), op };
        if doubtful {
            self.recount(kind, target.id).await?;
        }
        // A recount has noted the row, so that nothing is moved twice.
        let moves = Votes::of(before, value);
        let counted = self.count_with_others(&self.counting.votes, &row, &target, fence, moves).await?;
        let Some(Counters { likes, dislikes }) = counted else {
            // There is no such thing, or no more: what is not there has no votes.
            self.settle_row(&row, true).await?;
            if before.is_some() {
                self.recount(kind, target.id).await?;
            }
            return Ok(None);
        };
        self.settle(row, value.is_none()).await?;
        let reactions = Reactions { likes: count(likes)?, dislikes: count(dislikes)? };
        Ok(Some(Tally { reactions, mine: value }))
    }

    pub(super) async fn recount(&self, kind: &str, target: Uuid) -> Outcome<bool> {
        if kind == MOVIE { self.recount_movie(target).await } else { self.recount_comment(target).await }
    }
}

/// By how much votes change the counters of their target.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Votes {
    likes: i64,
    dislikes: i64,
}

/// Votes that are counted together.
pub(super) type VoteGroups = Together<Votes, Counters>;

impl Votes {
    /// Of one vote that becomes another.
    fn of(before: Option<Reaction>, after: Option<Reaction>) -> Self {
        let is = |value: Option<Reaction>, one: Reaction| i64::from(value == Some(one));
        Self {
            likes: is(after, Reaction::Like) - is(before, Reaction::Like),
            dislikes: is(after, Reaction::Dislike) - is(before, Reaction::Dislike),
        }
    }
}

impl Add for Votes {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { likes: self.likes + other.likes, dislikes: self.dislikes + other.dislikes }
    }
}

impl Moves for Votes {
    type Counters = Counters;

    fn change(self, collection: &str) -> UpdateModifications {
        let Self { likes, dislikes } = self;
        if collection == MOVIES {
            let popular = likes * score::LIKE + dislikes * score::DISLIKE;
            doc! { "$inc": { "likes": likes, "dislikes": dislikes, "popular": popular } }.into()
        } else {
            top_after(likes, dislikes).into()
        }
    }

    fn projection() -> Document {
        doc! { "_id": 0, "likes": 1, "dislikes": 1 }
    }
}
