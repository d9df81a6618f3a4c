//! Pages of a conversation and of conversations. What either of two people wrote, or what stands either way round in a
//! pair, are two stretches of an index, which are merged.

use kenmovie_common::domain::{Conversation, Message, Person};
use kenmovie_common::ports::{Conversations, Page, Stretch};
use kenmovie_common::{MessageId, Time, UserId};
use rusqlite::{Connection, params};

use super::{COLUMNS, WIDTH, decode};
use crate::database::snapshot;
use crate::error::Outcome;
use crate::page::{PASSED, walk};
use crate::people::author;
use crate::row::{all, count, one_more};
use crate::users::lives;

pub(super) fn messages(
    db: &Connection,
    user: UserId,
    other: UserId,
    stretch: Stretch,
    limit: usize,
) -> Outcome<Option<Page<Message, MessageId>>> {
    let (back, place) = match stretch {
        Stretch::Newest => (true, MessageId::from_bytes([0xff; 16])),
        Stretch::Before(place) => (true, place),
        Stretch::After(place) => (false, place),
    };
    snapshot(db, || {
        if user == other || !lives(db, other)? {
            return Ok(None);
        }
        let params = params![user.bytes(), other.bytes(), place.bytes(), one_more(limit)];
        let mut items = all(db, &stretch_statement(back), params, |row| decode(row, 0))?;
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().map(|last| last.id).filter(|_| more);
        if back {
            items.reverse();
        }
        Ok(Some(Page { items, next }))
    })
}

pub(super) fn conversations(
    db: &Connection,
    user: UserId,
    after: Option<MessageId>,
    limit: usize,
) -> Outcome<Conversations> {
    let before = after.map_or([0xff; 16], |after| *after.bytes());
    snapshot(db, || {
        let params = params![user.bytes(), before];
        let page = walk(db, &conversations_statement(), params, limit, PASSED, |row| {
            let last_message = decode(row, 1)?;
            let place = last_message.id;
            if row.get::<_, Option<[u8; 16]>>(OTHER)?.is_none() {
                return Ok((place, None));
            }
            let last_seen_at = row.get::<_, Option<_>>(OTHER + 3)?.map(Time::from_millis);
            let user = Person { person: author(row, OTHER)?, online: None, last_seen_at };
            Ok((place, Some(Conversation { user, last_message, unread: count(row, OTHER + 4)? })))
        })?;
        Ok(Conversations { page, unread_total: unread_total(db, user)? })
    })
}

/// How many messages to the person are not read, of those whose senders are there.
fn unread_total(db: &Connection, user: UserId) -> Outcome<u64> {
    let limit = usize::try_from(Conversation::UNREAD).unwrap_or(usize::MAX);
    let unread = walk(db, UNREAD_TOTAL, [user.bytes()], limit, PASSED, |row| {
        Ok(((), row.get::<_, bool>(0)?.then_some(())))
    })?;
    Ok(unread.items.len() as u64)
}

/// Those between the people 1 and 2, from the place 3 on, 4 of them.
pub(super) fn stretch_statement(back: bool) -> String {
    let (beyond, order) = if back { ('<', "DESC") } else { ('>', "ASC") };
    let arm = |receiver, sender| {
        format!(
            "SELECT {COLUMNS} FROM messages AS m INDEXED BY messages_to
            WHERE m.receiver = {receiver} AND m.sender = {sender} AND m.id {beyond} ?3"
        )
    };
    format!("{} UNION ALL {} ORDER BY 1 {order} LIMIT ?4", arm("?1", "?2"), arm("?2", "?1"))
}

/// The first column of the other in a conversation.
const OTHER: usize = 1 + WIDTH;

/// The person is parameter 1, the place before 2.
fn conversations_statement() -> String {
    let arm = |index, user, other| {
        format!(
            "SELECT c.last, {COLUMNS}, u.id, u.name, u.avatar_url, u.last_seen_at, (SELECT count(*) FROM (
                SELECT 1 FROM messages AS r INDEXED BY messages_unread
                WHERE r.receiver = ?1 AND r.sender = c.{other} AND r.read_at IS NULL LIMIT {}))
            FROM conversations AS c INDEXED BY {index} CROSS JOIN messages AS m ON m.id = c.last
            LEFT JOIN users AS u ON u.id = c.{other} AND u.deleting_at IS NULL
            WHERE c.{user} = ?1 AND c.last < ?2",
            Conversation::UNREAD
        )
    };
    let (lower, higher) = (arm("conversations_low", "low", "high"), arm("conversations_high", "high", "low"));
    format!("{lower} UNION ALL {higher} ORDER BY 1 DESC")
}

const UNREAD_TOTAL: &str = "SELECT u.id IS NOT NULL FROM messages AS m INDEXED BY messages_unread
    LEFT JOIN users AS u ON u.id = m.sender AND u.deleting_at IS NULL
    WHERE m.receiver = ?1 AND m.read_at IS NULL";

#[cfg(test)]
pub(crate) fn statements() -> [String; 4] {
    [stretch_statement(true), stretch_statement(false), conversations_statement(), UNREAD_TOTAL.to_owned()]
}
