//! Who is signed in where.

use std::collections::HashMap;
use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_dynamodb::types::{AttributeValue, ConditionCheck, Put, ReturnValue, TransactWriteItem, Update};
use kenmovie_common::domain::{Client, Device, Rotation, Session};
use kenmovie_common::ports::{Sessions, StoreResult};
use kenmovie_common::{ApiTokenId, SessionId, Time, UserId};

use super::client::{Dynamo, persist};
use super::error::{Failure, Outcome, cancelled, corrupt, unless_refused};
use super::item::{
    EXPIRES, Item, KEY, client_key, date, epoch_key, expiry, number, session_key, sessions_list, text,
};
use super::list::{LIST, LISTED_AT};

/// What ends sessions stays for so long after the last session that it ends could have lived.
const MARGIN: Duration = Duration::from_hours(24);

#[async_trait]
impl Sessions for Dynamo {
    async fn start_session(&self, session: &Session) -> StoreResult<bool> {
        let session = session.clone();
        self.run(async move |dynamo: Self| persist(|| dynamo.start(&session)).await).await
    }

    /// One request; for a machine's session another one, as its API token is known by then.
    async fn live_session(&self, id: SessionId, user: UserId, now: Time) -> StoreResult<Option<Session>> {
        self.run(async move |dynamo: Self| {
            let live = dynamo.live(id, user, now).await?;
            Ok(live.map(|stored| stored.session))
        })
        .await
    }

    async fn rotate_session(&self, id: SessionId, shown: u64, now: Time) -> StoreResult<Rotation> {
        self.run(async move |dynamo: Self| persist(|| dynamo.rotate(id, shown, now)).await).await
    }

    async fn end_session(&self, id: SessionId) -> StoreResult<Option<UserId>> {
        self.run(async move |dynamo: Self| persist(|| dynamo.end(id)).await).await
    }

    async fn end_session_of(&self, id: SessionId, user: UserId, now: Time) -> StoreResult<bool> {
        self.run(async move |dynamo: Self| persist(|| dynamo.end_of(id, user, now)).await).await
    }

    async fn sessions_of(&self, user: UserId, now: Time) -> StoreResult<Vec<Session>> {
        self.run(async move |dynamo: Self| dynamo.list_sessions(user, now).await).await
    }

    async fn carry_session(&self, id: SessionId, epoch: u64) -> StoreResult<()> {
        self.run(async move |dynamo: Self| persist(|| dynamo.carry(id, epoch)).await).await
    }

    async fn raise_epoch(&self, user: UserId, epoch: u64, now: Time) -> StoreResult<()> {
        self.run(async move |dynamo: Self| persist(|| dynamo.raise(user, epoch, now)).await).await
    }

    async fn revoke_client(&self, client: ApiTokenId, now: Time) -> StoreResult<()> {
        self.run(async move |dynamo: Self| persist(|| dynamo.revoke(client, now)).await).await
    }
}

impl Dynamo {
    /// The user's session, if it lives. One that the epoch seems to have passed is read again: the two are read in no
    /// order, and a carried session is lifted before the epoch is raised.
    async fn live(&self, id: SessionId, user: UserId, now: Time) -> Outcome<Option<Stored>> {
        let [session, epoch] = persist(|| self.items([session_key(id), epoch_key(user)])).await?;
        let Some(mut stored) = living(session, now)? else { return Ok(None) };
        if has_passed(epoch.as_ref(), &stored.session)? {
            let again = living(self.item(session_key(id)).await?, now)?;
            let Some(lifted) = again else { return Ok(None) };
            if has_passed(epoch.as_ref(), &lifted.session)? {
                return Ok(None);
            }
            stored = lifted;
        }
        let lives = stored.session.user == user && !self.is_revoked(stored.session.client).await?;
        Ok(lives.then_some(stored))
    }

    async fn is_revoked(&self, client: Client) -> Outcome<bool> {
        let Client::Token(id) = client else { return Ok(false) };
        let [revoked] = persist(|| self.items([client_key(id)])).await?;
        Ok(revoked.is_some())
    }

