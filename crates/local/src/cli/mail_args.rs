//! How letters leave.

use std::path::Path;

use clap::Args;
use kenmovie_embedded::{MailFrom, SmtpUrl};

use super::output::Failure;
use crate::mail::MailWay;

#[derive(Debug, Args)]
#[command(next_help_heading = "Mail")]
pub(super) struct MailArgs {
    /// The server that sends letters: smtps:// speaks TLS, smtp:// STARTTLS. Without it they lie in the folder outbox of the
    /// data folder. An address can hold a password, and others on this machine see flags: better in the variable or in .env
    #[arg(long, env = "KENMOVIE_SMTP_URL", value_name = "smtps://USER:PASSWORD@HOST", hide_env_values = true,
        value_parser = smtp_url)]
    smtp_url: Option<Given<SmtpUrl>>,
    /// Whom letters come from, such as "KenMovie <mail@kenmovie.example>"
    #[arg(long, env = "KENMOVIE_MAIL_FROM", value_name = "ADDRESS", value_parser = mail_from)]
    mail_from: Option<Given<MailFrom>>,
}

/// An empty value is none.
type Given<T> = Option<T>;

impl MailArgs {
    /// The way that is meant, with the outbox in the data folder.
    pub(super) fn way(self, data: &Path) -> Result<MailWay, Failure> {
        match (self.smtp_url.flatten(), self.mail_from.flatten()) {
            (Some(url), Some(from)) => Ok(MailWay::Smtp { url, from }),
            (Some(_), None) => Err(Failure::usage(
                "KENMOVIE_SMTP_URL or --smtp-url: whom letters come from is missing, KENMOVIE_MAIL_FROM or --mail-from",
            )),
            (None, _) => Ok(MailWay::Outbox(data.join("outbox"))),
        }
    }
}

/// What is given may hold a password, so that it is not repeated.
fn smtp_url(text: &str) -> Result<Given<SmtpUrl>, String> {
    given(text)
}

fn mail_from(text: &str) -> Result<Given<MailFrom>, String> {
    given(text)
}

fn given<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<Given<T>, String> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|error: T::Err| error.to_string()) }
}
