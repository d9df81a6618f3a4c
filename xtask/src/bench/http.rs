//! Single requests, for setting a measurement's stage.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::shell::Done;

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) text: String,
}

/// Sends one request and reads its answer, headers and all.
pub(crate) fn send(address: SocketAddr, method: &str, path: &str, headers: &str, body: &str) -> Done<Answer> {
    exchange(address, method, path, headers, body).map_err(|error| format!("{method} {path}: {error}"))
}

fn exchange(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &str,
    body: &str,
) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n{headers}\r\n{body}",
        body.len()
    )?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    let status = text.get(9..12).and_then(|code| code.parse().ok()).unwrap_or(0);
    Ok(Answer { status, text })
}

impl Answer {
    /// The answer, if its status is this one.
    pub(crate) fn expect(self, status: u16) -> Done<Self> {
        if self.status == status { Ok(self) } else { Err(format!("expected {status}:\n{}", self.text)) }
    }

    /// What stands between a mark and a quotation mark or semicolon after it.
    pub(crate) fn after(&self, mark: &str) -> Done<&str> {
        let rest = self.text.split_once(mark).ok_or_else(|| format!("no {mark} in:\n{}", self.text))?.1;
        Ok(rest.split(['"', ';']).next().unwrap_or_default())
    }
}
