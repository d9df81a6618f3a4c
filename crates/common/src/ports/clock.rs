//! Time and randomness, handed in so that tests can move the one and name the other.

use async_trait::async_trait;

use crate::Time;

#[async_trait]
pub trait Clock: Send + Sync {
    /// The wall clock. Bounds that matter are compared on it, since the monotonic clock of a frozen environment stops.
    fn now(&self) -> Time;

    /// Waits until it shows this time or a later one.
    async fn until(&self, at: Time);
}

pub trait Random: Send + Sync {
    /// Fills with bytes of cryptographic quality.
    fn fill(&self, bytes: &mut [u8]);
}
