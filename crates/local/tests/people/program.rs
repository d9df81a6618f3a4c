//! The real program as a child process. Its site has one address whatever port it listens on, so that who was signed in
//! before a restart still is.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// A program that does not listen by then never will.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct Program {
    child: Child,
    origin: String,
}

impl Program {
    /// Serves from a data folder, with more flags; what it logs goes there. None where it ends instead of listening.
    pub(crate) async fn start(data: &Path, flags: &[String], log: Stdio) -> Option<Self> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kenmovie"))
            .args(["serve", "--listen", "127.0.0.1:0", "--limits", "relaxed"])
            .args(["--public-url", "http://localhost:8080", "--data"])
            .arg(data)
            .args(flags)
            .stdout(Stdio::piped())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = tokio::time::timeout(PATIENCE, lines.next_line()).await.expect("it listens in time");
        let first = first.unwrap()?;
        let origin = first.strip_prefix("KenMovie listens on ").expect("an address").to_owned();
        // Whoever stops reading stops the program's next line.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Some(Self { child, origin })
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// SIGTERM, as a service manager would.
    pub(crate) async fn stop(mut self) {
        let pid = self.child.id().unwrap().to_string();
        Command::new("kill").args(["-TERM", &pid]).status().await.unwrap();
        assert!(self.child.wait().await.unwrap().success(), "it ends in order");
    }

    /// SIGKILL, once it has run for so long.
    pub(crate) async fn kill_after(mut self, load: Duration) {
        let ended = tokio::time::timeout(load, self.child.wait()).await;
        assert!(ended.is_err(), "it ended by itself");
        self.child.kill().await.unwrap();
    }
}
