//! Votes: a row of a person and a target, and the target's counters, which follow it exactly ([`pending`](super::pending)
//! says how).

use std::collections::HashMap;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures_util::TryStreamExt as _;
use kenmovie_common::domain::{Reaction, Reactions, Tally, Target as Thing, score};
use kenmovie_common::ports::{ReactionStore, StoreError, StoreResult};
use kenmovie_common::{Time, UserId};
use mongodb::Collection;
use mongodb::bson::oid::ObjectId;
use mongodb::bson::{Bson, Uuid, doc};
use serde::{Deserialize, Serialize};

use super::client::{LONGEST, Mongo};
use super::error::{Failure, Outcome};
use super::pending::{Pending, Row, Target};
use super::schema::{COMMENTS, MOVIES, REACTIONS};
use super::value::{count, date, reaction, sign, uuid};
use super::wilson::top_after;
use crate::patience::jittered;

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

#[derive(Deserialize)]
struct Counters {
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
        let Written { before, op, doubtful } = self.write_vote(key, kind, value, now).await?;
        let row = Row { collection: REACTIONS, id: key.bson(), op };
        if doubtful {
            self.recount(kind, target.id).await?;
        }
        // A recount has noted the row, so that nothing is moved twice.
        let change = moved(kind, before, value);
        let projection = doc! { "likes": 1, "dislikes": 1 };
        let Some(Counters { likes, dislikes }) = self.count_in(&row, &target, change, projection).await?
        else {
            // There is no such thing, or no more: what is not there has no votes.
            self.settle_row(&row, true).await?;
            if before.is_some() {
                self.recount(kind, target.id).await?;
            }
            return Ok(None);
        };
        self.settle_row(&row, value.is_none()).await?;
        let reactions = Reactions { likes: count(likes)?, dislikes: count(dislikes)? };
        Ok(Some(Tally { reactions, mine: value }))
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

/// How a target's counters and score change when one vote becomes another.
fn moved(
    kind: &str,
    before: Option<Reaction>,
    after: Option<Reaction>,
) -> mongodb::options::UpdateModifications {
    let is = |value: Option<Reaction>, one: Reaction| i64::from(value == Some(one));
    let likes = is(after, Reaction::Like) - is(before, Reaction::Like);
    let dislikes = is(after, Reaction::Dislike) - is(before, Reaction::Dislike);
    if kind == MOVIE {
        let popular = likes * score::LIKE + dislikes * score::DISLIKE;
        doc! { "$inc": { "likes": likes, "dislikes": dislikes, "popular": popular } }.into()
    } else {
        top_after(likes, dislikes).into()
    }
}

#[derive(Deserialize)]
struct Cast {
    #[serde(rename = "_id")]
    key: Key,
    value: i32,
}

/// How a viewer, if there is one, voted on these things, in one look-up.
pub(super) async fn viewer_votes(
    mongo: &Mongo,
    viewer: Option<Uuid>,
    targets: Vec<Uuid>,
) -> Outcome<HashMap<Uuid, i32>> {
    let Some(user) = viewer.filter(|_| !targets.is_empty()) else { return Ok(HashMap::new()) };
    let keys: Vec<Bson> = targets.into_iter().map(|target| Key { user, target }.bson()).collect();
    let rows = mongo.collection::<Cast>(REACTIONS);
    let votes = rows.find(doc! { "_id": { "$in": keys } });
    let votes = votes.projection(doc! { "value": 1 }).batch_size(1_000).max_time(LONGEST);
    Ok(votes.await?.map_ok(|cast| (cast.key.target, cast.value)).try_collect().await?)
}
