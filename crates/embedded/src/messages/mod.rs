//! What two people write to each other. One thread writes, so a message that is stored later has the larger id.

mod erase;
mod list;
mod marks;
mod send;

use async_trait::async_trait;
use kenmovie_common::domain::{Message, Picture, PictureSize};
use kenmovie_common::ports::{
    Arrived, Conversations, Created, Messages, NewMessage, Page, ReadUpTo, StoreResult, Stretch,
};
use kenmovie_common::{MediaId, MessageId, Time, UserId};
use rusqlite::Row;

use crate::Embedded;
use crate::error::{Outcome, corrupt};
use crate::media::pixels;
use crate::row::time;

pub(crate) use erase::erase;
#[cfg(test)]
pub(crate) use erase::statements as erase_statements;
#[cfg(test)]
pub(crate) use list::statements;
#[cfg(test)]
pub(crate) use marks::statements as mark_statements;

#[async_trait]
impl Messages for Embedded {
    async fn send_message(&self, new: NewMessage) -> StoreResult<Option<Created<Message>>> {
        self.write(move |db| send::send(db, &new)).await
    }

    async fn list_messages(
        &self,
        user: UserId,
        other: UserId,
        stretch: Stretch,
        limit: usize,
    ) -> StoreResult<Option<Page<Message, MessageId>>> {
        self.read(move |db| list::messages(db, user, other, stretch, limit)).await
    }

    async fn deliver_messages(
        &self,
        user: UserId,
        other: UserId,
        arrived: Arrived,
        now: Time,
    ) -> StoreResult<Option<MessageId>> {
        self.write(move |db| marks::deliver(db, user, other, arrived, now)).await
    }

    async fn read_messages(
        &self,
        user: UserId,
        other: UserId,
        up_to: MessageId,
        now: Time,
    ) -> StoreResult<ReadUpTo> {
        self.write(move |db| marks::read(db, user, other, up_to, now)).await
    }

    async fn list_conversations(
        &self,
        user: UserId,
        after: Option<MessageId>,
        limit: usize,
    ) -> StoreResult<Conversations> {
        self.read(move |db| list::conversations(db, user, after, limit)).await
    }
}

/// The columns of a message, of `messages AS m`.
const COLUMNS: &str =
    "m.id, m.client_id, m.sender, m.receiver, m.text, m.media, m.width, m.height, m.sent_at,
    m.delivered_at, m.read_at";
/// How many those are.
const WIDTH: usize = 11;

/// A message in this column and those after it.
fn decode(row: &Row<'_>, first: usize) -> Outcome<Message> {
    let mark = |column| row.get::<_, Option<_>>(column).map(|mark| mark.map(Time::from_millis));
    Ok(Message {
        id: MessageId::from_bytes(row.get(first)?),
        client_id: row.get(first + 1)?,
        from: UserId::from_bytes(row.get(first + 2)?),
        to: UserId::from_bytes(row.get(first + 3)?),
        text: row.get(first + 4)?,
        picture: picture(row, first + 5)?.map(|(media, size)| Picture::new(media, size)),
        sent_at: time(row, first + 8)?,
        delivered_at: mark(first + 9)?,
        read_at: mark(first + 10)?,
    })
}

/// The picture of a message in this column, with its size in the two after it.
pub(crate) fn picture(row: &Row<'_>, column: usize) -> Outcome<Option<(MediaId, PictureSize)>> {
    match (row.get::<_, Option<_>>(column)?.map(MediaId::from_bytes), pixels(row, column + 1)?) {
        (Some(media), Some(size)) => Ok(Some((media, size))),
        (None, None) => Ok(None),
        _ => Err(corrupt("a picture without a size, or a size without a picture")),
    }
}

/// Two people as their conversation names them.
pub(crate) fn pair(one: UserId, other: UserId) -> [UserId; 2] {
    if one < other { [one, other] } else { [other, one] }
}
