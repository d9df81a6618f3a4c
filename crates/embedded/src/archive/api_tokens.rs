//! What machine clients bring.

use kenmovie_common::ports::{ApiTokenRecord, Record};
use kenmovie_common::{ApiTokenId, Time};
use rusqlite::{Connection, Row, params};

use super::table::Table;
use crate::error::Outcome;
use crate::row::{change, time};

pub(super) const TABLE: Table = Table {
    from: "api_tokens",
    columns: "id, secret_hash, name, prefix, scopes, expires_at, created_at, issuers, last_used_at",
    key: "id",
    place: "?1",
    owners: &[],
    decode,
};

fn decode(row: &Row<'_>) -> Outcome<Record> {
    Ok(Record::ApiToken(ApiTokenRecord {
        id: ApiTokenId::from_bytes(row.get(0)?),
        secret_hash: row.get(1)?,
        name: row.get(2)?,
        prefix: row.get(3)?,
        scopes: row.get(4)?,
        expires_at: row.get::<_, Option<_>>(5)?.map(Time::from_millis),
        created_at: time(row, 6)?,
        issuers: serde_json::from_str(row.get_ref(7)?.as_str()?)?,
        last_used_at: row.get::<_, Option<_>>(8)?.map(Time::from_millis),
    }))
}

pub(super) fn write(db: &Connection, token: &ApiTokenRecord) -> Outcome<()> {
    let sql = "INSERT INTO api_tokens (id, secret_hash, name, prefix, scopes, expires_at, created_at, issuers,
            last_used_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (id) DO UPDATE SET secret_hash = excluded.secret_hash, name = excluded.name,
            prefix = excluded.prefix, scopes = excluded.scopes, expires_at = excluded.expires_at,
            created_at = excluded.created_at, issuers = excluded.issuers, last_used_at = excluded.last_used_at";
    let values = params![
        token.id.bytes(),
        token.secret_hash,
        token.name,
        token.prefix,
        token.scopes,
        token.expires_at.map(Time::millis),
        token.created_at.millis(),
        serde_json::to_string(&token.issuers)?,
        token.last_used_at.map(Time::millis),
    ];
    change(db, sql, values).map(|_| ())
}
