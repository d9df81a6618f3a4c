//! Counting a target's rows again, in a transaction. Why that makes its counters exact: [`pending`](super::pending).

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::{Reactions, SourceRating, score};
use mongodb::ClientSession;
use mongodb::bson::oid::ObjectId;
use mongodb::bson::{Document, Uuid, doc};
use serde::Deserialize;

use super::client::Mongo;
use super::error::Outcome;
use super::schema::{COMMENTS, MOVIES, RATINGS, REACTIONS, REPORTS};
use super::value::{count, signed};

/// What a film's scores are made of besides its rows.
#[derive(Deserialize)]
struct Film {
    #[serde(default)]
    source_rating: Option<SourceRating>,
}

#[derive(Deserialize)]
struct Talk {
    reply: bool,
}

#[derive(Deserialize)]
struct Votes {
    #[serde(rename = "_id")]
    value: i32,
    n: i64,
}

/// The sum and the number of the scores in a histogram.
pub(super) fn summed(histogram: [i64; 10]) -> Outcome<(u64, u64)> {
    let sum = (1..).zip(histogram).map(|(score, n): (i64, i64)| score * n).sum();
    Ok((count(sum)?, count(histogram.iter().sum())?))
}

impl Mongo {
    /// Counts a film's rows again; false where there is no such film.
    pub(super) async fn recount_movie(&self, id: Uuid) -> Outcome<bool> {
        self.transaction(move |mongo, session| {
            Box::pin(async move {
                let Some(film) = mongo.fence::<Film>(&mut *session, MOVIES, id).await? else {
                    return Ok(false);
                };
                let reactions = mongo.votes(&mut *session, id).await?;
                let comments = mongo.living(&mut *session, doc! { "movie": id, "deleted": false }).await?;
                let reports = mongo.collection::<Document>(REPORTS);
                let reports = reports.count_documents(doc! { "target": id }).session(&mut *session).await?;
                let histogram = mongo.scores(&mut *session, id).await?;
                let (sum, ratings) = summed(histogram)?;
                let counted = doc! { "$set": {
                    "likes": signed(reactions.likes),
                    "dislikes": signed(reactions.dislikes),
                    "comments": signed(comments),
                    "reports": signed(reports),
                    "histogram": histogram.to_vec(),
                    "rating_sum": signed(sum),
                    "rating_count": signed(ratings),
                    "popular": score::popular(film.source_rating, reactions, comments, ratings),
                    "top_rated": score::top_rated(film.source_rating, sum, ratings),
                } };
                mongo.set_counters(&mut *session, MOVIES, id, counted).await?;
                mongo.note(&mut *session, REACTIONS, doc! { "_id.target": id }, id).await?;
                mongo.note(&mut *session, COMMENTS, doc! { "movie": id }, id).await?;
                mongo.note(&mut *session, RATINGS, doc! { "_id.movie": id }, id).await?;
                Ok(true)
            })
        })
        .await
    }

    /// Counts what votes for and answers a comment again; false where there is no such comment.
    pub(super) async fn recount_comment(&self, id: Uuid) -> Outcome<bool> {
        self.transaction(move |mongo, session| {
            Box::pin(async move {
                let Some(talk) = mongo.fence::<Talk>(&mut *session, COMMENTS, id).await? else {
                    return Ok(false);
                };
                let reactions = mongo.votes(&mut *session, id).await?;
                let answers = if talk.reply { "parent" } else { "root" };
                let replies = mongo.living(&mut *session, doc! { answers: id, "deleted": false }).await?;
                let counted = doc! { "$set": {
                    "likes": signed(reactions.likes),
                    "dislikes": signed(reactions.dislikes),
                    "top": score::wilson(reactions),
                    "replies": signed(replies),
                } };
                mongo.set_counters(&mut *session, COMMENTS, id, counted).await?;
                mongo.note(&mut *session, REACTIONS, doc! { "_id.target": id }, id).await?;
                mongo.note(&mut *session, COMMENTS, doc! { answers: id }, id).await?;
                Ok(true)
            })
        })
        .await
    }

    /// Puts a new fence on the target, so that nobody else moves its counters until this is over.
    async fn fence<T: serde::de::DeserializeOwned + Send + Sync>(
        &self,
        session: &mut ClientSession,
        collection: &str,
        id: Uuid,
    ) -> Outcome<Option<T>> {
        let targets = self.collection::<T>(collection);
        let fenced = doc! { "$set": { "fence": ObjectId::new() } };
        Ok(targets.find_one_and_update(doc! { "_id": id }, fenced).session(session).await?)
    }

    async fn votes(&self, session: &mut ClientSession, target: Uuid) -> Outcome<Reactions> {
        let stages = [
            doc! { "$match": { "_id.target": target, "value": { "$in": [1, -1] } } },
            doc! { "$group": { "_id": "$value", "n": { "$sum": 1_i64 } } },
        ];
        let rows = self.collection::<Document>(REACTIONS);
        let mut groups = rows.aggregate(stages).with_type::<Votes>().session(&mut *session).await?;
        let groups: Vec<Votes> = groups.stream(session).try_collect().await?;
        let of = |value| groups.iter().find(|group| group.value == value).map_or(0, |group| group.n);
        Ok(Reactions { likes: count(of(1))?, dislikes: count(of(-1))? })
    }

    /// How many gave 1, 2, … 10.
    async fn scores(&self, session: &mut ClientSession, movie: Uuid) -> Outcome<[i64; 10]> {
        let stages = [
            doc! { "$match": { "_id.movie": movie, "score": { "$gte": 1, "$lte": 10 } } },
            doc! { "$group": { "_id": "$score", "n": { "$sum": 1_i64 } } },
        ];
        let rows = self.collection::<Document>(RATINGS);
        let mut groups = rows.aggregate(stages).with_type::<Votes>().session(&mut *session).await?;
        let groups: Vec<Votes> = groups.stream(session).try_collect().await?;
        let mut histogram = [0; 10];
        for (of, n) in (1..).zip(&mut histogram) {
            *n = groups.iter().find(|group| group.value == of).map_or(0, |group| group.n);
        }
        Ok(histogram)
    }

    async fn living(&self, session: &mut ClientSession, comments: Document) -> Outcome<u64> {
        Ok(self.collection::<Document>(COMMENTS).count_documents(comments).session(session).await?)
    }

    async fn set_counters(
        &self,
        session: &mut ClientSession,
        collection: &str,
        id: Uuid,
        counted: Document,
    ) -> Outcome<()> {
        let targets = self.collection::<Document>(collection);
        targets.update_one(doc! { "_id": id }, counted).session(session).await?;
        Ok(())
    }

    /// Notes on the pending rows that were counted that they were.
    async fn note(
        &self,
        session: &mut ClientSession,
        collection: &str,
        mut rows: Document,
        target: Uuid,
    ) -> Outcome<()> {
        rows.insert("pending.op", doc! { "$exists": true });
        let noted = doc! { "$addToSet": { "pending.counted": target } };
        self.collection::<Document>(collection).update_many(rows, noted).session(session).await?;
        Ok(())
    }
}
