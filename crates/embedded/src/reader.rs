//! The reading threads, each with a connection of its own, fed by one queue.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread::JoinHandle;

use flume::{Receiver, Sender};
use kenmovie_common::ports::StoreResult;
use rusqlite::Connection;

use crate::database::refused;

type Read = Box<dyn FnOnce(&Connection) + Send>;

enum Message {
    Read(Read),
    /// One thread ends.
    End,
}

pub(crate) struct Readers {
    queue: Sender<Message>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Readers {
    pub(crate) fn start(connections: Vec<Connection>, capacity: usize) -> std::io::Result<Self> {
        let (queue, waiting) = flume::bounded(capacity);
        let mut threads = Vec::new();
        for db in connections {
            let waiting = waiting.clone();
            let thread = std::thread::Builder::new().name("database read".into());
            threads.push(thread.spawn(move || serve(&db, &waiting))?);
        }
        Ok(Self { queue, threads: Mutex::new(threads) })
    }

    pub(crate) fn submit(&self, read: Read) -> StoreResult<()> {
        self.queue.try_send(Message::Read(read)).map_err(|error| refused(&error))
    }

    /// Lets the threads finish what waits, and ends them.
    pub(crate) fn close(&self) {
        let threads =
            self.threads.lock().map(|mut threads| std::mem::take(&mut *threads)).unwrap_or_default();
        for _ in &threads {
            drop(self.queue.send(Message::End));
        }
        for thread in threads {
            drop(thread.join());
        }
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        self.close();
    }
}

fn serve(db: &Connection, waiting: &Receiver<Message>) {
    while let Ok(Message::Read(read)) = waiting.recv() {
        // A panic has been reported by its hook; whoever asked gets no answer, and the thread lives on.
        let panicked = catch_unwind(AssertUnwindSafe(|| read(db))).is_err();
        if panicked && !db.is_autocommit() {
            drop(db.execute_batch("ROLLBACK"));
        }
    }
}
