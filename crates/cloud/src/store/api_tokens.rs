//! What machine clients bring.

use std::time::Duration;

use async_trait::async_trait;
use futures_util::TryStreamExt as _;
use kenmovie_common::auth::Scopes;
use kenmovie_common::domain::{ApiToken, TrustedIssuer};
use kenmovie_common::ports::{ApiTokens, Page, StoreResult};
use kenmovie_common::{ApiTokenId, Time};
use mongodb::bson::{Binary, DateTime, Uuid, doc};
use serde::{Deserialize, Serialize};

use super::client::{LONGEST, Mongo};
use super::schema::API_TOKENS;
use super::value::{date, hash, one_more, page, time, uuid};

/// Uses within this time of the last one that was noted are not noted.
const NOTED: Duration = Duration::from_hours(1);

#[derive(Serialize, Deserialize)]
pub(super) struct Document {
    #[serde(rename = "_id")]
    pub(super) id: Uuid,
    pub(super) secret_hash: Binary,
    pub(super) name: String,
    pub(super) prefix: String,
    pub(super) scopes: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) issuers: Vec<TrustedIssuer>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) expires_at: Option<DateTime>,
    pub(super) created_at: DateTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last_used_at: Option<DateTime>,
}

impl Document {
    fn token(self) -> ApiToken {
        ApiToken {
            id: ApiTokenId::from_bytes(self.id.bytes()),
            name: self.name,
            prefix: self.prefix,
            scopes: Scopes::parse_lenient(&self.scopes),
            issuers: self.issuers,
            expires_at: self.expires_at.map(time),
            created_at: time(self.created_at),
            last_used_at: self.last_used_at.map(time),
        }
    }
}

#[async_trait]
impl ApiTokens for Mongo {
    async fn create_api_token(&self, token: &ApiToken, secret_hash: [u8; 32]) -> StoreResult<()> {
        let document = Document {
            id: uuid(token.id.bytes()),
            secret_hash: hash(secret_hash),
            name: token.name.clone(),
            prefix: token.prefix.clone(),
            scopes: token.scopes.to_string(),
            issuers: token.issuers.clone(),
            expires_at: token.expires_at.map(date),
            created_at: date(token.created_at),
            last_used_at: token.last_used_at.map(date),
        };
        self.run(async move |mongo: Self| {
            mongo.collection(API_TOKENS).insert_one(document).await?;
            Ok(())
        })
        .await
    }

    async fn api_token(&self, secret_hash: [u8; 32], now: Time) -> StoreResult<Option<ApiToken>> {
        self.run(async move |mongo: Self| {
            let tokens = mongo.collection::<Document>(API_TOKENS);
            let found = tokens.find_one(doc! { "secret_hash": hash(secret_hash) }).await?;
            let living = |token: &Document| token.expires_at.is_none_or(|at| time(at) > now);
            Ok(found.filter(living).map(Document::token))
        })
        .await
    }

    async fn list_api_tokens(
        &self,
        after: Option<ApiTokenId>,
        limit: usize,
    ) -> StoreResult<Page<ApiToken, ApiTokenId>> {
        self.run(async move |mongo: Self| {
            let older = after.map(|after| doc! { "_id": { "$lt": uuid(after.bytes()) } });
            let tokens = mongo.collection::<Document>(API_TOKENS);
            let found = tokens.find(older.unwrap_or_default()).sort(doc! { "_id": -1 });
            let found = found.limit(one_more(limit)).max_time(LONGEST);
            let items: Vec<ApiToken> = found.await?.map_ok(Document::token).try_collect().await?;
            Ok(page(items, limit, |token| token.id))
        })
        .await
    }

    async fn used_api_token(&self, id: ApiTokenId, now: Time) -> StoreResult<()> {
        let noted_lately = doc! { "$gte": date(now - NOTED) };
        let is = doc! { "_id": uuid(id.bytes()), "last_used_at": { "$not": noted_lately } };
        self.run(async move |mongo: Self| {
            let tokens = mongo.collection::<Document>(API_TOKENS);
            tokens.update_one(is, doc! { "$set": { "last_used_at": date(now) } }).await?;
            Ok(())
        })
        .await
    }

    async fn remove_api_token(&self, id: ApiTokenId) -> StoreResult<bool> {
        self.run(async move |mongo: Self| {
            let tokens = mongo.collection::<Document>(API_TOKENS);
            Ok(tokens.delete_one(doc! { "_id": uuid(id.bytes()) }).await?.deleted_count > 0)
        })
        .await
    }
}
