//! An SMTP server on this machine that speaks as much of RFC 5321 as a letter needs, and notes what it is told.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What it answers where it does not answer `250`.
#[derive(Clone, Copy, Default)]
pub(crate) struct Manners {
    pub(crate) to_auth: Option<&'static str>,
    pub(crate) to_rcpt: Option<&'static str>,
    pub(crate) to_data: Option<&'static str>,
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    told: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) async fn start(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let told = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&told);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(speak(stream, manners, Arc::clone(&noted)));
            }
        });
        Self { address, told }
    }

    /// Every line that any client said.
    pub(crate) fn told(&self) -> Vec<String> {
        self.told.lock().unwrap().clone()
    }

    pub(crate) fn was_told(&self, beginning: &str) -> bool {
        self.told().iter().any(|line| line.starts_with(beginning))
    }
}

async fn speak(stream: TcpStream, manners: Manners, told: Arc<Mutex<Vec<String>>>) -> std::io::Result<()> {
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    writing.write_all(b"220 localhost ESMTP\r\n").await?;
    let mut in_data = false;
    while let Some(line) = lines.next_line().await? {
        told.lock().unwrap().push(line.clone());
        let answer = match line.split([' ', ':']).next().unwrap().to_ascii_uppercase().as_str() {
            "." if in_data => {
                in_data = false;
                manners.to_data.unwrap_or("250 kept")
            }
            _ if in_data => continue,
            "EHLO" => "250-localhost\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN",
            "AUTH" => manners.to_auth.unwrap_or("235 come in"),
            "RCPT" => manners.to_rcpt.unwrap_or("250 known"),
            "DATA" => {
                in_data = true;
                "354 go on"
            }
            "MAIL" | "RSET" | "NOOP" => "250 well",
            "QUIT" => "221 bye",
            _ => "500 what",
        };
        writing.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}
