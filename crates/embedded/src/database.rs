//! The database: one file, a few reading connections, one writing connection.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kenmovie_common::ports::{Health, StoreError, StoreResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::oneshot;

use crate::connections::Open;
use crate::error::{Failure, OpenError, Outcome, unavailable};
use crate::reader::Readers;
use crate::row::value;
use crate::schema;
use crate::writer::Writer;

/// How an engine is set up.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// How many threads read, each with a connection of its own.
    pub readers: usize,
    /// How many reads and how many writes may wait; what comes on top is refused as unavailable.
    pub queue: usize,
    /// How much of the file the writing connection keeps in memory, in KiB.
    pub write_cache: u32,
}

impl Options {
    /// For a program that writes very many films: their rows land all over the indexes.
    pub fn for_import() -> Self {
        Self { readers: 1, write_cache: 96 * 1_024, ..Self::default() }
    }
}

impl Default for Options {
    fn default() -> Self {
        let readers = std::thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 4));
        Self { readers, queue: 4_096, write_cache: CACHE }
    }
}

/// The documents and the ephemeral things of one machine in one SQLite file.
///
/// Clones share the engine. The last one that goes waits until everything that was asked is written; [`close`] does so
/// earlier.
///
/// [`close`]: Self::close
#[derive(Clone)]
pub struct Embedded {
    shared: Arc<Shared>,
}

struct Shared {
    // Dropped in this order: the writer empties the write-ahead log when nobody reads any more.
    readers: Readers,
    writer: Writer,
    swept: Arc<AtomicI64>,
    connections: Mutex<Open>,
}

impl Embedded {
    /// Opens the database in this file; makes it where there is none.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, OpenError> {
        Self::open_with(path, Options::default())
    }

    pub fn open_with(path: impl AsRef<Path>, options: Options) -> Result<Self, OpenError> {
        let path = path.as_ref();
        let wrong = |error: rusqlite::Error| database_error(path, &error);
        let mut writing = connect(path, options.write_cache)?;
        schema::migrate(&mut writing, path)?;
        let mut reading = Vec::new();
        for _ in 0..options.readers.max(1) {
            reading.push(connect_reader(path).map_err(wrong)?);
        }
        let threads = |error| OpenError::File { path: path.to_owned(), source: error };
        let readers = Readers::start(reading, options.queue).map_err(threads)?;
        let writer = Writer::start(writing, options.queue).map_err(threads)?;
        Ok(Self {
            shared: Arc::new(Shared {
                readers,
                writer,
                swept: Arc::default(),
                connections: Mutex::default(),
            }),
        })
    }

    /// Finishes what was asked, empties the write-ahead log and closes the file. Whoever asks afterwards gets
    /// `Unavailable`.
    pub async fn close(&self) {
        let shared = Arc::clone(&self.shared);
        let closed = tokio::task::spawn_blocking(move || {
            shared.readers.close();
            shared.writer.close();
        });
        if let Err(error) = closed.await {
            tracing::error!(%error, "the database was not closed in order");
        }
    }

    /// The time of the last sweep of what had expired, in milliseconds.
    pub(crate) fn swept(&self) -> &Arc<AtomicI64> {
        &self.shared.swept
    }

    /// The open sockets of this process.
    pub(crate) fn open_connections(&self) -> MutexGuard<'_, Open> {
        self.shared.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs a read on one of the reading threads. Its statements see one state of the database only within
    /// [`snapshot`].
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Outcome<T> + Send + 'static,
    ) -> StoreResult<T> {
        let (answer, answered) = oneshot::channel();
        self.shared.readers.submit(Box::new(move |db| drop(answer.send(job(db)))))?;
        settled(answered.await)
    }

    /// Runs a write on the writing thread, whole or not at all; answers when it is on the disk.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Outcome<T> + Send + 'static,
    ) -> StoreResult<T> {
        let (answer, answered) = oneshot::channel();
        self.shared.writer.submit(job, move |outcome| drop(answer.send(outcome)))?;
        settled(answered.await)
    }

    /// The same for a write that is answered before it is on the disk, where it comes within a moment: a power cut may
    /// undo it.
    pub(crate) async fn write_early<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Outcome<T> + Send + 'static,
    ) -> StoreResult<T> {
        let (answer, answered) = oneshot::channel();
        self.shared.writer.submit_early(job, move |outcome| drop(answer.send(outcome)))?;
        settled(answered.await)
    }

    /// The same for a write that changes very much.
    pub(crate) async fn write_big<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Outcome<T> + Send + 'static,
    ) -> StoreResult<T> {
        let (answer, answered) = oneshot::channel();
        self.shared.writer.submit_big(job, move |outcome| drop(answer.send(outcome)))?;
        settled(answered.await)
    }
}