    async fn list_sessions(&self, user: UserId, now: Time) -> Outcome<Vec<Session>> {
        let (list, since) = (sessions_list(user), now - Session::LIFE);
        let [epoch] = persist(|| self.items([epoch_key(user)])).await?;
        let (mut sessions, mut from) = (Vec::new(), None);
        loop {
            let page = self.listed(&list, since, Session::LISTED, from).await?;
            for item in page.items {
                if let Some(Stored { session, .. }) = living(Some(item), now)?
                    && !has_passed(epoch.as_ref(), &session)?
                {
                    sessions.push(session);
                }
            }
            from = page.next;
            if from.is_none() || sessions.len() >= Session::LISTED {
                sessions.truncate(Session::LISTED);
                return Ok(sessions);
            }
        }
    }
}

/// Each is one try, and none where another came between.
impl Dynamo {
    async fn start(&self, session: &Session) -> Outcome<Option<bool>> {
        let put = Put::builder().table_name(&self.table).set_item(Some(stored(session))).build()?;
        let put = TransactWriteItem::builder().put(put).build();
        self.write_unless_ended(session, put).await.map(Some)
    }

    async fn end(&self, id: SessionId) -> Outcome<Option<Option<UserId>>> {
        let asked = self.client.delete_item().table_name(&self.table).key(KEY, text(session_key(id)));
        let ended = asked.return_values(ReturnValue::AllOld).send().await?.attributes;
        Ok(Some(ended.map(|item| decode(&Item(item)).map(|stored| stored.session.user)).transpose()?))
    }

    async fn end_of(&self, id: SessionId, user: UserId, now: Time) -> Outcome<Option<bool>> {
        if self.live(id, user, now).await?.is_none() {
            return Ok(Some(false));
        }
        let asked = self
            .client
            .delete_item()
            .table_name(&self.table)
            .key(KEY, text(session_key(id)))
            .condition_expression("attribute_exists(pk)");
        Ok(Some(unless_refused(asked.send().await.map_err(Failure::from))?.is_some()))
    }

