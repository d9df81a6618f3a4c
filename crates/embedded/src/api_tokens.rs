//! What machine clients bring.

use async_trait::async_trait;
use kenmovie_common::auth::Scopes;
use kenmovie_common::domain::ApiToken;
use kenmovie_common::ports::{ApiTokens, StoreResult};
use kenmovie_common::{ApiTokenId, Time};
use rusqlite::params;

use crate::Embedded;
use crate::row::{change, one, time};

#[async_trait]
impl ApiTokens for Embedded {
    async fn create_api_token(&self, token: &ApiToken, secret_hash: [u8; 32]) -> StoreResult<()> {
        let token = token.clone();
        self.write(move |db| {
            let sql = "INSERT INTO api_tokens (id, secret_hash, name, prefix, scopes, expires_at, created_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
            let values = params![
                token.id.bytes(),
                secret_hash,
                token.name,
                token.prefix,
                token.scopes.to_string(),
                token.expires_at.map(Time::millis),
                token.created_at.millis(),
            ];
            change(db, sql, values).map(|_| ())
        })
        .await
    }

    async fn api_token(&self, secret_hash: [u8; 32], now: Time) -> StoreResult<Option<ApiToken>> {
        self.read(move |db| {
            let sql = "SELECT id, name, prefix, scopes, expires_at, created_at FROM api_tokens
                WHERE secret_hash = ?1 AND (expires_at IS NULL OR expires_at > ?2)";
            one(db, sql, params![secret_hash, now.millis()], |row| {
                Ok(ApiToken {
                    id: ApiTokenId::from_bytes(row.get(0)?),
                    name: row.get(1)?,
                    prefix: row.get(2)?,
                    scopes: Scopes::parse_lenient(row.get_ref(3)?.as_str()?),
                    expires_at: row.get::<_, Option<i64>>(4)?.map(Time::from_millis),
                    created_at: time(row, 5)?,
                })
            })
        })
        .await
    }
}
