//! One environment of a function.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use serde_json::Value;

use crate::deployed::Deployed;
use crate::runtime::{Line, Runtime};

const MEGABYTE: f64 = 1_000_000.0;

/// A process that is yet to be started, or runs; dropped, it ends.
pub(crate) struct Process {
    command: Command,
    child: Option<Child>,
    line: Line,
}

impl Process {
    /// One under a name that no other has.
    pub(crate) fn of(binary: &Path, name: &str, deployed: &Deployed, runtime: &Runtime) -> Self {
        let line = runtime.line(name);
        let mut command = Command::new(binary);
        command
            .env_clear()
            .env("AWS_LAMBDA_RUNTIME_API", &line.address)
            .env("AWS_LAMBDA_FUNCTION_NAME", name)
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .env("AWS_REGION", "eu-central-1")
            .envs(deployed.environment.clone())
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        Self { command, child: None, line }
    }

    pub(crate) fn started(mut self) -> Self {
        self.child = Some(self.command.spawn().unwrap());
        self
    }

    /// Starts it; milliseconds until it has answered.
    pub(crate) async fn first(self, event: &Value) -> (Self, f64) {
        let begun = Instant::now();
        let started = self.started();
        started.ask(event).await;
        (started, begun.elapsed().as_secs_f64() * 1000.0)
    }

    /// Milliseconds until it has answered once more.
    pub(crate) async fn again(&self, event: &Value) -> f64 {
        let begun = Instant::now();
        self.ask(event).await;
        begun.elapsed().as_secs_f64() * 1000.0
    }

    /// What it answers; none of its failures.
    pub(crate) async fn ask(&self, event: &Value) -> Value {
        let answer = self.line.ask(event).await;
        let status = answer["statusCode"].as_u64().unwrap_or(200);
        assert!(status < 500, "{answer}");
        answer
    }

    /// What it holds in memory, in megabytes.
    pub(crate) fn resident(&self) -> f64 {
        let id = self.child.as_ref().unwrap().id();
        let told = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        let line = told.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() * 1024.0 / MEGABYTE
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Megabytes of a binary, bare and as a zip file would hold it.
pub(crate) fn sizes(binary: &Path) -> (f64, f64) {
    let bare = std::fs::metadata(binary).unwrap().len();
    let compressed = Command::new("gzip").arg("-c").arg(binary).output().unwrap().stdout.len();
    (
        f64::from(u32::try_from(bare).unwrap()) / MEGABYTE,
        f64::from(u32::try_from(compressed).unwrap()) / MEGABYTE,
    )
}
