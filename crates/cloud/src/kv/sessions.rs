//! Who is signed in where.

use std::collections::HashMap;
use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_dynamodb::types::{AttributeValue, ConditionCheck, Put, TransactWriteItem, Update};
use kenmovie_common::domain::{Rotation, Session};
use kenmovie_common::ports::{Sessions, StoreResult};
use kenmovie_common::{SessionId, Time, UserId};

use super::client::{Dynamo, persist};
use super::error::{Failure, Outcome, cancelled, corrupt, unless_refused};
use super::item::{EXPIRES, Item, KEY, date, epoch_key, expiry, number, session_key, text};

/// The place of the epoch's condition among the writes of [`Dynamo::write_unless_passed`].
const EPOCH: usize = 0;
/// An epoch stays for so long after the last session that it ends could have lived.
const MARGIN: Duration = Duration::from_hours(24);

#[async_trait]
impl Sessions for Dynamo {
    async fn start_session(&self, session: &Session) -> StoreResult<bool> {
        let session = session.clone();
        self.run(async move |dynamo: Self| persist(|| dynamo.start(&session)).await).await
    }

    async fn live_session(&self, id: SessionId, user: UserId, now: Time) -> StoreResult<Option<Session>> {
        self.run(async move |dynamo: Self| {
            let [session, epoch] = persist(|| dynamo.items([session_key(id), epoch_key(user)])).await?;
            let Some(Stored { session, .. }) = living(id, session, now)? else { return Ok(None) };
            let lives = session.user == user && !has_passed(epoch, &session)?;
            Ok(lives.then_some(session))
        })
        .await
    }

    async fn rotate_session(&self, id: SessionId, shown: u64, now: Time) -> StoreResult<Rotation> {
        self.run(async move |dynamo: Self| persist(|| dynamo.rotate(id, shown, now)).await).await
    }

    async fn end_session(&self, id: SessionId) -> StoreResult<()> {
        self.run(async move |dynamo: Self| persist(|| dynamo.end(id)).await).await
    }

    async fn raise_epoch(&self, user: UserId, epoch: u64, now: Time) -> StoreResult<()> {
        self.run(async move |dynamo: Self| persist(|| dynamo.raise(user, epoch, now)).await).await
    }
}

/// Each is one try, and none where another came between.
impl Dynamo {
    async fn start(&self, session: &Session) -> Outcome<Option<bool>> {
        let put = Put::builder().table_name(&self.table).set_item(Some(stored(session))).build()?;
        let put = TransactWriteItem::builder().put(put).build();
        let written = unless_refused(self.write_unless_passed(session, put).await)?;
        Ok(Some(written.is_some()))
    }

    async fn end(&self, id: SessionId) -> Outcome<Option<()>> {
        let asked = self.client.delete_item().table_name(&self.table).key(KEY, text(session_key(id)));
        asked.send().await?;
        Ok(Some(()))
    }

    async fn raise(&self, user: UserId, epoch: u64, now: Time) -> Outcome<Option<()>> {
        let asked = self
            .client
            .update_item()
            .table_name(&self.table)
            .key(KEY, text(epoch_key(user)))
            .update_expression("SET epoch = :epoch, expires = :expires")
            .condition_expression("attribute_not_exists(pk) OR epoch <= :epoch")
            .expression_attribute_values(":epoch", number(epoch))
            .expression_attribute_values(":expires", expiry(now + Session::LIFE + MARGIN));
        // Where a higher one stands, it has ended what this one would end.
        unless_refused(asked.send().await.map_err(Failure::from)).map(|_| Some(()))
    }

    async fn rotate(&self, id: SessionId, shown: u64, now: Time) -> Outcome<Option<Rotation>> {
        let read = self.item(session_key(id)).await?;
        let Some(Stored { mut session, refresh, rotated_at }) = living(id, read, now)? else {
            return Ok(Some(Rotation::Ended));
        };
        if shown == refresh {
            session.idle_until = now + Session::IDLE;
            let next = self.next_number(&session, shown, now)?;
            return match self.write_unless_passed(&session, next).await {
                Ok(()) => Ok(Some(Rotation::Next(session, refresh + 1))),
                Err(Failure::Refused(EPOCH)) => Ok(Some(Rotation::Ended)),
                Err(Failure::Refused(_)) => Ok(None),
                Err(failure) => Err(failure),
            };
        }
        if shown.checked_add(1) == Some(refresh) && now.since(rotated_at) <= Session::GRACE {
            let epoch = self.item(epoch_key(session.user)).await?;
            let passed = has_passed(epoch, &session)?;
            return Ok(Some(if passed { Rotation::Ended } else { Rotation::Next(session, refresh) }));
        }
        let ended = self
            .client
            .delete_item()
            .table_name(&self.table)
            .key(KEY, text(session_key(id)))
            .condition_expression("refresh = :refresh")
            .expression_attribute_values(":refresh", number(refresh))
            .send()
            .await
            .map_err(Failure::from);
        Ok(unless_refused(ended)?.map(|_| Rotation::Ended))
    }
}

