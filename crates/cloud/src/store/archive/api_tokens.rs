//! What machine clients bring.

use kenmovie_common::ApiTokenId;
use kenmovie_common::ports::{ApiTokenRecord, Collection, Record};

use super::documents::{Archived, Plain, bytes};
use crate::store::api_tokens::Document;
use crate::store::error::Outcome;
use crate::store::value::{date, hash, time, uuid};

impl Archived for Document {
    const COLLECTION: Collection = Collection::ApiTokens;

    fn into_record(self) -> Outcome<Record> {
        Ok(Record::ApiToken(ApiTokenRecord {
            id: ApiTokenId::from_bytes(self.id.bytes()),
            secret_hash: bytes(self.secret_hash)?,
            name: self.name,
            prefix: self.prefix,
            scopes: self.scopes,
            expires_at: self.expires_at.map(time),
            created_at: time(self.created_at),
            issuers: self.issuers,
            last_used_at: self.last_used_at.map(time),
        }))
    }
}

impl Plain for Document {
    fn of(record: Record) -> Option<Self> {
        let Record::ApiToken(token) = record else { return None };
        Some(Self {
            id: uuid(token.id.bytes()),
            secret_hash: hash(token.secret_hash),
            name: token.name,
            prefix: token.prefix,
            scopes: token.scopes,
            expires_at: token.expires_at.map(date),
            created_at: date(token.created_at),
            issuers: token.issuers,
            last_used_at: token.last_used_at.map(date),
        })
    }
}