    async fn carry(&self, id: SessionId, epoch: u64) -> Outcome<Option<()>> {
        let Some(item) = self.item(session_key(id)).await? else { return Ok(Some(())) };
        let Stored { session, .. } = decode(&item)?;
        if session.auth_epoch >= epoch {
            return Ok(Some(()));
        }
        let update = Update::builder()
            .table_name(&self.table)
            .key(KEY, text(session_key(id)))
            .update_expression("SET auth_epoch = :new")
            .condition_expression("auth_epoch = :old")
            .expression_attribute_values(":old", number(session.auth_epoch))
            .expression_attribute_values(":new", number(epoch))
            .build()?;
        let update = TransactWriteItem::builder().update(update).build();
        match self.write_unless_ended(&session, update).await {
            Ok(true) => Ok(Some(())),
            // One that has ended stays so; one that another lifted meanwhile is looked at again.
            Ok(false) => {
                let seen = self.item(session_key(id)).await?.as_ref().map(decode).transpose()?;
                let lifted = seen.is_some_and(|seen| seen.session.auth_epoch != session.auth_epoch);
                Ok((!lifted).then_some(()))
            }
            Err(Failure::Refused(_)) => Ok(None),
            Err(failure) => Err(failure),
        }
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

    async fn revoke(&self, client: ApiTokenId, now: Time) -> Outcome<Option<()>> {
        let asked = self
            .client
            .put_item()
            .table_name(&self.table)
            .item(KEY, text(client_key(client)))
            .item(EXPIRES, expiry(now + Session::LIFE + MARGIN));
        asked.send().await?;
        Ok(Some(()))
    }

    async fn rotate(&self, id: SessionId, shown: u64, now: Time) -> Outcome<Option<Rotation>> {
        let read = self.item(session_key(id)).await?;
        let Some(Stored { mut session, refresh }) = living(read, now)? else {
            return Ok(Some(Rotation::Ended));
        };
        if shown == refresh {
            session.seen_at = now;
            session.idle_until = now + Session::IDLE;
            let next = self.next_number(&session, shown, now)?;
            return match self.write_unless_ended(&session, next).await {
                Ok(true) => Ok(Some(Rotation::Next(session, refresh + 1))),
                // Lifted over the epoch that was raised meanwhile, or ended.
                Ok(false) => {
                    let lives = self.live(id, session.user, now).await?.is_some();
                    Ok((!lives).then_some(Rotation::Ended))
                }
                Err(Failure::Refused(_)) => Ok(None),
                Err(failure) => Err(failure),
            };
        }
        if shown.checked_add(1) == Some(refresh) && now.since(session.seen_at) <= Session::GRACE {
            let live = self.live(id, session.user, now).await?;
            return Ok(Some(live.map_or(Rotation::Ended, |_| Rotation::Next(session, refresh))));
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

    /// Makes a write unless the user's epoch has passed the session's or its API token was revoked: then false. Refused
    /// where the write's own condition did not hold.
    async fn write_unless_ended(&self, session: &Session, write: TransactWriteItem) -> Outcome<bool> {
        let epoch = ConditionCheck::builder()
            .table_name(&self.table)
            .key(KEY, text(epoch_key(session.user)))
            .condition_expression("attribute_not_exists(pk) OR epoch <= :epoch")
            .expression_attribute_values(":epoch", number(session.auth_epoch))
            .build()?;
        let mut checks = vec![TransactWriteItem::builder().condition_check(epoch).build()];
        if let Client::Token(id) = session.client {
            let client = ConditionCheck::builder()
                .table_name(&self.table)
                .key(KEY, text(client_key(id)))
                .condition_expression("attribute_not_exists(pk)")
                .build()?;
            checks.push(TransactWriteItem::builder().condition_check(client).build());
        }
        let places = checks.len();
        let asked = self.client.transact_write_items().set_transact_items(Some(checks)).transact_items(write);
        match asked.send().await.map_err(cancelled) {
            Ok(_) => Ok(true),
            Err(Failure::Refused(place)) if place < places => Ok(false),
            Err(failure) => Err(failure),
        }
    }
}

struct Stored {
    session: Session,
    /// The refresh number that works, since `seen_at`.
    refresh: u64,
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
        ("rotated_at", date(session.seen_at)),
        ("browser", text(&session.device.browser)),
        ("address", text(&session.device.address)),
    ];
    // Only browsers' sessions are listed.
    let place = [(LIST, text(sessions_list(session.user))), (LISTED_AT, date(session.created_at))];
    let place = place.into_iter().filter(|_| session.client == Client::Web);
    attributes.into_iter().chain(place).map(|(name, value)| (name.to_owned(), value)).collect()
}

fn decode(item: &Item) -> Outcome<Stored> {
    let (key, client, user) = (item.text(KEY)?, item.text("client")?, item.text("user")?);
    let id = key.rsplit('#').next().unwrap_or_default();
    let created_at = item.time("created_at")?;
    let session = Session {
        id: id.parse().map_err(|_| corrupt(format!("the session {key:?}")))?,
        user: user.parse().map_err(|_| corrupt(format!("the user {user:?}")))?,
        client: client.parse().map_err(|_| corrupt(format!("the client {client:?}")))?,
        auth_epoch: item.number("auth_epoch")?,
        auth_time: item.time("auth_time")?,
        created_at,
        // An older program left zero until the first refresh.
        seen_at: item.time("rotated_at")?.max(created_at),
        device: Device {
            browser: item.text_or_empty("browser")?.to_owned(),
            address: item.text_or_empty("address")?.to_owned(),
        },
        idle_until: item.time("idle_until")?,
        ends_at: item.time("ends_at")?,
    };
    Ok(Stored { session, refresh: item.number("refresh")? })
}

/// The session in an item, if it is within its times.
fn living(item: Option<Item>, now: Time) -> Outcome<Option<Stored>> {
    let Some(item) = item else { return Ok(None) };
    let stored = decode(&item)?;
    let lives = stored.session.idle_until > now && stored.session.ends_at > now;
    Ok(lives.then_some(stored))
}

/// Whether the user's epoch has passed the session's.
fn has_passed(epoch: Option<&Item>, session: &Session) -> Outcome<bool> {
    epoch.map_or(Ok(false), |epoch| Ok(epoch.number::<u64>("epoch")? > session.auth_epoch))
}
