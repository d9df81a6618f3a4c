//! A server as a child process that is ended and comes back at the same port, with what it had stored.

use std::fs::File;
use std::io::Write as _;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// A server that is not ready by then never will be.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct Server {
    program: PathBuf,
    arguments: Vec<String>,
    /// What it says when it is ready.
    ready: &'static str,
    log: PathBuf,
    child: Option<Child>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signal {
    Kill,
    Terminate,
}

impl Server {
    pub(crate) fn new(
        program: &Path,
        arguments: impl IntoIterator<Item = impl Into<String>>,
        ready: &'static str,
        log: PathBuf,
    ) -> Self {
        let arguments = arguments.into_iter().map(Into::into).collect();
        Self { program: program.to_owned(), arguments, ready, log, child: None }
    }

    /// Starts it and waits until it is ready.
    pub(crate) async fn start(&mut self) {
        let mut log = File::options().append(true).create(true).open(&self.log).unwrap();
        // One says that it is ready on its output, another on its errors.
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 2>&1"])
            .arg(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", self.program.display()));
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let said = async {
            while let Some(line) = lines.next_line().await.unwrap() {
                writeln!(log, "{line}").unwrap();
                if line.contains(self.ready) {
                    return true;
                }
            }
            false
        };
        let ready = tokio::time::timeout(PATIENCE, said).await.unwrap_or(false);
        assert!(ready, "{} does not get ready; {} tells more", self.program.display(), self.log.display());
        // Whoever stops reading stops the server's next line.
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                let _ = writeln!(log, "{line}");
            }
        });
        self.child = Some(child);
    }

    pub(crate) fn runs(&self) -> bool {
        self.child.is_some()
    }

    /// Ends it, and returns when it is gone.
    pub(crate) async fn end(&mut self, signal: Signal) {
        let mut child = self.child.take().expect("it runs");
        let ended = child.try_wait().unwrap();
        assert!(
            ended.is_none(),
            "{} ended by itself; {} tells more",
            self.program.display(),
            self.log.display()
        );
        if signal == Signal::Terminate {
            let pid = child.id().unwrap().to_string();
            Command::new("kill").args(["-TERM", &pid]).status().await.unwrap();
        } else {
            child.start_kill().unwrap();
        }
        tokio::time::timeout(PATIENCE, child.wait()).await.expect("it ends in time").unwrap();
    }
}

/// A port that is free, and below those that the system gives to whoever connects: a server that is down keeps it.
pub(crate) fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    const FIRST: u16 = 15_000;
    const PORTS: u16 = 15_000;
    let start = u16::try_from(std::process::id() * 16 % u32::from(PORTS)).unwrap();
    loop {
        let port = FIRST + (start + NEXT.fetch_add(1, Ordering::Relaxed)) % PORTS;
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}
