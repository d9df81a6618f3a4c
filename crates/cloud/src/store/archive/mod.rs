//! Everything that is stored, as plain records: a file for each collection.

mod api_tokens;
mod blocks;
mod cases;
mod comments;
mod documents;
mod hidden_comments;
mod hidden_movies;
mod media;
mod messages;
mod movies;
mod mutes;
mod notifications;
mod ratings;
mod reactions;
mod reports;
mod user_movies;
mod users;

use std::time::Duration;

use async_trait::async_trait;
use kenmovie_common::UserId;
use kenmovie_common::ports::{Archive, Collection, Record, RecordKey, StoreResult};
use mongodb::bson::{Uuid, doc};

use super::client::Mongo;
use super::comments::CommentDocument;
use super::error::Outcome;
use super::find::Find;
use super::media::MediaDocument;
use super::messages::{ConversationDocument, MessageDocument};
use super::notifications::NotificationDocument;
use super::people::{Block, Mute};
use super::ratings::RatingDocument;
use super::reactions::Vote;
use super::reports::{CaseDocument, Hidden, HiddenComment, ReportDocument};
use super::schema::USERS;
use super::user_movies::ListedDocument;
use super::users::UserDocument;
use super::value::uuid;
use super::{api_tokens as tokens, belongings};
use documents::{Archived, living};

/// A page of records takes longer than anything that a person waits for.
const PATIENCE: Duration = Duration::from_mins(1);
/// No more records of one person are read at once.
const OF_ONE: usize = 100_000;

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
            Collection::Users => mongo.page::<UserDocument>(after, limit).await,
            Collection::ApiTokens => mongo.page::<tokens::Document>(after, limit).await,
            Collection::Movies => mongo.page::<movies::Film>(after, limit).await,
            Collection::Comments => mongo.page::<CommentDocument>(after, limit).await,
            Collection::Reactions => mongo.page::<Vote>(after, limit).await,
            Collection::Reports => mongo.page::<ReportDocument>(after, limit).await,
            Collection::HiddenMovies => mongo.page::<Hidden>(after, limit).await,
            Collection::Ratings => mongo.page::<RatingDocument>(after, limit).await,
            Collection::UserMovies => mongo.page::<ListedDocument>(after, limit).await,
            Collection::HiddenComments => mongo.page::<HiddenComment>(after, limit).await,
            Collection::Cases => mongo.page::<CaseDocument>(after, limit).await,
            Collection::Blocks => mongo.page::<Block>(after, limit).await,
            Collection::Mutes => mongo.page::<Mute>(after, limit).await,
            Collection::Notifications => mongo.page::<NotificationDocument>(after, limit).await,
            Collection::Media => mongo.page::<MediaDocument>(after, limit).await,
            Collection::Messages => mongo.page::<MessageDocument>(after, limit).await,
        })
        .await
    }

    async fn missing_records(&self, keys: Vec<RecordKey>) -> StoreResult<Vec<RecordKey>> {
        self.run_within(PATIENCE, async move |mongo: Self| mongo.missing_of(keys).await).await
    }

    async fn write_records(&self, records: Vec<Record>) -> StoreResult<u64> {
        let Some(of) = records.first().map(Record::collection) else { return Ok(0) };
        self.run_within(PATIENCE, async move |mongo: Self| match of {
            Collection::Users => mongo.write::<UserDocument>(records).await,
            Collection::ApiTokens => mongo.write::<tokens::Document>(records).await,
            Collection::Movies => movies::write(&mongo, records).await,
            Collection::Comments => mongo.write::<CommentDocument>(records).await,
            Collection::Reactions => mongo.write::<Vote>(records).await,
            Collection::Reports => mongo.write::<ReportDocument>(records).await,
            Collection::HiddenMovies => mongo.write::<Hidden>(records).await,
            Collection::Ratings => mongo.write::<RatingDocument>(records).await,
            Collection::UserMovies => mongo.write::<ListedDocument>(records).await,
            Collection::HiddenComments => mongo.write::<HiddenComment>(records).await,
            Collection::Cases => mongo.write::<CaseDocument>(records).await,
            Collection::Blocks => mongo.write::<Block>(records).await,
            Collection::Mutes => mongo.write::<Mute>(records).await,
            Collection::Notifications => mongo.write::<NotificationDocument>(records).await,
            Collection::Media => mongo.write::<MediaDocument>(records).await,
            Collection::Messages => messages::write(&mongo, records).await,
        })
        .await
    }

    async fn records_of(&self, user: UserId) -> StoreResult<Vec<Record>> {
        self.run_within(PATIENCE, async move |mongo: Self| of_one(&mongo, uuid(user.bytes())).await).await
    }

    async fn count_records(&self, of: Collection) -> StoreResult<u64> {
        self.run_within(PATIENCE, async move |mongo: Self| mongo.count_of(of).await).await
    }
}

/// In the order of the collections.
async fn of_one(mongo: &Mongo, user: Uuid) -> Outcome<Vec<Record>> {
    let mut records = Vec::new();
    mongo.gather::<UserDocument>(&mut records, person(user)).await?;
    mongo.gather::<movies::Film>(&mut records, belongings::films(user)).await?;
    mongo.gather::<CommentDocument>(&mut records, belongings::comments(user)).await?;
    mongo.gather::<Vote>(&mut records, belongings::votes(user)).await?;
    mongo.gather::<ReportDocument>(&mut records, belongings::reports(user)).await?;
    mongo.gather::<Hidden>(&mut records, belongings::hidden(user)).await?;
    mongo.gather::<RatingDocument>(&mut records, belongings::ratings(user)).await?;
    mongo.gather::<ListedDocument>(&mut records, belongings::listed(user)).await?;
    mongo.gather::<HiddenComment>(&mut records, belongings::hidden_comments(user)).await?;
    mongo.gather::<Block>(&mut records, belongings::blocks(user)).await?;
    mongo.gather::<Mute>(&mut records, belongings::mutes(user)).await?;
    mongo.gather::<NotificationDocument>(&mut records, belongings::notifications(user)).await?;
    mongo.gather::<MediaDocument>(&mut records, belongings::media(user)).await?;
    let conversations: Vec<ConversationDocument> =
        belongings::conversations(user).up_to(OF_ONE).run(mongo).await?;
    let others = conversations.iter().map(|conversation| conversation.other(user)).collect();
    mongo.gather::<MessageDocument>(&mut records, belongings::sent(user, others)).await?;
    mongo.gather::<MessageDocument>(&mut records, belongings::received(user)).await?;
    Ok(records)
}

fn person(user: Uuid) -> Find {
    Find { collection: USERS, filter: doc! { "_id": user }, hint: "_id_", ..Find::default() }
}

impl Mongo {
    /// Adds what is found, while there is room.
    async fn gather<D: Archived>(&self, records: &mut Vec<Record>, mut found: Find) -> Outcome<()> {
        let room = OF_ONE.saturating_sub(records.len());
        if room == 0 {
            return Ok(());
        }
        found.filter.extend(living(D::COLLECTION));
        let found: Vec<D> = found.up_to(room).run(self).await?;
        for document in found {
            records.push(document.into_record()?);
        }
        Ok(())
    }
}
