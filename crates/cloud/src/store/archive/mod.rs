//! Everything that is stored, as plain records: a file for each collection.

mod api_tokens;
mod comments;
mod documents;
mod hidden_movies;
mod movies;
mod reactions;
mod reports;
mod users;

use std::time::Duration;

use async_trait::async_trait;
use kenmovie_common::UserId;
use kenmovie_common::ports::{Archive, Collection, Record, RecordKey, StoreResult};

use super::client::Mongo;
use super::comments::CommentDocument;
use super::reactions::Vote;
use super::reports::{Hidden, ReportDocument};
use super::{api_tokens as tokens, users as people};

/// A page of records takes longer than anything that a person waits for.
const PATIENCE: Duration = Duration::from_mins(1);

#[async_trait]
impl Archive for Mongo {
    /// In the order of `_id`.
    async fn read_records(
        &self,
        of: Collection,
        after: Option<RecordKey>,
        limit: usize,
    ) -> StoreResult<Vec<Record>> {
        self.run_within(PATIENCE, async move |mongo: Self| match of {
            Collection::Users => mongo.page::<people::Document>(after, limit).await,
            Collection::ApiTokens => mongo.page::<tokens::Document>(after, limit).await,
            Collection::Movies => mongo.page::<movies::Film>(after, limit).await,
            Collection::Comments => mongo.page::<CommentDocument>(after, limit).await,
            Collection::Reactions => mongo.page::<Vote>(after, limit).await,
            Collection::Reports => mongo.page::<ReportDocument>(after, limit).await,
            Collection::HiddenMovies => mongo.page::<Hidden>(after, limit).await,
        })
        .await
    }

    async fn missing_records(&self, keys: Vec<RecordKey>) -> StoreResult<Vec<RecordKey>> {
        self.run_within(PATIENCE, async move |mongo: Self| mongo.missing_of(keys).await).await
    }

    async fn write_records(&self, records: Vec<Record>) -> StoreResult<u64> {
        let Some(of) = records.first().map(Record::collection) else { return Ok(0) };
        self.run_within(PATIENCE, async move |mongo: Self| match of {
            Collection::Users => mongo.write::<people::Document>(records).await,
            Collection::ApiTokens => mongo.write::<tokens::Document>(records).await,
            Collection::Movies => movies::write(&mongo, records).await,
            Collection::Comments => mongo.write::<CommentDocument>(records).await,
            Collection::Reactions => mongo.write::<Vote>(records).await,
            Collection::Reports => mongo.write::<ReportDocument>(records).await,
            Collection::HiddenMovies => mongo.write::<Hidden>(records).await,
        })
        .await
    }

    async fn records_of(&self, _: UserId) -> StoreResult<Vec<Record>> {
        Err(people::soon())
    }

    async fn count_records(&self, of: Collection) -> StoreResult<u64> {
        self.run_within(PATIENCE, async move |mongo: Self| mongo.count_of(of).await).await
    }
}
