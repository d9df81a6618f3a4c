//! The gateway of sockets on one machine. It does what API Gateway does: a socket opens when `functions/socket` lets it,
//! text frames of 32 KiB at most go to it, ten minutes of silence or two hours end it, and whoever pushes to one that is
//! gone is told so.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kenmovie_common::ports::{Clock, Connection, Random};
use kenmovie_common::socket::{LARGEST, Opening, Refusal, SocketHandler};
use kenmovie_embedded::Sockets;
use serde::Deserialize;
use tokio::sync::mpsc;

/// A socket over which nothing went for so long is closed.
const IDLE: Duration = Duration::from_mins(10);
/// Frames that may wait for a slow client; one that lets more wait is closed.
const ROOM: usize = 256;
/// Frames of one client that may wait for those before them; they are answered in their order.
const WAITING: usize = 16;
/// What is read of a message before it is given up, in bytes: room to tell 1009 where it is merely too large.
const READ: usize = 4 * LARGEST;
/// What is set aside for reading from each socket, in bytes: clients' frames are short, and most sockets are silent. The
/// library's own 128 KiB would be most of what an open socket holds.
const BUFFER: usize = 4 * 1024;

/// RFC 6455, section 7.4.1.
const GOING_AWAY: u16 = 1001;
const UNSUPPORTED: u16 = 1003;
const TOO_BIG: u16 = 1009;

#[derive(Clone)]
pub(crate) struct SocketGateway {
    pub(crate) handler: Arc<dyn SocketHandler>,
    pub(crate) sockets: Sockets,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
}

/// `GET /ws?ticket=…`
pub(crate) fn router(gateway: SocketGateway) -> Router {
    Router::new().route("/ws", get(open)).with_state(gateway)
}

#[derive(Deserialize)]
struct Asked {
    ticket: Option<String>,
}

async fn open(
    State(gateway): State<SocketGateway>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let mut id = [0; 16];
    gateway.random.fill(&mut id);
    let id = URL_SAFE_NO_PAD.encode(id);
    // Registered first, so that what is pushed as soon as others know of it waits here.
    let frames = gateway.sockets.connect(id.clone(), ROOM);
    // What cannot be read is no origin of ours.
    let origin = headers.get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
    let opening = Opening { connection: &id, ticket: asked.ticket.as_deref(), origin };
    match gateway.handler.connect(opening).await {
        Ok(()) => upgrade
            .read_buffer_size(BUFFER)
            .max_message_size(READ)
            .max_frame_size(READ)
            .on_upgrade(move |socket| async move { gateway.serve(&id, socket, frames).await }),
        Err(refusal) => {
            gateway.sockets.disconnect(&id);
            let status = match refusal {
                Refusal::Ticket => StatusCode::UNAUTHORIZED,
                Refusal::Origin => StatusCode::FORBIDDEN,
                Refusal::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            };
            status.into_response()
        }
    }
}

/// What happened to a socket.
enum Event {
    /// There is a frame for the client; none: it is to be closed.
    Told(Option<String>),
    Said(Option<Result<Message, axum::Error>>),
}

impl SocketGateway {
    async fn serve(self, id: &str, mut socket: WebSocket, mut frames: mpsc::Receiver<String>) {
        let ends = self.clock.now() + Connection::LIFE;
        let mut idle = self.clock.now() + IDLE;
        let (inbox, mut asked) = mpsc::channel::<Utf8Bytes>(WAITING);
        let (handler, name) = (Arc::clone(&self.handler), id.to_owned());
        let answering = tokio::spawn(async move {
            while let Some(text) = asked.recv().await {
                handler.frame(&name, &text).await;
            }
        });
        let why = loop {
            let event = tokio::select! {
                frame = frames.recv() => Event::Told(frame),
                // A client that asks faster than it is answered is not read meanwhile.
                _ = inbox.reserve(), if inbox.capacity() == 0 => continue,
                said = socket.recv(), if inbox.capacity() > 0 => Event::Said(said),
                () = self.clock.until(idle.min(ends)) => break Some(GOING_AWAY),
            };
            idle = self.clock.now() + IDLE;
            match event {
                Event::Told(None) => break Some(GOING_AWAY),
                Event::Told(Some(frame)) => {
                    if socket.send(Message::Text(frame.into())).await.is_err() {
                        break None;
                    }
                }
                Event::Said(Some(Ok(Message::Text(text)))) if text.len() > LARGEST => break Some(TOO_BIG),
                Event::Said(Some(Ok(Message::Text(text)))) => {
                    if inbox.try_send(text).is_err() {
                        break None;
                    }
                }
                Event::Said(Some(Ok(Message::Binary(_)))) => break Some(UNSUPPORTED),
                Event::Said(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => {}
                Event::Said(Some(Ok(Message::Close(_))) | None) => break None,
                // The library gives up what is larger than it reads.
                Event::Said(Some(Err(error))) => break is_too_big(&error).then_some(TOO_BIG),
            }
        };
        self.sockets.disconnect(id);
        if let Some(code) = why {
            let close = CloseFrame { code, reason: "".into() };
            let _ = socket.send(Message::Close(Some(close))).await;
        }
        drop((socket, inbox));
        let _ = answering.await;
        self.handler.disconnect(id).await;
    }
}

fn is_too_big(error: &axum::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if inner.to_string().contains("too long") || inner.to_string().contains("too big") {
            return true;
        }
        source = inner.source();
    }
    false
}
