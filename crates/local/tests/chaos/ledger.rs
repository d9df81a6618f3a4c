//! What was asked and how it was answered, by everybody together.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// So many faults are told; more would say the same.
const TOLD: usize = 20;

#[derive(Default)]
pub(crate) struct Figures {
    pub(crate) attempted: u64,
    /// 503 with `Retry-After`.
    pub(crate) refused: u64,
    /// The program went away before it answered.
    pub(crate) broken: u64,
    /// Answers to a key that had been used.
    pub(crate) replayed: u64,
    /// Sessions that ended because a lost answer was asked for again too late.
    pub(crate) sessions_ended: u64,
    /// Reads that did not show what the reader had been told before.
    pub(crate) stale: u64,
    /// Of any answer.
    pub(crate) longest: Duration,
    /// When a write was acknowledged.
    pub(crate) acknowledged: Vec<Instant>,
    /// What must not be.
    pub(crate) faults: Vec<String>,
}

#[derive(Clone, Default)]
pub(crate) struct Ledger(Arc<Mutex<Figures>>);

impl Ledger {
    pub(crate) fn figures(&self) -> MutexGuard<'_, Figures> {
        self.0.lock().unwrap()
    }

    pub(crate) fn fault(&self, told: String) {
        let faults = &mut self.figures().faults;
        if faults.len() < TOLD {
            faults.push(told);
        }
    }
}

impl Figures {
    /// The longest time in this stretch without any acknowledged write.
    pub(crate) fn longest_gap(&self, from: Instant, to: Instant) -> Duration {
        let mut inside: Vec<Instant> =
            self.acknowledged.iter().copied().filter(|at| (from..to).contains(at)).collect();
        inside.extend([from, to]);
        inside.sort_unstable();
        inside.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or_default()
    }
}
