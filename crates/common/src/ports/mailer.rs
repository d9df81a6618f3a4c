//! The way letters leave.

use async_trait::async_trait;

use super::StoreResult;
use crate::domain::Letter;

/// Sends letters. A letter that cannot be sent now is `Unavailable`; one that never can be (no such address) is
/// `Corrupt`.
#[async_trait]
pub trait Mailer: Send + Sync {
    async fn send(&self, letter: &Letter) -> StoreResult<()>;
}
