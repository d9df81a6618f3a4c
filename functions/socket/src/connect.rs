//! How a socket opens, and its end.

use kenmovie_common::ports::{Connection, StoreError};
use kenmovie_common::socket::{Opening, Refusal};

use crate::ticket::take;
use crate::{Sockets, presence};

/// The row is written before the session is read once more: whoever ends a session closes the sockets that it finds, and
/// one that it could not find yet sees the end itself.
pub(crate) async fn open(sockets: &Sockets, opening: Opening<'_>) -> Result<(), Refusal> {
    // Browsers always say where they come from; a client that does not is none, and no site can make it one.
    if opening.origin.is_some_and(|origin| !origin.eq_ignore_ascii_case(sockets.front.site().origin())) {
        return Err(Refusal::Origin);
    }
    let ticket = opening.ticket.ok_or(Refusal::Ticket)?;
    let now = sockets.front.now();
    let holder = take(sockets.one_time.as_ref(), ticket, now).await.map_err(unavailable)?;
    let holder = holder.ok_or(Refusal::Ticket)?;
    let client = holder.client().ok_or(Refusal::Ticket)?;
    let circle = sockets.people.circle(holder.user).await.map_err(unavailable)?;
    let connection = Connection {
        id: opening.connection.to_owned(),
        user: holder.user,
        session: holder.session,
        client,
        opened_at: now,
        ends_at: now + Connection::LIFE,
    };
    let pushed_out =
        sockets.connections.open_connection(&connection, &circle, now).await.map_err(unavailable)?;
    for old in pushed_out {
        sockets.hub.close(&old.id).await;
    }
    let lives = sockets.sessions.live_session(holder.session, holder.user, now).await;
    if matches!(lives, Ok(Some(_))) {
        return Ok(());
    }
    if let Err(error) = sockets.connections.close_connection(opening.connection).await {
        tracing::warn!(%error, "a socket that was not opened could not be forgotten");
    }
    Err(lives.map_or_else(unavailable, |_| Refusal::Ticket))
}

pub(crate) async fn close(sockets: &Sockets, connection: &str) {
    match sockets.connections.close_connection(connection).await {
        Ok(Some((connection, circle))) => presence::left(sockets, &connection, &circle).await,
        // It was forgotten before: whoever did that closed it.
        Ok(None) => {}
        Err(error) => tracing::warn!(%error, "a closed socket could not be forgotten"),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
fn unavailable(error: StoreError) -> Refusal {
    tracing::error!(%error, "a socket could not be opened");
    Refusal::Unavailable
}
