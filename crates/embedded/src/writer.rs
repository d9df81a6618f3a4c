//! The one thread that writes. It takes what waits, runs each job in a savepoint of one transaction, commits once, and
//! only then answers: a flush of the disk is paid once a batch, and nobody is told of a write that a power cut can undo. Counts
//! alone are answered before: they wait for no flush, and leave theirs to the next write or to the end of a short wait.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use flume::{Receiver, Sender};
use kenmovie_common::ports::StoreResult;
use rusqlite::Connection;

use crate::database::refused;
use crate::error::{Failure, Outcome, unavailable};

/// How many jobs share a transaction at most.
const BATCH: usize = 256;
/// A transaction whose jobs are all answered waits so long for another that has to be flushed.
const LINGER: Duration = Duration::from_millis(50);

/// Runs a job; says whether it is to be kept, and how to answer once its fate is known.
type Job = Box<dyn FnOnce(&Connection) -> Ran + Send>;

struct Ran {
    keep: bool,
    /// None: it was given.
    answer: Option<Answer>,
}

/// Takes why the batch was lost, if it was.
type Answer = Box<dyn FnOnce(Option<&str>)>;

enum Message {
    Job(Job),
    /// A job in a transaction of its own, for which no savepoint has to remember what every page was.
    Big(Job),
    End,
}

pub(crate) struct Writer {
    queue: Sender<Message>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(crate) fn start(db: Connection, capacity: usize) -> std::io::Result<Self> {
        let (queue, waiting) = flume::bounded(capacity);
        let thread = std::thread::Builder::new().name("database write".into());
        let thread = thread.spawn(move || serve(&db, waiting))?;
        Ok(Self { queue, thread: Mutex::new(Some(thread)) })
    }

    pub(crate) fn submit<T: 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Outcome<T> + Send + 'static,
        answer: impl FnOnce(Outcome<T>) + Send + 'static,
    ) -> StoreResult<()> {
        self.send(Message::Job(boxed(job, answer)))
    }

    /// The same for a job that changes very much.
    pub(crate) fn submit_big<T: 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Outcome<T> + Send + 'static,
        answer: impl FnOnce(Outcome<T>) + Send + 'static,
    ) -> StoreResult<()> {
        self.send(Message::Big(boxed(job, answer)))
    }

    /// The same for a job that is answered before it is on the disk: a power cut may undo it.
    pub(crate) fn submit_early<T: 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Outcome<T> + Send + 'static,
        answer: impl FnOnce(Outcome<T>) + Send + 'static,
    ) -> StoreResult<()> {
        self.send(Message::Job(Box::new(move |db| {
            let outcome = caught(job, db);
            let keep = outcome.is_ok();
            answer(outcome);
            Ran { keep, answer: None }
        })))
    }

    fn send(&self, message: Message) -> StoreResult<()> {
        self.queue.try_send(message).map_err(|error| refused(&error))
    }

    /// Lets the thread finish what waits, and ends it.
    pub(crate) fn close(&self) {
        let thread = self.thread.lock().ok().and_then(|mut thread| thread.take());
        if let Some(thread) = thread {
            drop(self.queue.send(Message::End));
            drop(thread.join());
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.close();
    }
}

fn boxed<T: 'static>(
    job: impl FnOnce(&Connection) -> Outcome<T> + Send + 'static,
    answer: impl FnOnce(Outcome<T>) + Send + 'static,
) -> Job {
    Box::new(move |db| {
        let outcome = caught(job, db);
        Ran {
            keep: outcome.is_ok(),
            answer: Some(Box::new(move |lost| {
                answer(match lost {
                    Some(why) if outcome.is_ok() => Err(Failure(unavailable(why))),
                    _ => outcome,
                });
            })),
        }
    })
}

fn caught<T>(job: impl FnOnce(&Connection) -> Outcome<T>, db: &Connection) -> Outcome<T> {
    catch_unwind(AssertUnwindSafe(|| job(db)))
        .unwrap_or_else(|_| Err(Failure(unavailable("the write failed within"))))
}

fn serve(db: &Connection, waiting: Receiver<Message>) {
    let mut next = waiting.recv().ok();
    while let Some(message) = next.take() {
        next = match message {
            Message::Job(job) => batch(db, job, &waiting),
            Message::Big(job) => {
                alone(db, job);
                None
            }
            Message::End => break,
        };
        if next.is_none() {
            next = waiting.recv().ok();
        }
    }
    // From here on a submission finds nobody.
    drop(waiting);
    if let Err(error) = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(())) {
        tracing::warn!(%error, "the write-ahead log stays until the next start");
    }
}

/// One transaction over everything that waits; gives back what it met that is no job of it.
fn batch(db: &Connection, first: Job, waiting: &Receiver<Message>) -> Option<Message> {
    let mut other = None;
    let mut next = Some(first);
    let mut answers = Vec::new();
    let mut ran = 0;
    let lingers_until = Instant::now() + LINGER;
    let outcome = (|| {
        run(db, "BEGIN IMMEDIATE")?;
        while let Some(job) = next.take() {
            run(db, "SAVEPOINT job")?;
            let done = job(db);
            answers.extend(done.answer);
            ran += 1;
            still_open(db)?;
            if !done.keep {
                run(db, "ROLLBACK TO job")?;
            }
            run(db, "RELEASE job")?;
            if ran < BATCH {
                let message = if answers.is_empty() {
                    waiting.recv_deadline(lingers_until).ok()
                } else {
                    waiting.try_recv().ok()
                };
                match message {
                    Some(Message::Job(job)) => next = Some(job),
                    message => other = message,
                }
            }
        }
        run(db, "COMMIT")
    })();
    settle(db, outcome, answers);
    other
}

/// One transaction over one job.
fn alone(db: &Connection, job: Job) {
    let mut answers = Vec::new();
    let outcome = (|| {
        run(db, "BEGIN IMMEDIATE")?;
        let done = job(db);
        answers.extend(done.answer);
        still_open(db)?;
        run(db, if done.keep { "COMMIT" } else { "ROLLBACK" })
    })();
    settle(db, outcome, answers);
}

/// SQLite itself takes a transaction back when, say, the disk is full.
fn still_open(db: &Connection) -> Result<(), String> {
    if db.is_autocommit() { Err("the transaction was taken back".to_owned()) } else { Ok(()) }
}

/// Answers, now that it is known whether the transaction holds.
fn settle(db: &Connection, outcome: Result<(), String>, answers: Vec<Answer>) {
    let why = outcome.err().inspect(|error| {
        if !db.is_autocommit() {
            drop(run(db, "ROLLBACK"));
        }
        tracing::error!(%error, jobs = answers.len(), "a batch of writes was lost");
    });
    for answer in answers {
        answer(why.as_deref());
    }
}

fn run(db: &Connection, sql: &str) -> Result<(), String> {
    let run = || db.prepare_cached(sql)?.execute(());
    run().map(|_| ()).map_err(|error: rusqlite::Error| error.to_string())
}
