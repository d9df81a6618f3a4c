//! One after the other: whoever would otherwise wait for another act of this process by asking the server again and again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OwnedMutexGuard;

use super::reactions::Key;

type Queue = Arc<tokio::sync::Mutex<()>>;

/// A queue for each key that somebody acts on now.
#[derive(Clone, Default)]
pub(super) struct Turns(Arc<Mutex<HashMap<Key, Queue>>>);

/// A turn; dropped, the next one in the queue has it.
pub(super) struct Turn {
    turns: Turns,
    key: Key,
    held: Option<OwnedMutexGuard<()>>,
}

impl Turns {
    /// Waits for those who came before, in their order.
    pub(super) async fn take(&self, key: Key) -> Turn {
        let queue = Arc::clone(self.all().entry(key).or_default());
        Turn { turns: self.clone(), key, held: Some(queue.lock_owned().await) }
    }

    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Queue>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut all = self.turns.all();
        self.held = None;
        // Nobody else waits: nobody can begin to while the map is locked.
        if all.get(&self.key).is_some_and(|queue| Arc::strong_count(queue) == 1) {
            all.remove(&self.key);
        }
    }
}
