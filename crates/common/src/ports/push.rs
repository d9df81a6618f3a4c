//! The way frames reach open sockets.

use async_trait::async_trait;

/// Why a frame did not reach a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PushError {
    #[error("the connection is gone")]
    Gone,
    #[error("the connection does not take frames now")]
    Unavailable,
}

/// Sends frames to open connections.
#[async_trait]
pub trait Push: Send + Sync {
    /// Hands one text frame to a connection.
    async fn push(&self, connection: &str, frame: &str) -> Result<(), PushError>;

    /// Closes a connection; `Gone` where it was not there.
    async fn close(&self, connection: &str) -> Result<(), PushError>;
}
