//! Votes: a row of a person and a target, and the target's counters, which follow it exactly ([`pending`](super::pending)
//! says how).

use std::time::{Duration, Instant};

use async_trait::async_trait;
use kenmovie_common::domain::{Reaction, Reactions, Tally, Target as Thing, score};
use kenmovie_common::ports::{ReactionStore, StoreError, StoreResult};
use kenmovie_common::{Time, UserId};
use mongodb::Collection;
use mongodb::bson::oid::ObjectId;
use mongodb::bson::{Bson, Document, Uuid, doc};
use mongodb::options::{ReturnDocument, UpdateModifications};
use serde::{Deserialize, Serialize};

use super::client::Mongo;
use super::error::{Failure, Outcome};
use super::groups::Groups;
use super::pending::{Pending, Row, Target};
use super::schema::{COMMENTS, MOVIES, REACTIONS};
use super::value::{count, date, reaction, sign, uuid};
use super::wilson::top_after;
use crate::patience::{jittered, still_asked};

/// A person's other vote on the same thing that makes no progress for so long was left by a crash.
const STUCK: Duration = Duration::from_secs(1);
/// How long a person's votes on one thing wait for each other.
const WAITING: Duration = Duration::from_secs(4);
const PAUSE: Duration = Duration::from_millis(20);

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
        let Written { before, op, doubtful } = self.write_vote(key, kind, value, now).await?;
        let row = Row { collection: REACTIONS, id: key.bson(), op };
        if doubtful {
            self.recount(kind, target.id).await?;
        }
        // A recount has noted the row, so that nothing is moved twice.
        let moves = Moves::of(before, value);
        let counted = match self.count_together(kind, &target, fence, moves).await? {
            Some(counted) => Some(counted),
            None => self.count_in(&row, &target, fence, moves.change(kind), counters()).await?,
        };
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

    /// Moves the target's counters by this vote and all others that this process counts in it now; none where the fence is
    /// another by now, or there is no such target: nothing was moved then.
    async fn count_together(
        &self,
        kind: &'static str,
        target: &Target,
        fence: Option<ObjectId>,
        moves: Moves,
    ) -> Outcome<Option<Counters>> {
        let mut fenced = target.condition.clone();
        fenced.extend(doc! { "_id": target.id, "fence": fence });
        let targets: Collection<Counters> = self.collection(target.collection);
        let together = move |all: Vec<Moves>| {
            let (targets, fenced) = (targets.clone(), fenced.clone());
            let sum = all.into_iter().fold(Moves::default(), Moves::and);
            async move {
                let moved = targets.find_one_and_update(fenced, sum.change(kind)).projection(counters());
                let moved = moved.return_document(ReturnDocument::After).await;
                moved.map_err(|error| StoreError::from(Failure::from(error)).to_string())
            }
        };
        match self.counting.votes.act((target.id, fence), moves, together).await {
            Some(Ok(counted)) => Ok(counted),
            // Whether it was counted is not known: the rows stay pending.
            Some(Err(reason)) => Err(StoreError::Unavailable(reason).into()),
            None => Err(StoreError::Unavailable("the votes were not counted".to_owned()).into()),
        }
    }

    pub(super) async fn recount(&self, kind: &str, target: Uuid) -> Outcome<bool> {
        if kind == MOVIE { self.recount_movie(target).await } else { self.recount_comment(target).await }
    }

    /// Step 1. One person's votes on one thing go one after the other, also those of other processes; one that a crash
    /// left is taken over.
    async fn write_vote(&self, key: Key, kind: &str, value: Option<Reaction>, now: Time) -> Outcome<Written> {
        let votes: Collection<Vote> = self.collection(REACTIONS);
        let pending = Pending::new(now);
        let op = pending.op;
        let written = doc! { "$set": {
            "kind": kind, "value": sign(value), "created_at": date(now), "pending": pending.bson(),
        } };
        let begun = Instant::now();
        let mut seen: Option<(ObjectId, Instant)> = None;
        loop {
            still_asked()?;
            let settled = doc! { "_id": key.bson(), "pending": { "$exists": false } };
            match votes
                .find_one_and_update(settled, written.clone())
                .upsert(true)
                .await
                .map_err(Failure::from)
            {
                Ok(before) => {
                    return Ok(Written {
                        before: before.and_then(|row| reaction(row.value)),
                        op,
                        doubtful: false,
                    });
                }
                // There is a row, and another vote of this person is under way.
                Err(failure) if failure.is_duplicate("_id_") => {}
                Err(failure) => return Err(failure),
            }
            let row = votes.find_one(doc! { "_id": key.bson() }).await?;
            let Some(other) = row.and_then(|row| row.pending).map(|pending| pending.op) else { continue };
            let since = match seen {
                Some((op, since)) if op == other => since,
                _ => Instant::now(),
            };
            seen = Some((other, since));
            if since.elapsed() > STUCK {
                let stuck = doc! { "_id": key.bson(), "pending.op": other };
                if let Some(before) = votes.find_one_and_update(stuck, written.clone()).await? {
                    return Ok(Written { before: reaction(before.value), op, doubtful: true });
                }
            } else if begun.elapsed() > WAITING {
                return Err(StoreError::Unavailable("too many votes of one person at once".to_owned()).into());
            }
            tokio::time::sleep(jittered(PAUSE)).await;
        }
    }
}

struct Written {
    /// What the vote was.
    before: Option<Reaction>,
    op: ObjectId,
    /// Whether that had been counted is not known.
    doubtful: bool,
}

/// By how much votes change the counters of their target.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Moves {
    likes: i64,
    dislikes: i64,
}

/// Votes that are counted together, by their target and its fence.
pub(super) type VoteGroups = Groups<(Uuid, Option<ObjectId>), Moves, Result<Option<Counters>, String>>;

impl Moves {
    /// Of one vote that becomes another.
    fn of(before: Option<Reaction>, after: Option<Reaction>) -> Self {
        let is = |value: Option<Reaction>, one: Reaction| i64::from(value == Some(one));
        Self {
            likes: is(after, Reaction::Like) - is(before, Reaction::Like),
            dislikes: is(after, Reaction::Dislike) - is(before, Reaction::Dislike),
        }
    }

    fn and(self, other: Self) -> Self {
        Self { likes: self.likes + other.likes, dislikes: self.dislikes + other.dislikes }
    }

    /// The update of the target's counters and score.
    fn change(self, kind: &str) -> UpdateModifications {
        let Self { likes, dislikes } = self;
        if kind == MOVIE {
            let popular = likes * score::LIKE + dislikes * score::DISLIKE;
            doc! { "$inc": { "likes": likes, "dislikes": dislikes, "popular": popular } }.into()
        } else {
            top_after(likes, dislikes).into()
        }
    }
}

fn counters() -> Document {
    doc! { "_id": 0, "likes": 1, "dislikes": 1 }
}
