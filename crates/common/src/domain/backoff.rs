//! How long somebody waits who was wrong too often.

use std::time::Duration;

/// So many tries are free; then each is followed by a wait that doubles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    pub free: u32,
    /// After the last free one.
    pub first: Duration,
    pub longest: Duration,
}

impl Backoff {
    /// Tries are forgotten after so long without one.
    pub const MEMORY: Duration = Duration::from_hours(24);

    /// The wait after this many failed tries.
    pub fn wait(self, failed: u32) -> Duration {
        match failed.checked_sub(self.free) {
            None => Duration::ZERO,
            Some(doublings) => {
                let factor = 1_u32.checked_shl(doublings).unwrap_or(u32::MAX);
                self.first.saturating_mul(factor).min(self.longest)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_begins_with_the_last_free_try_and_doubles_up_to_a_bound() {
        let backoff = Backoff { free: 5, first: Duration::from_secs(30), longest: Duration::from_mins(15) };
        let waits: Vec<u64> =
            [0, 4, 5, 6, 7, 9, 10, 60, u32::MAX].map(|failed| backoff.wait(failed).as_secs()).into();
        assert_eq!(waits, [0, 0, 30, 60, 120, 480, 900, 900, 900]);
    }
}
