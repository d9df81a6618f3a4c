//! The servers that tests need: a real MongoDB of one node and a DynamoDB of one process, on free ports of this machine.
//! Nothing of them outlives the command that started them.

mod fetch;
mod process;
mod replica_set;

use std::io::Write as _;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use crate::shell::{Done, command, output, say};
use process::Process;

/// What MongoDB's files take at first, in kilobytes, with room for what tests write.
const ROOM: u64 = 4 * 1024 * 1024;
/// Where files are kept in memory, on Linux.
const MEMORY: &str = "/dev/shm";

pub(crate) use fetch::{python, tools};

/// Running servers; dropped, they end.
pub(crate) struct Servers {
    mongodb: String,
    dynamodb: String,
    _running: [Process; 2],
}

impl Servers {
    /// Fetches what is missing and starts both.
    pub(crate) fn start() -> Done<Self> {
        Self::start_with(&parent(), "0.25")
    }

    /// The same for measurements: with their files under this folder, on a real disk, and a larger cache.
    pub(crate) fn start_in(parent: &Path) -> Done<Self> {
        Self::start_with(parent, "2")
    }

    /// MongoDB's cache is in gigabytes.
    fn start_with(parent: &Path, cache: &str) -> Done<Self> {
        let (mongod, dynoxide) = (fetch::mongod()?, fetch::dynoxide()?);
        let (mongod, mongodb) = mongodb(&mongod, &folder(parent, "mongod"), cache)?;
        let (dynoxide, dynamodb) = dynamodb(&dynoxide, &folder(parent, "dynoxide"))?;
        Ok(Self { mongodb, dynamodb, _running: [mongod, dynoxide] })
    }

    /// The address of a database.
    pub(crate) fn store(&self, database: &str) -> String {
        self.mongodb.replacen("/?", &format!("/{database}?"), 1)
    }

    /// The flags with which `kenmovie` uses a database and a table of this name.
    pub(crate) fn flags(&self, name: &str) -> Vec<String> {
        let store = self.store(name);
        let flags = [
            ["--store", "mongodb"],
            ["--mongodb-uri", &store],
            ["--kv", "dynamodb"],
            ["--dynamodb-endpoint", &self.dynamodb],
            ["--dynamodb-table", name],
        ];
        flags.as_flattened().iter().map(|&flag| flag.to_owned()).collect()
    }

    /// The environment in which tests find them.
    pub(crate) fn variables(&self) -> [(&'static str, &str); 2] {
        [("KENMOVIE_TEST_MONGODB", &self.mongodb), ("KENMOVIE_TEST_DYNAMODB", &self.dynamodb)]
    }
}

/// The servers' programs, fetched where they are missing, as a test names them that starts its own.
pub(crate) fn programs() -> Done<[(&'static str, PathBuf); 2]> {
    Ok([("KENMOVIE_MONGOD", fetch::mongod()?), ("KENMOVIE_DYNOXIDE", fetch::dynoxide()?)])
}

/// Starts them and tells where they are, until interrupted.
pub(crate) fn run() -> Done {
    let servers = Servers::start()?;
    for (name, value) in servers.variables() {
        writeln!(std::io::stdout(), "export {name}='{value}'").map_err(|error| error.to_string())?;
    }
    say("the servers run until this is interrupted (Ctrl-C)");
    loop {
        thread::park();
    }
}

/// A replica set of one node, so that there are transactions; ready to be written to.
fn mongodb(program: &Path, folder: &Path, cache: &str) -> Done<(Process, String)> {
    let mut mongod = Command::new(program);
    mongod.args(["--replSet", replica_set::NAME, "--bind_ip", "127.0.0.1", "--port", "0", "--dbpath", "."]);
    mongod.args(["--wiredTigerCacheSizeGB", cache, "--nounixsocket", "--quiet"]);
    // What a test that failed left open must not keep the next one waiting for a minute.
    mongod.args(["--setParameter", "transactionLifetimeLimitSeconds=10"]);
    let process = Process::start("mongod", folder, &mongod)?;
    let line = process.said("\"Waiting for connections\"")?;
    let port = line.split("\"port\":").nth(1).and_then(|rest| rest.split([',', '}']).next());
    let port: u16 = port.and_then(|port| port.parse().ok()).ok_or("mongod does not tell its port")?;
    replica_set::initiate(port)?;
    process.said("\"Transition to primary complete")?;
    Ok((process.ready(), format!("mongodb://127.0.0.1:{port}/?directConnection=true")))
}

fn dynamodb(program: &Path, folder: &Path) -> Done<(Process, String)> {
    // It cannot tell which port it was given: one is found for it.
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|free| free.local_addr());
    let port = free.map_err(|error| format!("no free port: {error}"))?.port();
    let mut dynoxide = Command::new(program);
    dynoxide.args(["--host", "127.0.0.1", "--port", &port.to_string()]);
    let process = Process::start("dynoxide", folder, &dynoxide)?;
    process.said("listening on")?;
    Ok((process.ready(), format!("http://127.0.0.1:{port}")))
}

/// Where servers keep their files: in memory where that has room.
fn parent() -> PathBuf {
    let free = output(&mut command("", "df", &["-Pk", MEMORY])).ok().and_then(|table| {
        table.lines().nth(1).and_then(|line| line.split_whitespace().nth(3)?.parse::<u64>().ok())
    });
    let room = Path::new(MEMORY).is_dir() && free.is_some_and(|free| free > ROOM);
    if room { PathBuf::from(MEMORY) } else { std::env::temp_dir() }
}

fn folder(parent: &Path, server: &str) -> PathBuf {
    parent.join(format!("kenmovie-{server}-{}", std::process::id()))
}
