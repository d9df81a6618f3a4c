//! What clients ask over their sockets.

use std::time::Duration;

use kenmovie_common::domain::Circle;
use kenmovie_common::ports::{Connection, Purpose, StoreResult};
use kenmovie_common::socket::{Asked, Frame, FrameFault, HEARTBEAT};
use kenmovie_common::{Time, UserId};

use crate::{Sockets, presence};

/// Somebody is told that another is typing no more often than this.
const QUIET: Duration = Duration::from_secs(3);

/// A gateway closes what is silent for longer, so that the first frame of a socket comes within it.
const SILENCE: Duration = Duration::from_mins(10);

pub(crate) async fn take(sockets: &Sockets, id: &str, text: &str) {
    let now = sockets.front.now();
    let answer = match Asked::parse(text) {
        Err(code) => Some(Frame::Error { code }),
        Ok(asked) => match sockets.connections.connection(id, now).await {
            // Nobody's: it was forgotten, and is closed.
            Ok(None) => return sockets.hub.close(id).await,
            Ok(Some((connection, _))) if !sockets.hub.lives(&connection).await => {
                return sockets.hub.close(id).await;
            }
            Ok(Some((connection, circle))) => {
                answer(sockets, asked, &connection, &circle, now).await.unwrap_or_else(|error| {
                    tracing::warn!(%error, "a frame could not be answered");
                    Some(Frame::Error { code: FrameFault::Unavailable })
                })
            }
            Err(error) => {
                tracing::warn!(%error, "whose a socket is could not be found out");
                Some(Frame::Error { code: FrameFault::Unavailable })
            }
        },
    };
    if let Some(answer) = answer {
        sockets.hub.answer(id, &answer).await;
    }
}

async fn answer(
    sockets: &Sockets,
    asked: Asked,
    connection: &Connection,
    circle: &Circle,
    now: Time,
) -> StoreResult<Option<Frame>> {
    match asked {
        Asked::Ping => {
            // The first one is greeted; nothing can be pushed to a socket while it is opened.
            let late = connection.opened_at + SILENCE;
            if now >= late || !sockets.one_time.claim(Purpose::Told, &greeted(connection), now, late).await? {
                return Ok(Some(Frame::Pong));
            }
            let hello =
                Frame::Hello { connection_id: connection.id.clone(), heartbeat_seconds: HEARTBEAT.as_secs() };
            sockets.hub.answer(&connection.id, &hello).await;
            presence::came(sockets, connection, circle).await;
            Ok(None)
        }
        Asked::Typing { to } => {
            let stranger = circle.strangers.contains(&to) || to == connection.user;
            if !stranger && sockets.first(&typing(connection.user, to), QUIET, now).await? {
                sockets.hub.tell(to, &Frame::Typing { from: connection.user }).await;
            }
            Ok(None)
        }
        Asked::Watch { movie_id } => {
            let live = sockets.connections.watch_movie(&connection.id, movie_id, now).await?;
            Ok(Some(Frame::Watching { movie_id, live }))
        }
        Asked::Unwatch { .. } => {
            sockets.connections.unwatch_movie(&connection.id).await?;
            Ok(None)
        }
    }
}

impl Sockets {
    /// True for the first who claims this within such a time.
    pub(crate) async fn first(&self, what: &str, within: Duration, now: Time) -> StoreResult<bool> {
        self.one_time.claim(Purpose::Told, what, now, now + within).await
    }
}

fn greeted(connection: &Connection) -> String {
    format!("hello:{}", connection.id)
}

fn typing(from: UserId, to: UserId) -> String {
    format!("typing:{from}:{to}")
}
