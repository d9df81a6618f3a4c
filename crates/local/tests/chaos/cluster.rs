//! A replica set of three on this machine, of which one at a time may be down.

use std::path::Path;
use std::time::Duration;

use mongodb::Client;
use mongodb::bson::oid::ObjectId;
use mongodb::bson::{Bson, Document, Uuid, doc};
use mongodb::options::{ClientOptions, ServerAddress};

use crate::server::{Server, Signal, free_port};

const NAME: &str = "chaos";
/// A set that has no primary, or has not taken everybody back, by then never will.
const PATIENCE: Duration = Duration::from_mins(1);
const LOOK: Duration = Duration::from_millis(100);
/// What `replSetGetStatus` calls a node that takes part.
const TAKES_PART: [i32; 2] = [1, 2];

struct Node {
    server: Server,
    port: u16,
    /// To this node alone.
    client: Client,
}

pub(crate) struct Cluster {
    nodes: Vec<Node>,
}

impl Cluster {
    /// Starts the set in this folder and waits until it can be written to.
    pub(crate) async fn start(mongod: &Path, folder: &Path, logs: &Path) -> Self {
        let mut nodes = Vec::new();
        for _ in 0..3 {
            nodes.push(Node::start(mongod, folder, logs).await);
        }
        let members: Vec<Document> = (0_i32..)
            .zip(&nodes)
            .map(|(id, node)| doc! { "_id": id, "host": format!("127.0.0.1:{}", node.port) })
            .collect();
        let settings = doc! { "electionTimeoutMillis": 2_000 };
        let set = doc! { "_id": NAME, "members": members, "settings": settings };
        nodes[0].ask(doc! { "replSetInitiate": set }).await.expect("a replica set");
        let cluster = Self { nodes };
        cluster.healthy().await;
        cluster
    }

    /// The address of a database in it.
    pub(crate) fn uri(&self) -> String {
        let hosts: Vec<_> = self.nodes.iter().map(|node| format!("127.0.0.1:{}", node.port)).collect();
        format!("mongodb://{}/kenmovie?replicaSet={NAME}", hosts.join(","))
    }

    /// The place of the primary, once there is one.
    pub(crate) async fn primary(&self) -> usize {
        let found = async {
            loop {
                for (place, node) in self.nodes.iter().enumerate() {
                    if node.is_primary().await {
                        return place;
                    }
                }
                tokio::time::sleep(LOOK).await;
            }
        };
        tokio::time::timeout(PATIENCE, found).await.expect("a primary in time")
    }

    /// Waits until everybody takes part.
    pub(crate) async fn healthy(&self) {
        let healthy = async {
            while !self.everybody_takes_part().await {
                tokio::time::sleep(LOOK).await;
            }
        };
        tokio::time::timeout(PATIENCE, healthy).await.expect("a whole replica set in time");
    }

    async fn everybody_takes_part(&self) -> bool {
        let primary = self.primary().await;
        let Some(status) = self.nodes[primary].ask(doc! { "replSetGetStatus": 1 }).await else {
            return false;
        };
        let members = status.get_array("members").unwrap();
        members
            .iter()
            .filter_map(Bson::as_document)
            .all(|member| member.get_i32("state").is_ok_and(|state| TAKES_PART.contains(&state)))
    }

    /// How many rows are pending: their counters may not have followed them.
    pub(crate) async fn half_done(&self, database: &str) -> u64 {
        let database = self.nodes[self.primary().await].client.database(database);
        let mut rows = 0;
        for collection in ["reactions", "comments"] {
            let pending = doc! { "pending.op": { "$exists": true } };
            let collection = database.collection::<Document>(collection);
            rows += collection.count_documents(pending).await.unwrap_or_default();
        }
        rows
    }

    /// Puts a fence on a film, as a recount does.
    pub(crate) async fn fence(&self, database: &str, film: &str) {
        let films =
            self.nodes[self.primary().await].client.database(database).collection::<Document>("movies");
        let fence = doc! { "$set": { "fence": ObjectId::new() } };
        let fenced = films.update_one(doc! { "_id": Uuid::parse_str(film).unwrap() }, fence).await.unwrap();
        assert_eq!(fenced.modified_count, 1);
    }

    pub(crate) async fn end(&mut self, place: usize, signal: Signal) {
        self.nodes[place].server.end(signal).await;
    }

    pub(crate) async fn start_again(&mut self, place: usize) {
        self.nodes[place].server.start().await;
    }
}

impl Node {
    async fn start(mongod: &Path, folder: &Path, logs: &Path) -> Self {
        let port = free_port();
        let data = folder.join(format!("mongod-{port}"));
        std::fs::create_dir(&data).unwrap();
        let text = port.to_string();
        let arguments = ["--replSet", NAME, "--bind_ip", "127.0.0.1", "--port", &text, "--nounixsocket"];
        let sizes =
            ["--wiredTigerCacheSizeGB", "0.25", "--oplogSize", "128", "--dbpath", data.to_str().unwrap()];
        // Told to end, it would wait for 15 s to be left by its clients. What was never acknowledged by a majority is not kept
        // in files: 6.0.5 has been seen to hang in writing them.
        let ends = ["--setParameter", "shutdownTimeoutMillisForSignaledShutdown=500"];
        let rolls_back = ["--setParameter", "createRollbackDataFiles=false"];
        let log = logs.join(format!("mongod-{port}.log"));
        let mut server = Server::new(
            mongod,
            [&arguments[..], &sizes[..], &ends[..], &rolls_back[..]].concat(),
            "\"Waiting for connections\"",
            log,
        );
        server.start().await;
        let address = ServerAddress::Tcp { host: "127.0.0.1".to_owned(), port: Some(port) };
        let options = ClientOptions::builder()
            .hosts(vec![address])
            .direct_connection(true)
            .server_selection_timeout(Duration::from_secs(1))
            .build();
        Self { server, port, client: Client::with_options(options).unwrap() }
    }

    /// None where it does not answer, or not so.
    async fn ask(&self, command: Document) -> Option<Document> {
        if !self.server.runs() {
            return None;
        }
        self.client.database("admin").run_command(command).await.ok()
    }

    async fn is_primary(&self) -> bool {
        let said = self.ask(doc! { "hello": 1 }).await;
        said.is_some_and(|said| said.get_bool("isWritablePrimary").unwrap_or(false))
    }
}
