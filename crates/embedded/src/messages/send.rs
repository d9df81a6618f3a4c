//! The sending of a message.

use kenmovie_common::MessageId;
use kenmovie_common::domain::{Message, Picture};
use kenmovie_common::ports::{Constraint, Created, NewMessage, StoreError};
use rusqlite::{Connection, params};

use super::{COLUMNS, decode, pair};
use crate::error::Outcome;
use crate::media::attach;
use crate::people::blocked;
use crate::row::{change, one, value};
use crate::users::lives;

pub(super) fn send(db: &Connection, new: &NewMessage) -> Outcome<Option<Created<Message>>> {
    if new.from == new.to || !lives(db, new.to)? {
        return Ok(None);
    }
    if let Some(value) = sent(db, new)? {
        return Ok(Some(Created { value, replayed: true }));
    }
    if blocked(db, new.from, new.to)? {
        return Err(StoreError::Conflict(Constraint::Blocked).into());
    }
    let picture = match new.media {
        Some(media) => Some(Picture::new(media, attach(db, media, new.from, new.to)?)),
        None => None,
    };
    let message = Message {
        id: place(db, new)?,
        client_id: new.client_id.clone(),
        from: new.from,
        to: new.to,
        text: new.text.clone(),
        picture,
        sent_at: new.now,
        delivered_at: None,
        read_at: None,
    };
    let sql = "INSERT INTO messages (id, sender, receiver, client_id, text, media, width, height, sent_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let values = params![
        message.id.bytes(),
        message.from.bytes(),
        message.to.bytes(),
        message.client_id,
        message.text,
        new.media.as_ref().map(kenmovie_common::MediaId::bytes),
        picture.map(|picture| picture.width),
        picture.map(|picture| picture.height),
        message.sent_at.millis(),
    ];
    change(db, sql, values)?;
    Ok(Some(Created { value: message, replayed: false }))
}

/// What the sender sent under this name.
fn sent(db: &Connection, new: &NewMessage) -> Outcome<Option<Message>> {
    let sql = format!("SELECT {COLUMNS} FROM messages AS m WHERE m.sender = ?1 AND m.client_id = ?2");
    let found = one(db, &sql, params![new.from.bytes(), new.client_id], |row| decode(row, 0))?;
    let same = |found: &Message| {
        found.to == new.to
            && found.text == new.text
            && found.picture.map(|picture| picture.media) == new.media
    };
    match found {
        Some(found) if !same(&found) => Err(StoreError::Conflict(Constraint::IdempotencyKey).into()),
        found => Ok(found),
    }
}

/// Makes a message its conversation's last one; the id that it gets by that.
fn place(db: &Connection, new: &NewMessage) -> Outcome<MessageId> {
    let [low, high] = pair(new.from, new.to);
    let sql = "SELECT last FROM conversations WHERE low = ?1 AND high = ?2";
    let last = value(db, sql, params![low.bytes(), high.bytes()])?.map(MessageId::from_bytes);
    let id = last.map_or(new.id, |last| new.id.max(last.next()));
    let sql = "INSERT INTO conversations (low, high, last) VALUES (?1, ?2, ?3)
        ON CONFLICT (low, high) DO UPDATE SET last = excluded.last";
    change(db, sql, params![low.bytes(), high.bytes(), id.bytes()])?;
    Ok(id)
}
