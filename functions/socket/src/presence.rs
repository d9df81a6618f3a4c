//! Telling a person's contacts that they came or left. Neither touches the store: whom somebody has to do with was kept
//! when their socket opened. Each is told once in 6 s at most, so that a contact hears one thing in 3 s; who comes back
//! within that never left.

use std::time::Duration;

use kenmovie_common::UserId;
use kenmovie_common::domain::Circle;
use kenmovie_common::ports::{Connection, Holder, StoreResult};
use kenmovie_common::socket::Frame;

use crate::Sockets;

/// Whoever has no open socket for so long has left.
const ABSENT: Duration = Duration::from_secs(6);

/// The person's socket is open; where it is the first of theirs, they came.
pub(crate) async fn came(sockets: &Sockets, connection: &Connection, circle: &Circle) {
    if let Err(error) = tell_came(sockets, connection, circle).await {
        tracing::warn!(%error, "that somebody came could not be told");
    }
}

/// A socket of the person's is closed; where none is open a little later, they left.
pub(crate) async fn left(sockets: &Sockets, connection: &Connection, circle: &Circle) {
    if circle.contacts.is_empty() {
        return;
    }
    sockets.clock.until(sockets.front.now() + ABSENT).await;
    if let Err(error) = tell_left(sockets, connection.user, circle).await {
        tracing::warn!(%error, "that somebody left could not be told");
    }
}

async fn tell_came(sockets: &Sockets, connection: &Connection, circle: &Circle) -> StoreResult<()> {
    let (user, now) = (connection.user, sockets.front.now());
    let age = |one: &Connection| (one.opened_at, one.id.clone());
    let open = sockets.connections.connections_of(Holder::User(user), now).await?;
    if open.iter().any(|other| age(other) < age(connection)) {
        return Ok(());
    }
    // Where they came a moment ago, they cannot have left meanwhile.
    if sockets.first(&format!("came:{user}"), ABSENT, now).await? {
        tell(sockets, user, circle, true).await;
    }
    Ok(())
}

async fn tell_left(sockets: &Sockets, user: UserId, circle: &Circle) -> StoreResult<()> {
    let now = sockets.front.now();
    let is_gone = sockets.connections.connections_of(Holder::User(user), now).await?.is_empty();
    // Several sockets may have been closed at once.
    if is_gone && sockets.first(&format!("left:{user}"), ABSENT, now).await? {
        tell(sockets, user, circle, false).await;
    }
    Ok(())
}

async fn tell(sockets: &Sockets, user: UserId, circle: &Circle, online: bool) {
    let frame = Frame::Presence { user_id: user, online };
    for contact in &circle.contacts {
        sockets.hub.tell(*contact, &frame).await;
    }
}
