//! What machine clients bring.

use kenmovie_common::ports::{ApiTokenRecord, Record};
use kenmovie_common::{ApiTokenId, Time};
use rusqlite::{Connection, Row, params};

use super::table::Table;
use crate::error::Outcome;
use crate::row::{change, time};

pub(super) const TABLE: Table = Table {
    from: "api_tokens",
    columns: "id, secret_hash, name, prefix, scopes, expires_at, created_at",
    key: "id",
    place: "?1",
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
    }))
}

pub(super) fn write(db: &Connection, token: &ApiTokenRecord) -> Outcome<()> {
    let sql = "INSERT INTO api_tokens (id, secret_hash, name, prefix, scopes, expires_at, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (id) DO UPDATE SET secret_hash = excluded.secret_hash, name = excluded.name,
            prefix = excluded.prefix, scopes = excluded.scopes, expires_at = excluded.expires_at,
            created_at = excluded.created_at";
    let values = params![
        token.id.bytes(),
        token.secret_hash,
        token.name,
        token.prefix,
        token.scopes,
        token.expires_at.map(Time::millis),
        token.created_at.millis(),
    ];
    change(db, sql, values).map(|_| ())
}
