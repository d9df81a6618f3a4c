//! The sending of a message: one command learns all that decides on it, then one transaction stores it, its conversation
//! and the use of its picture.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::Message;
use kenmovie_common::ports::{Constraint, Created, NewMessage, StoreError};
use kenmovie_common::{MessageId, UserId};
use mongodb::ClientSession;
use mongodb::bson::{Document, Uuid, doc};
use serde::Deserialize;

use super::document::{MessageDocument, PictureDocument};
use super::pair::{Pair, lead_to};
use crate::patience::{jittered, still_asked};
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::{Failure, Outcome};
use crate::store::media;
use crate::store::people;
use crate::store::schema::{BLOCKS, CONVERSATIONS, MESSAGES, USERS};
use crate::store::value::{date, uuid};

/// Messages of one conversation that come from several processes at once are tried again for so long.
const TRYING: Duration = Duration::from_secs(4);
const PAUSE: Duration = Duration::from_millis(5);

pub(super) async fn send(mongo: &Mongo, new: NewMessage) -> Outcome<Option<Created<Message>>> {
    if new.from == new.to {
        return Ok(None);
    }
    let pair = Pair::of(new.from, new.to);
    let new = Arc::new(new);
    let begun = Instant::now();
    let _turn = mongo.conversations.take(pair).await;
    loop {
        still_asked()?;
        let Known { there, repeated, blocked, last } = Known::of(mongo, &new, pair).await?;
        if !there {
            return Ok(None);
        }
        if let Some(first) = repeated {
            return repeat(first, &new).map(Some);
        }
        if blocked {
            return Err(StoreError::Conflict(Constraint::Blocked).into());
        }
        let id = last.map_or(new.id, |last| new.id.max(last.next()));
        match store(mongo, &new, id, pair).await {
            // Another process was faster, with a later message or with the same one.
            Err(failure)
                if (failure.is_duplicate("_id_") || failure.is_duplicate("messages_client"))
                    && begun.elapsed() < TRYING =>
            {
                tokio::time::sleep(jittered(PAUSE)).await;
            }
            stored => return Ok(Some(Created { value: stored?.message(), replayed: false })),
        }
    }
}

/// The message that was sent under this name before, if it is the same.
fn repeat(first: MessageDocument, new: &NewMessage) -> Outcome<Created<Message>> {
    let first = first.message();
    let media = first.picture.map(|picture| picture.media);
    if first.to == new.to && first.text == new.text && media == new.media {
        Ok(Created { value: first, replayed: true })
    } else {
        Err(StoreError::Conflict(Constraint::IdempotencyKey).into())
    }
}

/// What decides on a message.
#[derive(Default)]
struct Known {
    /// Whether both people are.
    there: bool,
    /// What the sender sent under this name before.
    repeated: Option<MessageDocument>,
    blocked: bool,
    /// The last message of the conversation.
    last: Option<MessageId>,
}

/// A row of one of the collections; the members say of which.
#[derive(Deserialize)]
struct Row {
    #[serde(default)]
    person: Option<Uuid>,
    #[serde(default)]
    blocked: bool,
    #[serde(default)]
    message: Option<MessageDocument>,
    #[serde(default)]
    last: Option<Uuid>,
}

impl Known {
    async fn of(mongo: &Mongo, new: &NewMessage, pair: Pair) -> Outcome<Self> {
        let stages = known(new.from, new.to, &new.client_id);
        let users = mongo.collection::<Document>(USERS);
        let rows = users.aggregate(stages).max_time(LONGEST);
        let mut rows = rows.with_type::<Row>().await?;
        let mut known = Self::default();
        let mut people = 0;
        while let Some(row) = rows.try_next().await? {
            people += usize::from(row.person.is_some_and(|id| [pair.first, pair.second].contains(&id)));
            known.blocked |= row.blocked;
            known.repeated = known.repeated.or(row.message);
            known.last = known.last.or(row.last.map(|last| MessageId::from_bytes(last.bytes())));
        }
        known.there = people == 2;
        Ok(known)
    }
}

/// The two people, the blocks between them, what was sent under this name, and their conversation.
pub(in crate::store) fn known(from: UserId, to: UserId, client_id: &str) -> Vec<Document> {
    let (sender, receiver) = (uuid(from.bytes()), uuid(to.bytes()));
    let both = doc! { "_id": { "$in": [sender, receiver] }, "deleting_at": { "$exists": false } };
    let also = |collection: &str, rows: Document, shown: Document| {
        let mut shown = shown;
        shown.insert("_id", 0);
        doc! { "$unionWith": { "coll": collection, "pipeline": [{ "$match": rows }, { "$project": shown }] } }
    };
    let sent = doc! { "client_id": client_id, "from": sender };
    let conversation = doc! { "_id": Pair::of(from, to).bson() };
    vec![
        doc! { "$match": both },
        doc! { "$project": { "_id": 0, "person": "$_id" } },
        also(BLOCKS, people::between(sender, [receiver]), doc! { "blocked": { "$literal": true } }),
        also(MESSAGES, sent, doc! { "message": "$$ROOT" }),
        also(CONVERSATIONS, conversation, doc! { "last": 1 }),
    ]
}

async fn store(mongo: &Mongo, new: &Arc<NewMessage>, id: MessageId, pair: Pair) -> Outcome<MessageDocument> {
    let stored = mongo.transaction(move |mongo, session| {
        let new = Arc::clone(new);
        Box::pin(async move { write(mongo, session, &new, id, pair).await })
    });
    stored.await
}

/// The conversation first: whoever writes in it at the same moment waits from here on.
async fn write(
    mongo: &Mongo,
    session: &mut ClientSession,
    new: &NewMessage,
    id: MessageId,
    pair: Pair,
) -> Outcome<MessageDocument> {
    let (from, to) = (uuid(new.from.bytes()), uuid(new.to.bytes()));
    lead_to(mongo, &mut *session, pair, uuid(id.bytes())).await?;
    let picture = match new.media {
        Some(picture) => Some(used(mongo, &mut *session, uuid(picture.bytes()), from, to).await?),
        None => None,
    };
    let message = MessageDocument {
        id: uuid(id.bytes()),
        from,
        to,
        client_id: new.client_id.clone(),
        text: new.text.clone(),
        picture,
        sent_at: date(new.now),
        delivered_at: None,
        read_at: None,
        undelivered_to: Some(to),
        unread_by: Some(to),
    };
    mongo.collection::<MessageDocument>(MESSAGES).insert_one(&message).session(session).await?;
    Ok(message)
}

async fn used(
    mongo: &Mongo,
    session: &mut ClientSession,
    picture: Uuid,
    from: Uuid,
    to: Uuid,
) -> Outcome<PictureDocument> {
    let size = media::share(mongo, session, picture, from, to).await?;
    let size = size.ok_or_else(|| Failure::from(StoreError::Conflict(Constraint::Media)))?;
    Ok(PictureDocument { media: picture, width: size.width, height: size.height })
}
