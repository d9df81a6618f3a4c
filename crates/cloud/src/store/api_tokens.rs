//! What machine clients bring.

use async_trait::async_trait;
use kenmovie_common::auth::Scopes;
use kenmovie_common::domain::ApiToken;
use kenmovie_common::ports::{ApiTokens, StoreResult};
use kenmovie_common::{ApiTokenId, Time};
use mongodb::bson::{Binary, DateTime, Uuid, doc};
use serde::{Deserialize, Serialize};

use super::client::Mongo;
use super::schema::API_TOKENS;
use super::value::{date, hash, time, uuid};

#[derive(Serialize, Deserialize)]
pub(super) struct Document {
    #[serde(rename = "_id")]
    pub(super) id: Uuid,
    pub(super) secret_hash: Binary,
    pub(super) name: String,
    pub(super) prefix: String,
    pub(super) scopes: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) expires_at: Option<DateTime>,
    pub(super) created_at: DateTime,
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
            expires_at: token.expires_at.map(date),
            created_at: date(token.created_at),
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
            Ok(found.filter(living).map(|token| ApiToken {
                id: ApiTokenId::from_bytes(token.id.bytes()),
                name: token.name,
                prefix: token.prefix,
                scopes: Scopes::parse_lenient(&token.scopes),
                expires_at: token.expires_at.map(time),
                created_at: time(token.created_at),
            }))
        })
        .await
    }
}
