//! What works once: the links of letters, the state of an OAuth flow, an ID token, a ticket.

use async_trait::async_trait;

use super::StoreResult;
use crate::Time;

/// What a secret is for; part of its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    VerifyEmail,
    ResetPassword,
    OauthState,
    /// An ID token that was brought.
    IdToken,
    /// What opens a socket.
    SocketTicket,
    /// That somebody is typing to somebody, or is there, was told a moment ago.
    Told,
}

impl Purpose {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify-email",
            Self::ResetPassword => "reset-password",
            Self::OauthState => "oauth-state",
            Self::IdToken => "id-token",
            Self::SocketTicket => "socket-ticket",
            Self::Told => "told",
        }
    }
}

/// Secrets that are taken once, by one conditional write.
#[async_trait]
pub trait OneTime: Send + Sync {
    /// Keeps a secret's SHA-256 with what it stands for (up to 4 KiB), until `expires_at`. One that the same subject had
    /// for the same purpose is replaced.
    async fn put_secret(
        &self,
        purpose: Purpose,
        subject: &str,
        hash: [u8; 32],
        payload: String,
        expires_at: Time,
    ) -> StoreResult<()>;

    /// Takes the subject's secret away and gives what it stands for; none where it is another, is gone or has expired.
    async fn take_secret(
        &self,
        purpose: Purpose,
        subject: &str,
        hash: [u8; 32],
        now: Time,
    ) -> StoreResult<Option<String>>;

    /// Takes any secret that the subject has for this purpose away.
    async fn drop_secret(&self, purpose: Purpose, subject: &str) -> StoreResult<()>;

    /// True for the first who claims this subject before `expires_at`, false for everybody else.
    async fn claim(&self, purpose: Purpose, subject: &str, now: Time, expires_at: Time) -> StoreResult<bool>;
}