impl Dynamo {
    /// The write that moves the number, and the idle end to the session's.
    fn next_number(&self, session: &Session, shown: u64, now: Time) -> Outcome<TransactWriteItem> {
        let update = Update::builder()
            .table_name(&self.table)
            .key(KEY, text(session_key(session.id)))
            .update_expression(
                "SET refresh = :next, rotated_at = :now, idle_until = :idle_until, expires = :expires",
            )
            .condition_expression("refresh = :shown AND idle_until > :now AND ends_at > :now")
            .expression_attribute_values(":shown", number(shown))
            .expression_attribute_values(":next", number(shown + 1))
            .expression_attribute_values(":now", date(now))
            .expression_attribute_values(":idle_until", date(session.idle_until))
            .expression_attribute_values(":expires", expiry(session.idle_until.min(session.ends_at)));
        Ok(TransactWriteItem::builder().update(update.build()?).build())
    }

    /// Makes a write unless the user's epoch has passed the session's.
    async fn write_unless_passed(&self, session: &Session, write: TransactWriteItem) -> Outcome<()> {
        let epoch = ConditionCheck::builder()
            .table_name(&self.table)
            .key(KEY, text(epoch_key(session.user)))
            .condition_expression("attribute_not_exists(pk) OR epoch <= :epoch")
            .expression_attribute_values(":epoch", number(session.auth_epoch))
            .build()?;
        let epoch = TransactWriteItem::builder().condition_check(epoch).build();
        let asked = self.client.transact_write_items().transact_items(epoch).transact_items(write);
        asked.send().await.map(|_| ()).map_err(cancelled)
    }
}

struct Stored {
    session: Session,
    /// The refresh number that works.
    refresh: u64,
    /// When it replaced the one before.
    rotated_at: Time,
}

fn stored(session: &Session) -> HashMap<String, AttributeValue> {
    let attributes = [
        (KEY, text(session_key(session.id))),
        (EXPIRES, expiry(session.idle_until.min(session.ends_at))),
        ("user", text(session.user.to_string())),
        ("client", text(session.client.to_string())),
        ("auth_epoch", number(session.auth_epoch)),
        ("auth_time", date(session.auth_time)),
        ("created_at", date(session.created_at)),
        ("idle_until", date(session.idle_until)),
        ("ends_at", date(session.ends_at)),
        ("refresh", number(0)),
        ("rotated_at", number(0)),
    ];
    attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The session in an item, if it is within its times.
fn living(id: SessionId, item: Option<Item>, now: Time) -> Outcome<Option<Stored>> {
    let Some(item) = item else { return Ok(None) };
    let client = item.text("client")?;
    let user = item.text("user")?;
    let session = Session {
        id,
        user: user.parse().map_err(|_| corrupt(format!("the user {user:?}")))?,
        client: client.parse().map_err(|_| corrupt(format!("the client {client:?}")))?,
        auth_epoch: item.number("auth_epoch")?,
        auth_time: item.time("auth_time")?,
        created_at: item.time("created_at")?,
        idle_until: item.time("idle_until")?,
        ends_at: item.time("ends_at")?,
    };
    let stored = Stored { session, refresh: item.number("refresh")?, rotated_at: item.time("rotated_at")? };
    let lives = stored.session.idle_until > now && stored.session.ends_at > now;
    Ok(lives.then_some(stored))
}

/// Whether the user's epoch has passed the session's.
fn has_passed(epoch: Option<Item>, session: &Session) -> Outcome<bool> {
    epoch.map_or(Ok(false), |epoch| Ok(epoch.number::<u64>("epoch")? > session.auth_epoch))
}
