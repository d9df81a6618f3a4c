//! The real program as a child process. Its site has one address whatever port it listens on, so that who was signed in
//! before a restart still is.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

pub(crate) struct Program {
    child: Child,
    origin: String,
}

impl Program {
    pub(crate) async fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kenmovie"))
            .args([
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--limits",
                "relaxed",
                "--public-url",
                "http://localhost:8080",
                "--data",
            ])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next_line().await.unwrap().expect("a first line");
        let origin = first.strip_prefix("KenMovie listens on ").expect("an address").to_owned();
        // Whoever stops reading stops the program's next line.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self { child, origin }
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

    /// SIGKILL, once the load has run for so long.
    pub(crate) async fn kill_after(mut self, load: Duration) {
        let ended = tokio::time::timeout(load, self.child.wait()).await;
        assert!(ended.is_err(), "it ended by itself");
        self.child.kill().await.unwrap();
    }
}
