//! What a crash left behind is finished, and every counter can be counted again to see whether it is right.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use futures_util::TryStreamExt as _;
use kenmovie_common::Time;
use kenmovie_common::ports::{Drift, StoreResult, Upkeep};
use mongodb::bson::{DateTime, Document, Uuid, doc};
use mongodb::options::Hint;

use super::client::Mongo;
use super::comments::{CommentDocument, finish};
use super::drift;
use super::error::Outcome;
use super::pending::Row;
use super::ratings::RatingDocument;
use super::reactions::Vote;
use super::schema::{COMMENTS, RATINGS, REACTIONS};
use super::value::date;

/// So many rows are taken up at a time.
const BATCH: i64 = 200;
/// How long one call goes on; the next one takes up the rest.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(50);

#[async_trait]
impl Upkeep for Mongo {
    async fn settle(&self, before: Time) -> StoreResult<u64> {
        self.run_within(PATIENCE, async move |mongo: Self| {
            let votes = mongo.settle_votes(date(before)).await?;
            let scores = mongo.settle_scores(date(before)).await?;
            let comments = mongo.settle_comments(date(before)).await?;
            let notifications = mongo.sweep_notifications(before).await?;
            Ok(votes + scores + comments + notifications)
        })
        .await
    }

    async fn verify_sample(&self, films: usize) -> StoreResult<Vec<Drift>> {
        self.run_within(PATIENCE, async move |mongo: Self| drift::sample(&mongo, films).await).await
    }

    async fn verify_counters(&self) -> StoreResult<Vec<Drift>> {
        self.run_within(std::time::Duration::from_hours(1), async move |mongo: Self| {
            drift::all(&mongo.latest()).await
        })
        .await
    }
}

impl Mongo {
    async fn settle_votes(&self, before: DateTime) -> Outcome<u64> {
        let mut settled = 0;
        loop {
            let votes: Vec<Vote> = self.pending(REACTIONS, "reactions_pending", before).await?;
            let targets: HashSet<(&str, Uuid)> =
                votes.iter().map(|vote| (vote.kind.as_str(), vote.key.target)).collect();
            let mut there = HashMap::new();
            for (kind, target) in targets {
                there.insert(target, self.recount(kind, target).await?);
            }
            for vote in &votes {
                let Some(pending) = &vote.pending else { continue };
                let row = Row { collection: REACTIONS, id: vote.key.bson(), op: pending.op };
                let remove = vote.value == 0 || there.get(&vote.key.target) == Some(&false);
                self.settle_row(&row, remove).await?;
                settled += 1;
            }
            if votes.is_empty() {
                return Ok(settled);
            }
        }
    }

    async fn settle_scores(&self, before: DateTime) -> Outcome<u64> {
        let mut settled = 0;
        loop {
            let scores: Vec<RatingDocument> = self.pending(RATINGS, "ratings_pending", before).await?;
            let films: HashSet<Uuid> = scores.iter().map(|score| score.key.movie).collect();
            let mut there = HashMap::new();
            for film in films {
                there.insert(film, self.recount_movie(film).await?);
            }
            for score in &scores {
                let Some(pending) = &score.pending else { continue };
                let row = Row { collection: RATINGS, id: score.key.bson(), op: pending.op };
                let remove = score.score == 0 || there.get(&score.key.movie) == Some(&false);
                self.settle_row(&row, remove).await?;
                settled += 1;
            }
            if scores.is_empty() {
                return Ok(settled);
            }
        }
    }

    async fn settle_comments(&self, before: DateTime) -> Outcome<u64> {
        let mut settled = 0;
        loop {
            let comments: Vec<CommentDocument> = self.pending(COMMENTS, "comments_pending", before).await?;
            if comments.is_empty() {
                return Ok(settled);
            }
            for comment in &comments {
                finish(self, comment).await?;
                settled += 1;
            }
        }
    }

    async fn pending<T: serde::de::DeserializeOwned + Send + Sync>(
        &self,
        collection: &str,
        index: &str,
        before: DateTime,
    ) -> Outcome<Vec<T>> {
        // What was settled a moment ago may not yet be so for a majority.
        let rows = self.latest().collection::<T>(collection);
        let rows = rows
            .find(pending_before(before))
            .sort(doc! { "pending.at": 1 })
            .hint(Hint::Name(index.to_owned()))
            .limit(BATCH);
        Ok(rows.await?.try_collect().await?)
    }
}

fn pending_before(before: DateTime) -> Document {
    doc! { "pending.at": { "$lt": before } }
}
