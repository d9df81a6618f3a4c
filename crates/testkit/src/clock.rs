//! A clock that stands still until it is moved.

use std::time::Duration;

use async_trait::async_trait;
use kenmovie_common::Time;
use kenmovie_common::ports::Clock;
use tokio::sync::watch;

/// Begins on 2026-01-01T12:00:00Z.
pub struct MovedClock(watch::Sender<Time>);

impl Default for MovedClock {
    fn default() -> Self {
        Self(watch::Sender::new(Time::from_millis(1_767_268_800_000)))
    }
}

impl MovedClock {
    pub fn advance(&self, by: Duration) {
        self.0.send_modify(|now| *now = *now + by);
    }
}

#[async_trait]
impl Clock for MovedClock {
    fn now(&self) -> Time {
        *self.0.borrow()
    }

    async fn until(&self, at: Time) {
        // Its sender lives as long as it does.
        let _ = self.0.subscribe().wait_for(|now| *now >= at).await;
    }
}