fn settled<T>(answer: Result<Outcome<T>, oneshot::error::RecvError>) -> StoreResult<T> {
    match answer {
        Ok(outcome) => outcome.map_err(|Failure(error)| error),
        Err(_) => Err(unavailable("the database was closed, or gave up on this")),
    }
}

#[async_trait::async_trait]
impl Health for Embedded {
    async fn ping(&self) -> StoreResult<()> {
        self.read(|db| value::<i64>(db, "SELECT 1", ()).map(|_| ())).await?;
        self.write(|_| Ok(())).await
    }
}

/// Runs several statements on one state of the database.
pub(crate) fn snapshot<T>(db: &Connection, read: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    db.prepare_cached("BEGIN")?.execute(())?;
    let outcome = read();
    db.prepare_cached("COMMIT")?.execute(())?;
    outcome
}

/// A connection that writes. The file is made readable for its owner alone: addresses and password hashes lie in it.
fn connect(path: &Path, cache: u32) -> Result<Connection, OpenError> {
    let mut file = std::fs::OpenOptions::new();
    file.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    file.open(path).map_err(|source| OpenError::File { path: path.to_owned(), source })?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || -> rusqlite::Result<Option<Connection>> {
        let db = Connection::open_with_flags(path, flags)?;
        tune(&db, cache)?;
        if !schema::recognise(&db)? {
            return Ok(None);
        }
        let mode: String = db.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
        if mode != "wal" {
            // As on a file system whose files cannot be shared between processes.
            let error = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CANTOPEN);
            return Err(rusqlite::Error::SqliteFailure(
                error,
                Some("no write-ahead log can lie beside it".into()),
            ));
        }
        // One flush a batch of writes: what was answered survives a power cut.
        db.pragma_update(None, "synchronous", "full")?;
        db.pragma_update(None, "foreign_keys", true)?;
        db.pragma_update_and_check(None, "wal_autocheckpoint", CHECKPOINT_PAGES, |_| Ok(()))?;
        db.pragma_update_and_check(None, "journal_size_limit", LOG_BYTES, |_| Ok(()))?;
        Ok(Some(db))
    };
    let opened = open().map_err(|error| database_error(path, &error))?;
    opened.ok_or_else(|| OpenError::Foreign { path: path.to_owned() })
}

fn connect_reader(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    tune(&db, CACHE)?;
    crate::movies::add_functions(&db)?;
    Ok(db)
}

fn tune(db: &Connection, cache: u32) -> rusqlite::Result<()> {
    // Another process, such as `kenmovie import`, may be writing.
    db.busy_timeout(std::time::Duration::from_secs(5))?;
    db.set_prepared_statement_cache_capacity(128);
    // A statement is planned once, not again for other values of its parameters.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.pragma_update(None, "temp_store", "memory")?;
    db.pragma_update(None, "cache_size", -i64::from(cache))
}

fn database_error(path: &Path, error: &rusqlite::Error) -> OpenError {
    let path: PathBuf = path.to_owned();
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => OpenError::Foreign { path },
        _ => OpenError::Database { path, reason: error.to_string() },
    }
}

/// What a connection keeps of the file in memory, in KiB. The system's own cache holds the rest.
const CACHE: u32 = 8 * 1_024;
/// The log goes back into the database at this length: seldom enough that a hot page is copied once for many votes.
const CHECKPOINT_PAGES: i64 = 4_000;
/// The log's file is cut to this after a burst.
const LOG_BYTES: i64 = 64 * 1_024 * 1_024;

impl std::fmt::Debug for Embedded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Embedded").finish_non_exhaustive()
    }
}

/// Why a queue did not take a job.
pub(crate) fn refused<T>(error: &flume::TrySendError<T>) -> StoreError {
    unavailable(match error {
        flume::TrySendError::Full(_) => "too much is waiting for the database",
        flume::TrySendError::Disconnected(_) => "the database is closed",
    })
}
