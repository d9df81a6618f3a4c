//! Letters by an SMTP server (RFC 5321), over TLS.

use std::time::Duration;

use async_trait::async_trait;
use kenmovie_common::domain::Letter;
use kenmovie_common::ports::{Mailer, StoreError, StoreResult};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Category;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};

use super::SmtpUrl;
use super::message::{MailFrom, message};

/// How long the server may take for each step of the conversation; a letter takes seven at most.
const STEP: Duration = Duration::from_secs(20);

/// Hands letters to a server. Clones share the connections.
#[derive(Clone)]
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: MailFrom,
}

/// What is wrong with the server; it tells no password and no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the SMTP server cannot be used: {0}")]
pub struct SmtpError(String);

impl Smtp {
    /// Asks the server nothing yet. To be called where tokio runs.
    pub fn new(url: &SmtpUrl, from: MailFrom) -> Result<Self, SmtpError> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.reveal())
            .map_err(|error| SmtpError(error.to_string()))?;
        Ok(Self { transport: builder.timeout(Some(STEP)).build(), from })
    }

    /// Whether the server answers, offers TLS and takes the password.
    pub async fn answers(&self) -> Result<(), SmtpError> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(SmtpError("it hangs up".to_owned())),
            Err(error) => Err(SmtpError(told(&error))),
        }
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn send(&self, letter: &Letter) -> StoreResult<()> {
        match self.transport.send(message(letter, &self.from)?).await {
            Ok(_) => Ok(()),
            Err(error) => {
                let told = SmtpError(told(&error)).to_string();
                Err(if refuses_the_letter(&error) {
                    StoreError::Corrupt(told)
                } else {
                    StoreError::Unavailable(told)
                })
            }
        }
    }
}

/// Whether the server will never take this letter (`55x`, RFC 5321 4.2.3). Other lasting refusals (`53x`: sign in, use TLS)
/// are about how the server is used, which can be mended.
fn refuses_the_letter(error: &Error) -> bool {
    error.is_permanent() && error.status().is_some_and(|code| code.category == Category::MailSystem)
}

/// What went wrong, without the server's words: they repeat the address.
fn told(error: &Error) -> String {
    match error.status() {
        Some(code) => format!("it answers {code}"),
        None if error.is_response() => "its answer makes no sense".to_owned(),
        None => error.to_string(),
    }
}
