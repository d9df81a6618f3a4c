//! Everything that can die: three nodes of MongoDB, a DynamoDB, and the program that stands on them.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use kenmovie_cloud::{Mongo, MongoOptions, SystemClock};
use kenmovie_common::Time;
use kenmovie_common::ports::{Clock as _, Drift, Upkeep as _};
use tempfile::TempDir;
use tokio::process::Command;
use tokio::sync::watch;

use crate::cluster::Cluster;
use crate::line::Address;
use crate::people::browser::{Ask, Browser};
use crate::people::program::Program;
use crate::server::{Server, free_port};

/// What is not well by then never will be. A process that is killed in a transaction leaves its locks for a minute, and
/// MongoDB looks for such transactions every 30 s.
const PATIENCE: Duration = Duration::from_secs(150);
const LOOK: Duration = Duration::from_millis(100);
/// Where files are kept in memory, on Linux.
const MEMORY: &str = "/dev/shm";

pub(crate) struct House {
    pub(crate) cluster: Cluster,
    pub(crate) dynamodb: Server,
    /// The test's own connection.
    store: Mongo,
    program: Option<Program>,
    /// How often the program ended instead of listening.
    pub(crate) failed_starts: u32,
    /// How many acts it left half done when it was killed.
    pub(crate) half_done: u64,
    address: watch::Sender<Option<String>>,
    flags: Vec<String>,
    logs: PathBuf,
    folder: TempDir,
}

impl House {
    /// Starts everything; the servers' programs are named by the environment.
    pub(crate) async fn build() -> Self {
        let (mongod, dynoxide) = (program("KENMOVIE_MONGOD"), program("KENMOVIE_DYNOXIDE"));
        let memory = Path::new(MEMORY);
        let folder = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() }.unwrap();
        let logs = Path::new(env!("CARGO_TARGET_TMPDIR")).join("chaos");
        let _ = std::fs::remove_dir_all(&logs);
        std::fs::create_dir_all(&logs).unwrap();

        let cluster = Cluster::start(&mongod, folder.path(), &logs).await;
        let port = free_port().to_string();
        let file = folder.path().join("dynamodb.db");
        let arguments = ["--host", "127.0.0.1", "--port", &port, "--db-path", file.to_str().unwrap()];
        let mut dynamodb = Server::new(&dynoxide, arguments, "listening on", logs.join("dynoxide.log"));
        dynamodb.start().await;

        let (uri, endpoint) = (cluster.uri(), format!("http://127.0.0.1:{port}"));
        let store = Mongo::connect(MongoOptions::new(&uri)).await.unwrap();
        let documents = ["--store", "mongodb", "--mongodb-uri", &uri];
        let ephemeral = ["--kv", "dynamodb", "--dynamodb-endpoint", &endpoint, "--dynamodb-table", "chaos"];
        let flags = [&documents[..], &ephemeral[..]].concat().into_iter().map(str::to_owned).collect();
        let (address, _) = watch::channel(None);
        let mut house = Self {
            cluster,
            dynamodb,
            store,
            program: None,
            failed_starts: 0,
            half_done: 0,
            address,
            flags,
            logs,
            folder,
        };
        house.start_program().await;
        house
    }

    /// Where the program listens, now and later.
    pub(crate) fn address(&self) -> Address {
        self.address.subscribe()
    }

    /// Starts the program, and again where it ends instead of listening, as a service manager would.
    pub(crate) async fn start_program(&mut self) {
        let data = self.folder.path().join("data");
        let log =
            std::fs::File::options().append(true).create(true).open(self.logs.join("kenmovie.log")).unwrap();
        let started = async {
            loop {
                let log = Stdio::from(log.try_clone().unwrap());
                match Program::start(&data, &self.flags, log).await {
                    Some(program) => return program,
                    None => self.failed_starts += 1,
                }
            }
        };
        let program = tokio::time::timeout(PATIENCE, started).await.expect("the program listens in time");
        self.address.send_replace(Some(program.origin().to_owned()));
        self.program = Some(program);
    }

    pub(crate) async fn kill_program(&mut self) {
        let program = self.program.take().expect("it runs");
        self.address.send_replace(None);
        program.kill_after(Duration::ZERO).await;
        self.half_done += self.cluster.half_done(self.store.database_name()).await;
    }

    pub(crate) async fn stop_program(&mut self) {
        let program = self.program.take().expect("it runs");
        self.address.send_replace(None);
        program.stop().await;
    }

    /// Waits until every node takes part and the program says that it is well.
    pub(crate) async fn healthy(&self) {
        self.cluster.healthy().await;
        let mut browser = Browser::new(self.program.as_ref().expect("it runs").origin());
        let well = async {
            loop {
                let answer = browser.send(&Ask::new("GET", "/api/health")).await;
                if answer.is_some_and(|answer| answer.status == 200) {
                    return;
                }
                tokio::time::sleep(LOOK).await;
            }
        };
        tokio::time::timeout(PATIENCE, well).await.expect("health in time");
    }

    /// Finishes what was left half done so long ago, beside whoever acts; how much that was.
    pub(crate) async fn settle(&self, ago: Duration) -> u64 {
        self.settle_before(SystemClock.now() - ago).await
    }

    /// Finishes whatever was left half done.
    pub(crate) async fn settle_all(&self) -> u64 {
        self.settle_before(SystemClock.now() + Duration::from_secs(1)).await
    }

    /// Tries again where the store does not let it, as the schedule would.
    async fn settle_before(&self, before: Time) -> u64 {
        let settled = async {
            loop {
                match self.store.settle(before).await {
                    Ok(settled) => return settled,
                    Err(error) => {
                        println!("upkeep: {}", error.to_string().lines().next().unwrap_or_default());
                    }
                }
            }
        };
        tokio::time::timeout(PATIENCE, settled).await.expect("upkeep in time")
    }

    /// Makes a film one whose counters were counted again some time, so that every act on it has to find that out.
    pub(crate) async fn fence(&self, film: &str) {
        self.cluster.fence(self.store.database_name(), film).await;
    }

    /// Counters that are not what their rows say.
    pub(crate) async fn drift(&self) -> Vec<Drift> {
        self.store.verify_counters().await.expect("a recount")
    }

    /// `kenmovie maintain`; what it says.
    pub(crate) async fn maintain(&self) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kenmovie"));
        let output = command.arg("maintain").args(&self.flags).kill_on_drop(true).output().await.unwrap();
        assert!(output.status.success(), "kenmovie maintain: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Ends what runs, in order.
    pub(crate) async fn close(mut self) {
        self.stop_program().await;
        self.store.close().await;
    }

    pub(crate) fn logs(&self) -> &Path {
        &self.logs
    }
}

fn program(variable: &str) -> PathBuf {
    let path = std::env::var_os(variable);
    path.map_or_else(
        || panic!("{variable} names no program: run this test by cargo xtask chaos"),
        PathBuf::from,
    )
}
