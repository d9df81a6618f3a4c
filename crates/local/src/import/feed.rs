//! From the thread that reads to the side that stores: batches through a short channel, so that a fast reader waits.

use kenmovie_common::domain::MovieDraft;
use tokio::sync::mpsc;

use super::row::{Row, RowFault};

/// How many rows go together; one transaction each. They land all over the indexes, so that fewer, larger batches write
/// far less: of 1,000 rows each, three times as much as of 5,000. Larger ones would keep a server's writes waiting.
const BATCH: usize = 5_000;
/// How many batches may wait.
const WAITING: usize = 1;

/// Rows in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) films: Vec<MovieDraft>,
    pub(super) rejects: Vec<Reject>,
    pub(super) skipped: u64,
}

#[derive(Debug)]
pub(super) struct Reject {
    /// The number of the line or element, from 1.
    pub(super) place: u64,
    pub(super) fault: RowFault,
}

/// Why reading ended before the end of the file.
#[derive(Debug)]
pub(super) enum Stop {
    /// Nobody takes the rows any more.
    Gone,
    /// The file cannot be read on.
    Input(String),
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::Input(error.to_string())
    }
}

pub(super) struct Feed {
    batches: mpsc::Sender<Batch>,
    batch: Batch,
    size: usize,
}

impl Feed {
    pub(super) fn new() -> (Self, mpsc::Receiver<Batch>) {
        let (batches, receiver) = mpsc::channel(WAITING);
        (Self { batches, batch: Batch::default(), size: 0 }, receiver)
    }

    pub(super) fn row(&mut self, place: u64, row: Row) -> Result<(), Stop> {
        match row {
            Ok(film) => self.batch.films.push(film),
            Err(fault) => self.batch.rejects.push(Reject { place, fault }),
        }
        self.size += 1;
        if self.size < BATCH { Ok(()) } else { self.send() }
    }

    /// A row that is no film to us.
    pub(super) fn skip(&mut self) -> Result<(), Stop> {
        self.batch.skipped += 1;
        // A long stretch of them is told too, so that progress moves.
        if self.batch.skipped.is_multiple_of(50_000) { self.send() } else { Ok(()) }
    }

    /// Sends what is left.
    pub(super) fn finish(mut self) -> Result<(), Stop> {
        self.send()
    }

    fn send(&mut self) -> Result<(), Stop> {
        self.size = 0;
        self.batches.blocking_send(std::mem::take(&mut self.batch)).map_err(|_| Stop::Gone)
    }
}
