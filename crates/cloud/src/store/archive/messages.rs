//! Messages, and the conversations that they make.

use std::collections::HashMap;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use kenmovie_common::domain::PictureSize;
use kenmovie_common::ports::{Collection, MessageRecord, Record};
use kenmovie_common::{MediaId, MessageId, UserId};

use super::documents::{Archived, Plain};
use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::messages::{MessageDocument, Pair, PictureDocument};
use crate::store::value::{date, time, uuid};

/// So many conversations are written at once.
const AT_ONCE: usize = 16;

/// Each conversation leads to the latest of these messages, or to a later one.
pub(super) async fn write(mongo: &Mongo, records: Vec<Record>) -> Outcome<u64> {
    let mut latest: HashMap<Pair, MessageId> = HashMap::new();
    for record in &records {
        if let Record::Message(message) = record {
            let last = latest.entry(Pair::of(message.from, message.to)).or_insert(message.id);
            *last = message.id.max(*last);
        }
    }
    let changed = mongo.write::<MessageDocument>(records).await?;
    stream::iter(latest)
        .map(async |(pair, last)| mongo.lead_at_least_to(pair, uuid(last.bytes())).await)
        .buffer_unordered(AT_ONCE)
        .try_collect::<()>()
        .await?;
    Ok(changed)
}

impl Archived for MessageDocument {
    const COLLECTION: Collection = Collection::Messages;

    fn into_record(self) -> Outcome<Record> {
        let picture = |picture: PictureDocument| (MediaId::from_bytes(picture.media.bytes()), picture.size());
        Ok(Record::Message(MessageRecord {
            id: MessageId::from_bytes(self.id.bytes()),
            from: UserId::from_bytes(self.from.bytes()),
            to: UserId::from_bytes(self.to.bytes()),
            client_id: self.client_id,
            text: self.text,
            picture: self.picture.map(picture),
            sent_at: time(self.sent_at),
            delivered_at: self.delivered_at.map(time),
            read_at: self.read_at.map(time),
        }))
    }
}

impl Plain for MessageDocument {
    fn of(record: Record) -> Option<Self> {
        let Record::Message(message) = record else { return None };
        let to = uuid(message.to.bytes());
        let picture = |(media, PictureSize { width, height }): (MediaId, PictureSize)| PictureDocument {
            media: uuid(media.bytes()),
            width,
            height,
        };
        Some(Self {
            id: uuid(message.id.bytes()),
            from: uuid(message.from.bytes()),
            to,
            client_id: message.client_id,
            text: message.text,
            picture: message.picture.map(picture),
            sent_at: date(message.sent_at),
            delivered_at: message.delivered_at.map(date),
            read_at: message.read_at.map(date),
            undelivered_to: message.delivered_at.is_none().then_some(to),
            unread_by: message.read_at.is_none().then_some(to),
        })
    }
}
