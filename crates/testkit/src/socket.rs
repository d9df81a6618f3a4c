//! Somebody before a socket of the application, which listens for that on a port of this machine.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::http::{HeaderValue, header};
use futures_util::{SinkExt as _, StreamExt as _};
use kenmovie_local::server;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::app::{ORIGIN, TestApp};
use crate::client::Client;

/// Whoever waits longer for a frame waits in vain.
const PATIENCE: Duration = Duration::from_secs(20);

/// The application, listening until this is dropped.
pub struct Listening {
    pub address: SocketAddr,
    _stop: oneshot::Sender<()>,
}

/// An open socket.
pub struct TestSocket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl TestApp {
    /// Begins to listen.
    pub async fn listen(&self) -> Listening {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let app = self.router.clone();
        tokio::spawn(server::serve(listener, app, async move {
            let _ = stopped.await;
        }));
        Listening { address, _stop: stop }
    }
}

impl Listening {
    /// Opens a socket with a new ticket of this person's and is greeted.
    pub async fn enter(&self, person: &Client) -> TestSocket {
        let mut socket = self.open(&ticket(person).await, Some(ORIGIN)).await.expect("a socket");
        socket.say(&json!({ "type": "ping" })).await;
        socket.hear("hello").await;
        socket
    }

    /// Opens a socket, or is told a status.
    pub async fn open(&self, ticket: &str, origin: Option<&str>) -> Result<TestSocket, u16> {
        let url = format!("ws://{}/ws?ticket={ticket}", self.address);
        let mut request = url.into_client_request().expect("a request");
        if let Some(origin) = origin {
            let origin = HeaderValue::from_str(origin).expect("an origin");
            request.headers_mut().insert(header::ORIGIN, origin);
        }
        match connect_async(request).await {
            Ok((socket, _)) => Ok(TestSocket(socket)),
            Err(tungstenite::Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("no socket: {error}"),
        }
    }
}

/// A new ticket.
pub async fn ticket(person: &Client) -> String {
    let given = person.request("POST", "/api/socket/ticket").await.ok(201);
    given["ticket"].as_str().expect("a ticket").to_owned()
}

impl TestSocket {
    pub async fn say(&mut self, frame: &Value) {
        self.send(Message::Text(frame.to_string().into())).await;
    }

    pub async fn send(&mut self, message: Message) {
        self.0.send(message).await.expect("an open socket");
    }

    /// The next frame of this type; others before it are passed over.
    pub async fn hear(&mut self, kind: &str) -> Value {
        loop {
            let frame = self.next().await.unwrap_or_else(|code| panic!("closed by {code:?} before {kind}"));
            if frame["type"] == kind {
                return frame;
            }
        }
    }

    /// What was told before now: a ping is answered after it.
    pub async fn heard(&mut self) -> Vec<Value> {
        self.say(&json!({ "type": "ping" })).await;
        let mut frames = Vec::new();
        loop {
            let frame = self.next().await.unwrap_or_else(|code| panic!("closed by {code:?}"));
            if frame["type"] == "pong" {
                return frames;
            }
            frames.push(frame);
        }
    }

    /// Waits until it is closed; the code, where one was told.
    pub async fn closed(&mut self) -> Option<u16> {
        loop {
            if let Err(code) = self.next().await {
                return code;
            }
        }
    }

    /// Closes it.
    pub async fn leave(mut self) {
        let _ = self.0.close(None).await;
        while let Some(Ok(_)) = self.0.next().await {}
    }

    async fn next(&mut self) -> Result<Value, Option<u16>> {
        loop {
            let message = tokio::time::timeout(PATIENCE, self.0.next()).await.expect("a frame in time");
            return match message {
                Some(Ok(Message::Text(text))) => Ok(serde_json::from_str(&text).expect("JSON")),
                Some(Ok(Message::Close(frame))) => Err(frame.map(|frame| frame.code.into())),
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => Err(None),
            };
        }
    }
}
