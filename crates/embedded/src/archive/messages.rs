//! What people write to each other.

use kenmovie_common::domain::PictureSize;
use kenmovie_common::ports::{MessageRecord, Record};
use kenmovie_common::{MediaId, MessageId, Time, UserId};
use rusqlite::{Connection, Row, params};

use super::table::Table;
use crate::error::Outcome;
use crate::messages::{pair, picture};
use crate::row::{change, time};

pub(super) const TABLE: Table = Table {
    from: "messages",
    columns: "id, sender, receiver, client_id, text, media, width, height, sent_at, delivered_at, read_at",
    key: "id",
    place: "?1",
    owners: &["sender", "receiver"],
    decode,
};

fn decode(row: &Row<'_>) -> Outcome<Record> {
    Ok(Record::Message(MessageRecord {
        id: MessageId::from_bytes(row.get(0)?),
        from: UserId::from_bytes(row.get(1)?),
        to: UserId::from_bytes(row.get(2)?),
        client_id: row.get(3)?,
        text: row.get(4)?,
        picture: picture(row, 5)?,
        sent_at: time(row, 8)?,
        delivered_at: row.get::<_, Option<_>>(9)?.map(Time::from_millis),
        read_at: row.get::<_, Option<_>>(10)?.map(Time::from_millis),
    }))
}

/// A message, and its conversation where it is the first one or the last.
pub(super) fn write(db: &Connection, message: &MessageRecord) -> Outcome<()> {
    let sql = "INSERT INTO messages (id, sender, receiver, client_id, text, media, width, height, sent_at, delivered_at,
            read_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT (id) DO UPDATE SET sender = excluded.sender, receiver = excluded.receiver,
            client_id = excluded.client_id, text = excluded.text, media = excluded.media, width = excluded.width,
            height = excluded.height, sent_at = excluded.sent_at, delivered_at = excluded.delivered_at,
            read_at = excluded.read_at";
    let values = params![
        message.id.bytes(),
        message.from.bytes(),
        message.to.bytes(),
        message.client_id,
        message.text,
        message.picture.as_ref().map(|(media, _)| MediaId::bytes(media)),
        message.picture.map(|(_, PictureSize { width, .. })| width),
        message.picture.map(|(_, PictureSize { height, .. })| height),
        message.sent_at.millis(),
        message.delivered_at.map(Time::millis),
        message.read_at.map(Time::millis),
    ];
    change(db, sql, values)?;
    let sql = "INSERT INTO conversations (low, high, last) VALUES (?1, ?2, ?3)
        ON CONFLICT (low, high) DO UPDATE SET last = max(last, excluded.last)";
    let [low, high] = pair(message.from, message.to);
    change(db, sql, params![low.bytes(), high.bytes(), message.id.bytes()]).map(|_| ())
}
