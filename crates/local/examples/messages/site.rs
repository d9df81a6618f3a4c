//! A server under measurement as its HTTP is spoken: the same requests to either kind.

use std::str::FromStr;

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::{Method, Request};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Whatever;
use crate::people::Person;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    KenMovie,
    SocketIo,
}

impl FromStr for Kind {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "kenmovie" => Ok(Self::KenMovie),
            "socket.io" => Ok(Self::SocketIo),
            _ => Err("kenmovie or socket.io"),
        }
    }
}

pub(crate) struct Site {
    pub(crate) kind: Kind,
    pub(crate) address: String,
    http: Client<HttpConnector, Full<Bytes>>,
}

/// A message as both kinds answer and push it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Message {
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) text: String,
}

#[derive(Deserialize)]
struct Page {
    items: Vec<Message>,
    next: Option<String>,
}

impl Site {
    pub(crate) fn at(kind: Kind, address: &str) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let http = Client::builder(TokioExecutor::new()).build(connector);
        Self { kind, address: address.to_owned(), http }
    }

    /// Asks as somebody, and reads an answer with this status.
    pub(crate) async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        who: &Person,
        body: String,
        status: u16,
    ) -> Result<T, Whatever> {
        let request = Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.address))
            .header("authorization", format!("Bearer {}", who.token))
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(body)))?;
        let answer = self.http.request(request).await?;
        let told = answer.status();
        let body = answer.into_body().collect().await?.to_bytes();
        if told == status {
            Ok(serde_json::from_slice(&body)?)
        } else {
            Err(format!("{path}: {told} {}", String::from_utf8_lossy(&body)).into())
        }
    }

    /// Everything that two people wrote to each other, as one of them reads it.
    pub(crate) async fn conversation(
        &self,
        reader: &Person,
        other: &Person,
    ) -> Result<Vec<Message>, Whatever> {
        let mut place = "00000000-0000-0000-0000-000000000000".to_owned();
        if self.kind == Kind::SocketIo {
            "0".clone_into(&mut place);
        }
        let mut all = Vec::new();
        loop {
            let path = format!("/api/conversations/{}/messages?limit=100&after={place}", other.id);
            let page: Page = self.ask(Method::GET, &path, reader, String::new(), 200).await?;
            all.extend(page.items);
            match page.next {
                Some(next) => place = next,
                None => return Ok(all),
            }
        }
    }
}
