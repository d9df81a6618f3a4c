//! Telling a person's contacts that they came or left. Neither touches the store: whom somebody has to do with was kept
//! when their socket opened. A contact is told once in 3 s at most; who left and comes back meanwhile never left.

use kenmovie_common::UserId;
use kenmovie_common::domain::Circle;
use kenmovie_common::ports::{Connection, Holder, StoreResult};
use kenmovie_common::socket::Frame;

use crate::Sockets;
use crate::frame::QUIET;

/// The person's socket is open; where it is their only one, they came.
pub(crate) async fn came(sockets: &Sockets, connection: &Connection, circle: &Circle) {
    if let Err(error) = announce(sockets, connection.user, circle, true).await {
        tracing::warn!(%error, "that somebody came could not be told");
    }
}

/// A socket of the person's is closed; where none is open a little later, they left.
pub(crate) async fn left(sockets: &Sockets, connection: &Connection, circle: &Circle) {
    sockets.clock.until(sockets.front.now() + QUIET).await;
    if let Err(error) = announce(sockets, connection.user, circle, false).await {
        tracing::warn!(%error, "that somebody left could not be told");
    }
}

async fn announce(sockets: &Sockets, user: UserId, circle: &Circle, came: bool) -> StoreResult<()> {
    if circle.contacts.is_empty() || !holds(sockets, user, came).await? {
        return Ok(());
    }
    while !sockets.first(&format!("presence:{user}"), sockets.front.now()).await? {
        sockets.clock.until(sockets.front.now() + QUIET).await;
        if !holds(sockets, user, came).await? {
            return Ok(());
        }
    }
    let frame = Frame::Presence { user_id: user, online: came };
    for contact in &circle.contacts {
        sockets.hub.tell(*contact, &frame).await;
    }
    Ok(())
}

/// Whether it is still so: one open socket and no other where somebody came, none where they left.
async fn holds(sockets: &Sockets, user: UserId, came: bool) -> StoreResult<bool> {
    let open = sockets.connections.connections_of(Holder::User(user), sockets.front.now()).await?.len();
    Ok(open == usize::from(came))
}
