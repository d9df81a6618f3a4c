//! Letters by Amazon's Simple Email Service.

#[cfg(test)]
mod tests;

use std::time::Duration;

use async_trait::async_trait;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::error::{BuildError, ProvideErrorMetadata as _, SdkError};
use aws_sdk_sesv2::operation::send_email::SendEmailError;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message, MessageHeader};
use kenmovie_common::domain::Letter;
use kenmovie_common::mail;
use kenmovie_common::ports::{Mailer, StoreError, StoreResult};

use crate::aws;

const CONNECTING: Duration = Duration::from_secs(2);
/// One try of a letter.
const ATTEMPT: Duration = Duration::from_secs(5);
/// A letter with all its tries.
const OPERATION: Duration = Duration::from_secs(12);
/// The second is for a connection that was closed while the function was frozen.
const ATTEMPTS: u32 = 2;
const BACKOFF: Duration = Duration::from_millis(100);

/// How letters are sent.
#[derive(Debug, Clone)]
pub struct SesOptions {
    /// Whom they come from, `mail@kenmovie.example` or `KenMovie <mail@kenmovie.example>`: an identity that SES has
    /// verified.
    pub from: String,
    /// A server other than AWS's own, `http://127.0.0.1:8005`.
    pub endpoint: Option<String>,
}

impl SesOptions {
    /// By AWS's own server.
    pub fn new(from: impl Into<String>) -> Self {
        Self { from: from.into(), endpoint: None }
    }
}

/// Hands letters to SES (API version 2). Clones share the connections.
#[derive(Debug, Clone)]
pub struct Ses {
    client: Client,
    from: String,
}

impl Ses {
    /// Reads the configuration. Nothing is asked of SES before there is a letter.
    pub async fn connect(options: SesOptions) -> Self {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECTING)
            .operation_attempt_timeout(ATTEMPT)
            .operation_timeout(OPERATION)
            .build();
        let retries = RetryConfig::standard().with_max_attempts(ATTEMPTS).with_initial_backoff(BACKOFF);
        let config = aws::config(timeouts, retries, options.endpoint).await;
        Self { client: Client::new(&config), from: options.from }
    }
}

#[async_trait]
impl Mailer for Ses {
    async fn send(&self, letter: &Letter) -> StoreResult<()> {
        if !is_one_address(&letter.to) {
            return Err(StoreError::Corrupt(format!("letter {}: nobody has such an address", letter.id)));
        }
        let content = content(letter).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        let sent = self
            .client
            .send_email()
            .from_email_address(&self.from)
            .destination(Destination::builder().to_addresses(&letter.to).build())
            .content(content)
            .send()
            .await;
        sent.map(drop).map_err(|error| refusal(&error))
    }
}

/// Whether this is an address and nothing else: no list, no name, no other header.
fn is_one_address(to: &str) -> bool {
    let (local, domain) = to.rsplit_once('@').unwrap_or_default();
    let stands = |c: char| !(c.is_whitespace() || c.is_control() || "\"(),:;<>@[\\]".contains(c));
    !local.is_empty() && !domain.is_empty() && local.chars().chain(domain.chars()).all(stands)
}

fn content(letter: &Letter) -> Result<EmailContent, BuildError> {
    let written = mail::write(letter);
    let text = |text: String| Content::builder().data(text).charset("UTF-8").build();
    let body = Body::builder().text(text(written.text)?).html(text(written.html)?).build();
    // RFC 3834: programs that answer letters leave it alone.
    let automatic = MessageHeader::builder().name("Auto-Submitted").value("auto-generated").build()?;
    let message = Message::builder().subject(text(written.subject)?).body(body).headers(automatic).build();
    Ok(EmailContent::builder().simple(message).build())
}

/// What SES says, without its words: they repeat the address. What is wrong with the letter itself stays wrong; all else
/// (limits, a paused account, a missing grant) can be mended.
fn refusal(error: &SdkError<SendEmailError>) -> StoreError {
    let told = format!("SES answers {}", error.code().unwrap_or("nothing"));
    match error.as_service_error() {
        Some(SendEmailError::BadRequestException(_) | SendEmailError::MessageRejected(_)) => {
            StoreError::Corrupt(told)
        }
        _ => StoreError::Unavailable(told),
    }
}
