//! Every port on one machine: [`Embedded`] keeps documents and ephemeral things in one SQLite file, [`Folder`] keeps
//! pictures, [`Outbox`] writes letters down and [`Smtp`] sends them, [`Sockets`] hands frames to connections of this
//! process, and the system's clock and randomness stand behind `Clock` and `Random`.

mod api_tokens;
mod archive;
mod blobs;
mod circle;
mod comments;
mod connections;
mod counters;
mod database;
mod erase;
mod error;
mod files;
mod letters;
mod mailer;
mod media;
mod messages;
mod movies;
mod notifications;
mod one_time;
mod page;
mod people;
mod push;
mod ratings;
mod reactions;
mod reader;
mod reports;
mod row;
mod schema;
mod sessions;
mod settle;
mod sign_ins;
mod target;
mod throttle;
mod user_movies;
mod users;
mod verify;
mod writer;

#[cfg(test)]
mod tests;

pub use blobs::{Folder, SignedDownload, SignedUpload};
pub use database::{Embedded, Options};
pub use error::OpenError;
pub use kenmovie_system::{SystemClock, SystemRandom};
pub use mailer::{BadMailFrom, BadSmtpUrl, MailFrom, Outbox, Posted, Smtp, SmtpError, SmtpUrl};
pub use push::Sockets;
