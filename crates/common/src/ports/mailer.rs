//! The way letters leave.

use async_trait::async_trait;

use super::StoreResult;

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    /// Plain text.
    pub text: String,
}

/// Sends letters.
#[async_trait]
pub trait Mailer: Send + Sync {
    async fn send(&self, mail: &Mail) -> StoreResult<()>;
}
