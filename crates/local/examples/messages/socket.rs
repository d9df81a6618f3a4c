//! Open sockets, and what comes out of them.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::{SinkExt as _, StreamExt as _, stream};
use hyper::Method;
use serde::Deserialize;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Message as Packet;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::Whatever;
use crate::people::Person;
use crate::site::{Kind, Message, Site};

/// Sockets that are being opened at one time.
const AT_ONCE: usize = 16;
/// How often a client of `KenMovie` says that it is there.
const HEARTBEAT: Duration = Duration::from_mins(1);

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A message that came out of a socket.
pub(crate) struct Arrival {
    /// Whose socket it is: a place among the people.
    pub(crate) whose: usize,
    /// When it had been read and parsed.
    pub(crate) at: Instant,
    pub(crate) message: Message,
}

/// What all sockets heard.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Heard>>);

#[derive(Default)]
struct Heard {
    arrivals: Vec<Arrival>,
    ended: Option<String>,
}

impl Log {
    pub(crate) fn len(&self) -> usize {
        self.heard(|heard| heard.arrivals.len())
    }

    pub(crate) fn ended(&self) -> bool {
        self.heard(|heard| heard.ended.is_some())
    }

    /// Everything, unless a socket ended meanwhile.
    pub(crate) fn take(&self) -> Result<Vec<Arrival>, Whatever> {
        self.heard(|heard| match heard.ended.take() {
            Some(why) => Err(why.into()),
            None => Ok(std::mem::take(&mut heard.arrivals)),
        })
    }

    fn heard<T>(&self, act: impl FnOnce(&mut Heard) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What a frame is.
enum Frame {
    Opened,
    Message(Box<Message>),
    /// This is to be answered.
    Ping(&'static str),
    Other,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Told {
    Hello,
    Message {
        message: Box<Message>,
    },
    #[serde(other)]
    Other,
}

impl Kind {
    fn parse(self, text: &str) -> Result<Frame, Whatever> {
        Ok(match self {
            Self::KenMovie => match serde_json::from_str(text)? {
                Told::Hello => Frame::Opened,
                Told::Message { message } => Frame::Message(message),
                Told::Other => Frame::Other,
            },
            // https://socket.io/docs/v4/engine-io-protocol/ and /socket-io-protocol/
            Self::SocketIo => match text.split_at_checked(2) {
                _ if text == "2" => Frame::Ping("3"),
                Some(("40", _)) => Frame::Opened,
                Some(("42", event)) => {
                    let (_, message): (String, Box<Message>) = serde_json::from_str(event)?;
                    Frame::Message(message)
                }
                _ => Frame::Other,
            },
        })
    }
}

/// Opens a socket for each person; they are open until what is given back is dropped.
pub(crate) async fn open_all(
    site: &Arc<Site>,
    people: &[Person],
    log: &Log,
) -> Result<JoinSet<()>, Whatever> {
    let mut opening = stream::iter(people.iter().enumerate())
        .map(async |(whose, person)| open(site, person).await.map(|stream| (whose, stream)))
        .buffer_unordered(AT_ONCE);
    let mut sockets = JoinSet::new();
    while let Some(opened) = opening.next().await {
        let (whose, stream) = opened?;
        let (kind, log) = (site.kind, log.clone());
        sockets.spawn(async move {
            let why = listen(kind, stream, whose, &log).await;
            log.heard(|heard| {
                heard.ended = Some(why.map_or_else(|error| error.to_string(), |()| "closed".into()));
            });
        });
    }
    Ok(sockets)
}

#[derive(Deserialize)]
struct Ticket {
    ticket: String,
}

async fn open(site: &Site, person: &Person) -> Result<Stream, Whatever> {
    let (url, hello) = match site.kind {
        Kind::KenMovie => {
            let path = "/api/socket/ticket";
            let Ticket { ticket } = site.ask(Method::POST, path, person, String::new(), 201).await?;
            (format!("ws://{}/ws?ticket={ticket}", site.address), r#"{"type":"ping"}"#.to_owned())
        }
        Kind::SocketIo => {
            let url = format!("ws://{}/socket.io/?EIO=4&transport=websocket", site.address);
            (url, format!("40{{\"token\":\"{}\"}}", person.token))
        }
    };
    let (mut stream, _) = connect_async(url).await?;
    stream.send(Packet::Text(hello.into())).await?;
    while let Some(packet) = stream.next().await {
        if let Packet::Text(text) = packet?
            && matches!(site.kind.parse(&text)?, Frame::Opened)
        {
            return Ok(stream);
        }
    }
    Err("a socket was not opened".into())
}

/// Until it ends, which it should not.
async fn listen(kind: Kind, mut stream: Stream, whose: usize, log: &Log) -> Result<(), Whatever> {
    let mut beat = tokio::time::interval(HEARTBEAT);
    beat.reset();
    loop {
        let packet = tokio::select! {
            packet = stream.next() => packet,
            _ = beat.tick(), if kind == Kind::KenMovie => {
                stream.send(Packet::Text(r#"{"type":"ping"}"#.into())).await?;
                continue;
            }
        };
        let Some(packet) = packet else { return Ok(()) };
        let Packet::Text(text) = packet? else { continue };
        match kind.parse(&text)? {
            Frame::Message(message) => {
                let at = Instant::now();
                log.heard(|heard| heard.arrivals.push(Arrival { whose, at, message: *message }));
            }
            Frame::Ping(answer) => stream.send(Packet::Text(answer.into())).await?,
            Frame::Opened | Frame::Other => {}
        }
    }
}
