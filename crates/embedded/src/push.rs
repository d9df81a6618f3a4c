//! Frames to the open connections of this process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use kenmovie_common::ports::{Push, PushError};
use tokio::sync::mpsc;

/// The open connections, by id. Clones share them.
#[derive(Clone, Default)]
pub struct Sockets {
    open: Arc<Mutex<HashMap<String, mpsc::Sender<String>>>>,
}

impl Sockets {
    /// Registers a connection; its frames come out of the receiver, of which `room` may wait. The connection is gone
    /// when the receiver is.
    pub fn connect(&self, connection: impl Into<String>, room: usize) -> mpsc::Receiver<String> {
        let (sender, receiver) = mpsc::channel(room);
        self.open().insert(connection.into(), sender);
        receiver
    }

    pub fn disconnect(&self, connection: &str) {
        self.open().remove(connection);
    }

    /// Closes every connection.
    pub fn close_all(&self) {
        self.open().clear();
    }

    fn open(&self) -> MutexGuard<'_, HashMap<String, mpsc::Sender<String>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Push for Sockets {
    async fn push(&self, connection: &str, frame: &str) -> Result<(), PushError> {
        let mut open = self.open();
        let sender = open.get(connection).ok_or(PushError::Gone)?;
        match sender.try_send(frame.to_owned()) {
            Ok(()) => Ok(()),
            Err(mpsc::error::TrySendError::Full(_)) => Err(PushError::Unavailable),
            Err(mpsc::error::TrySendError::Closed(_)) => {
                open.remove(connection);
                Err(PushError::Gone)
            }
        }
    }

    async fn close(&self, connection: &str) -> Result<(), PushError> {
        self.open().remove(connection).map(|_| ()).ok_or(PushError::Gone)
    }
}
