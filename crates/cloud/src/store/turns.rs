//! One after the other: whoever would otherwise wait for another act of this process by asking the server again and again.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OwnedMutexGuard;

type Queue = Arc<tokio::sync::Mutex<()>>;

/// A queue for each key that somebody acts on now.
pub(super) struct Turns<K>(Arc<Mutex<HashMap<K, Queue>>>);

/// A turn; dropped, the next one in the queue has it.
pub(super) struct Turn<K: Eq + Hash> {
    turns: Turns<K>,
    key: K,
    held: Option<OwnedMutexGuard<()>>,
}

impl<K> Clone for Turns<K> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K> Default for Turns<K> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K: Eq + Hash + Copy> Turns<K> {
    /// Waits for those who came before, in their order.
    pub(super) async fn take(&self, key: K) -> Turn<K> {
        let queue = Arc::clone(self.all().entry(key).or_default());
        Turn { turns: self.clone(), key, held: Some(queue.lock_owned().await) }
    }
}

impl<K> Turns<K> {
    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<K, Queue>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq + Hash> Drop for Turn<K> {
    fn drop(&mut self) {
        let mut all = self.turns.all();
        self.held = None;
        // Nobody else waits: nobody can begin to while the map is locked.
        if all.get(&self.key).is_some_and(|queue| Arc::strong_count(queue) == 1) {
            all.remove(&self.key);
        }
    }
}
