//! Ways for letters to leave one machine: into a folder, or by an SMTP server.

mod message;
mod outbox;
mod smtp;
mod smtp_url;

pub use message::{BadMailFrom, MailFrom};
pub use outbox::{Outbox, Posted};
pub use smtp::{Smtp, SmtpError};
pub use smtp_url::{BadSmtpUrl, SmtpUrl};
