//! What has arrived and what is read: marks on each message, and never a counter beside them.

use kenmovie_common::domain::Conversation;
use kenmovie_common::ports::{Arrived, ReadUpTo};
use kenmovie_common::{MessageId, Time, UserId};
use rusqlite::{Connection, params};

use crate::error::Outcome;
use crate::row::{change, count, one, signed, value};
use crate::users::lives;

pub(super) fn deliver(
    db: &Connection,
    user: UserId,
    other: UserId,
    arrived: Arrived,
    now: Time,
) -> Outcome<Option<MessageId>> {
    if !lives(db, other)? {
        return Ok(None);
    }
    let (sql, id) = match arrived {
        Arrived::One(id) => (DELIVER_ONE, id),
        Arrived::UpTo(id) => (DELIVER_UP_TO, id),
    };
    if change(db, sql, params![user.bytes(), other.bytes(), id.bytes(), now.millis()])? == 0 {
        return Ok(None);
    }
    Ok(value(db, ALL_ARRIVED, params![user.bytes(), other.bytes()])?.map(MessageId::from_bytes))
}

pub(super) fn read(
    db: &Connection,
    user: UserId,
    other: UserId,
    up_to: MessageId,
    now: Time,
) -> Outcome<ReadUpTo> {
    if !lives(db, other)? {
        return Ok(ReadUpTo { unread: 0, up_to: None });
    }
    let params = params![user.bytes(), other.bytes(), up_to.bytes(), now.millis()];
    let up_to = if change(db, READ, params)? == 0 {
        None
    } else {
        value(db, LAST, params![user.bytes(), other.bytes(), up_to.bytes()])?.map(MessageId::from_bytes)
    };
    let params = params![user.bytes(), other.bytes(), signed(Conversation::UNREAD)];
    let unread = one(db, UNREAD, params, |row| count(row, 0))?.unwrap_or(0);
    Ok(ReadUpTo { unread, up_to })
}

/// The receiver is parameter 1, the sender 2.
const DELIVER_ONE: &str = "UPDATE messages SET delivered_at = ?4
    WHERE id = ?3 AND receiver = ?1 AND sender = ?2 AND delivered_at IS NULL";
const DELIVER_UP_TO: &str = "UPDATE messages INDEXED BY messages_undelivered SET delivered_at = ?4
    WHERE receiver = ?1 AND sender = ?2 AND id <= ?3 AND delivered_at IS NULL";
/// The last one before the first that has not arrived.
const ALL_ARRIVED: &str = "SELECT id FROM messages INDEXED BY messages_to
    WHERE receiver = ?1 AND sender = ?2 AND id < coalesce((
        SELECT id FROM messages INDEXED BY messages_undelivered
        WHERE receiver = ?1 AND sender = ?2 AND delivered_at IS NULL ORDER BY id LIMIT 1
    ), x'ffffffffffffffffffffffffffffffff') ORDER BY id DESC LIMIT 1";
const READ: &str = "UPDATE messages INDEXED BY messages_unread
    SET read_at = ?4, delivered_at = coalesce(delivered_at, ?4)
    WHERE receiver = ?1 AND sender = ?2 AND id <= ?3 AND read_at IS NULL";
const LAST: &str = "SELECT id FROM messages INDEXED BY messages_to
    WHERE receiver = ?1 AND sender = ?2 AND id <= ?3 ORDER BY id DESC LIMIT 1";
const UNREAD: &str = "SELECT count(*) FROM (
    SELECT 1 FROM messages INDEXED BY messages_unread
    WHERE receiver = ?1 AND sender = ?2 AND read_at IS NULL LIMIT ?3)";

#[cfg(test)]
pub(crate) fn statements() -> [&'static str; 6] {
    [DELIVER_ONE, DELIVER_UP_TO, ALL_ARRIVED, READ, LAST, UNREAD]
}
