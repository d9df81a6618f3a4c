//! What machine clients bring.

use std::time::Duration;

use async_trait::async_trait;
use kenmovie_common::auth::Scopes;
use kenmovie_common::domain::ApiToken;
use kenmovie_common::ports::{ApiTokens, Page, StoreResult};
use kenmovie_common::{ApiTokenId, Time};
use rusqlite::{Row, params};

use crate::Embedded;
use crate::error::Outcome;
use crate::row::{all, change, one, one_more, time, value};

/// The use of a token is noted to this precision.
const NOTED: Duration = Duration::from_hours(1);

macro_rules! columns {
    () => {
        "id, name, prefix, scopes, issuers, expires_at, created_at, last_used_at"
    };
}

/// Parameter 1 is the place before, 2 how many.
pub(crate) const LIST: &str =
    concat!("SELECT ", columns!(), " FROM api_tokens WHERE id < ?1 ORDER BY id DESC LIMIT ?2");

#[async_trait]
impl ApiTokens for Embedded {
    async fn create_api_token(&self, token: &ApiToken, secret_hash: [u8; 32]) -> StoreResult<()> {
        let token = token.clone();
        self.write(move |db| {
            let sql = "INSERT INTO api_tokens
                (id, secret_hash, name, prefix, scopes, issuers, expires_at, created_at, last_used_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
            let values = params![
                token.id.bytes(),
                secret_hash,
                token.name,
                token.prefix,
                token.scopes.to_string(),
                serde_json::to_string(&token.issuers)?,
                token.expires_at.map(Time::millis),
                token.created_at.millis(),
                token.last_used_at.map(Time::millis),
            ];
            change(db, sql, values).map(|_| ())
        })
        .await
    }

    async fn api_token(&self, secret_hash: [u8; 32], now: Time) -> StoreResult<Option<ApiToken>> {
        self.read(move |db| {
            let sql = concat!(
                "SELECT ",
                columns!(),
                " FROM api_tokens WHERE secret_hash = ?1 AND (expires_at IS NULL OR expires_at > ?2)"
            );
            one(db, sql, params![secret_hash, now.millis()], decode)
        })
        .await
    }

    async fn list_api_tokens(
        &self,
        after: Option<ApiTokenId>,
        limit: usize,
    ) -> StoreResult<Page<ApiToken, ApiTokenId>> {
        self.read(move |db| {
            let before = after.map_or([0xff; 16], |after| *after.bytes());
            let mut items = all(db, LIST, params![before, one_more(limit)], decode)?;
            let more = items.len() > limit;
            items.truncate(limit);
            Ok(Page { next: items.last().filter(|_| more).map(|last| last.id), items })
        })
        .await
    }

    async fn used_api_token(&self, id: ApiTokenId, now: Time) -> StoreResult<()> {
        let long_ago = (now - NOTED).millis();
        let due = "SELECT 1 FROM api_tokens WHERE id = ?1 AND (last_used_at IS NULL OR last_used_at < ?2)";
        let due = self.read(move |db| value::<i64>(db, due, params![id.bytes(), long_ago])).await?;
        if due.is_none() {
            return Ok(());
        }
        self.write(move |db| {
            let sql =
                "UPDATE api_tokens SET last_used_at = max(coalesce(last_used_at, ?2), ?2) WHERE id = ?1";
            change(db, sql, params![id.bytes(), now.millis()]).map(|_| ())
        })
        .await
    }

    async fn remove_api_token(&self, id: ApiTokenId) -> StoreResult<bool> {
        self.write(move |db| Ok(change(db, "DELETE FROM api_tokens WHERE id = ?1", [id.bytes()])? > 0)).await
    }
}

fn decode(row: &Row<'_>) -> Outcome<ApiToken> {
    Ok(ApiToken {
        id: ApiTokenId::from_bytes(row.get(0)?),
        name: row.get(1)?,
        prefix: row.get(2)?,
        scopes: Scopes::parse_lenient(row.get_ref(3)?.as_str()?),
        issuers: serde_json::from_str(row.get_ref(4)?.as_str()?)?,
        expires_at: row.get::<_, Option<_>>(5)?.map(Time::from_millis),
        created_at: time(row, 6)?,
        last_used_at: row.get::<_, Option<_>>(7)?.map(Time::from_millis),
    })
}
