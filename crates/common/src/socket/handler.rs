//! What a gateway of sockets asks of whoever serves them: API Gateway by three routes, the one on this machine by this.

use async_trait::async_trait;

/// Somebody who wants to open a socket.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'a> {
    /// The gateway's name for the connection.
    pub connection: &'a str,
    /// `?ticket=`
    pub ticket: Option<&'a str>,
    /// The header, which browsers send.
    pub origin: Option<&'a str>,
}

/// Why a socket is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// 401: no ticket, a bad one, or its session has ended.
    #[error("the ticket opens nothing")]
    Ticket,
    /// 403: it comes from another site.
    #[error("a foreign origin")]
    Origin,
    /// 503: what it needs does not answer.
    #[error("the stores do not answer")]
    Unavailable,
}

#[async_trait]
pub trait SocketHandler: Send + Sync {
    /// Lets a socket open, or not. Nothing can be pushed to it before this has answered.
    async fn connect(&self, opening: Opening<'_>) -> Result<(), Refusal>;

    /// A socket is closed. A gateway may forget to tell.
    async fn disconnect(&self, connection: &str);

    /// A client sent a text frame, `LARGEST` bytes at most. Answers go the way of all frames.
    async fn frame(&self, connection: &str, text: &str);
}
