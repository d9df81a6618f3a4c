//! The connection to a MongoDB cluster.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use kenmovie_common::ports::{Health, StoreResult};
use mongodb::bson::{Uuid, doc};
use mongodb::event::EventHandler;
use mongodb::event::command::CommandEvent;
use mongodb::options::{ClientOptions, Compressor, DatabaseOptions, ReadConcern, WriteConcern};
use mongodb::{Client, Database};

use super::collection::Collection;
use super::error::Outcome;
use super::messages::Pair;
use super::monitor::CommandCounter;
use super::pending::Counting;
use super::reactions::Key;
use super::turns::Turns;
use crate::patience::within;

/// A server is waited for so long; the gateway before a function gives up at 30 s.
const SELECTION: Duration = Duration::from_secs(3);
const CONNECTING: Duration = Duration::from_secs(2);
/// Whoever asks is told after so long that the store does not answer. What was begun goes on behind.
const PATIENCE: Duration = Duration::from_millis(4_200);
/// No query runs longer on the server.
pub(super) const LONGEST: Duration = Duration::from_secs(4);
/// The database, where the address names none.
const DATABASE: &str = "kenmovie";

/// How a cluster is reached.
#[derive(Debug, Clone)]
pub struct MongoOptions {
    /// `mongodb://…` with a list of hosts, or `mongodb+srv://…`; `authMechanism=MONGODB-AWS` signs in by IAM. The path
    /// names the database; without one it is `kenmovie`.
    pub uri: String,
    /// Connections to each node for reads and writes, and as many for transactions where it is more than one. A Lambda
    /// environment answers one request at a time and needs one; M0 clusters take 500
    /// in all.
    pub pool: u32,
    /// Compress what goes over the wire, where the server can.
    pub compress: bool,
    /// Counts the commands sent.
    pub counter: Option<Arc<CommandCounter>>,
}

impl MongoOptions {
    /// For a server on this machine or in this network.
    pub fn new(uri: impl Into<String>) -> Self {
        Self { uri: uri.into(), pool: 32, compress: false, counter: None }
    }
}

/// Why an address of a cluster cannot be used. It never tells the address, in which a password may stand.
#[derive(Debug, thiserror::Error)]
#[error("the address of MongoDB cannot be used: {0}")]
pub struct ConnectError(String);

/// Documents in MongoDB. Clones share the connections.
#[derive(Clone)]
pub struct Mongo {
    client: Client,
    pub(super) database: Database,
    /// Transactions have connections of their own: whoever waits for the end of one holds a connection, and must not
    /// hold the last.
    transactions: Client,
    /// One person's votes on one thing.
    pub(super) turns: Turns<Key>,
    /// The ends of one film's comments, whose transactions would refuse each other.
    pub(super) deletions: Turns<Uuid>,
    /// The reports of one thing, whose transactions would refuse each other.
    pub(super) cases: Turns<Uuid>,
    /// The messages of two people, likewise.
    pub(super) conversations: Turns<Pair>,
    /// What is counted and settled together.
    pub(super) counting: Counting,
}

impl Mongo {
    /// Reads the address (and the DNS records behind a `mongodb+srv` one). Connections are made when they are needed.
    pub async fn connect(options: MongoOptions) -> Result<Self, ConnectError> {
        let wrong = |error: mongodb::error::Error| ConnectError(error.to_string());
        let mut settings = ClientOptions::parse(&options.uri).await.map_err(wrong)?;
        settings.app_name = Some("kenmovie".to_owned());
        settings.server_selection_timeout = Some(SELECTION);
        settings.connect_timeout = Some(CONNECTING);
        settings.max_pool_size = Some(options.pool.max(1));
        settings.retry_reads = Some(true);
        settings.retry_writes = Some(true);
        settings.read_concern = Some(ReadConcern::majority());
        settings.write_concern = Some(WriteConcern::majority());
        if options.compress && settings.compressors.is_none() {
            settings.compressors = Some(vec![Compressor::Snappy]);
        }
        if let Some(counter) = options.counter {
            settings.command_event_handler = Some(EventHandler::callback(move |event: CommandEvent| {
                counter.saw(&event);
            }));
        }
        let name = settings.default_database.clone().unwrap_or_else(|| DATABASE.to_owned());
        let client = Client::with_options(settings.clone()).map_err(wrong)?;
        // With one connection there is one request at a time, which waits for nobody.
        let transactions =
            if options.pool > 1 { Client::with_options(settings).map_err(wrong)? } else { client.clone() };
        let database = client.database(&name);
        Ok(Self {
            client,
            database,
            transactions,
            turns: Turns::default(),
            deletions: Turns::default(),
            cases: Turns::default(),
            conversations: Turns::default(),
            counting: Counting::default(),
        })
    }

    /// Ends every connection, once what was asked is done.
    pub async fn close(&self) {
        self.client.clone().shutdown().await;
        self.transactions.clone().shutdown().await;
    }

    /// The name of the database.
    pub fn database_name(&self) -> &str {
        self.database.name()
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// The same over the connections of transactions.
    pub(super) fn transacting(&self) -> Self {
        let client = self.transactions.clone();
        Self {
            database: client.database(self.database.name()),
            transactions: client.clone(),
            client,
            turns: self.turns.clone(),
            deletions: self.deletions.clone(),
            cases: self.cases.clone(),
            conversations: self.conversations.clone(),
            counting: self.counting.clone(),
        }
    }

    /// The same, reading what this primary has, also what a majority does not have yet.
    pub(super) fn latest(&self) -> Self {
        let options = DatabaseOptions::builder().read_concern(ReadConcern::local()).build();
        let database = self.client.database_with_options(self.database.name(), options);
        Self { database, ..self.clone() }
    }

    pub(super) fn collection<T: Send + Sync>(&self, name: &str) -> Collection<T> {
        Collection(self.database.collection(name))
    }

    /// Runs one intent to its end; its caller is told after [`PATIENCE`] that there is no answer.
    pub(super) async fn run<T, F>(&self, intent: impl FnOnce(Self) -> F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: Future<Output = Outcome<T>> + Send + 'static,
    {
        self.run_within(PATIENCE, intent).await
    }

    /// The same for work that may take this long.
    pub(super) async fn run_within<T, F>(
        &self,
        patience: Duration,
        intent: impl FnOnce(Self) -> F,
    ) -> StoreResult<T>
    where
        T: Send + 'static,
        F: Future<Output = Outcome<T>> + Send + 'static,
    {
        within(patience, intent(self.clone())).await
    }
}

#[async_trait::async_trait]
impl Health for Mongo {
    /// Asks the primary: without one nothing can be written.
    async fn ping(&self) -> StoreResult<()> {
        self.run(async move |mongo: Self| {
            mongo.database.run_command(doc! { "ping": 1 }).await?;
            Ok(())
        })
        .await
    }
}

impl std::fmt::Debug for Mongo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mongo").field("database", &self.database.name()).finish_non_exhaustive()
    }
}
