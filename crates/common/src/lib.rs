//! The language that every KenMovie function speaks: ids, domain types and their rules, the ports behind which the
//! engines stand, identity, and the way HTTP is spoken. It performs no I/O and knows no engine.

pub mod auth;
pub mod deadline;
pub mod domain;
pub mod erase;
pub mod http;
mod id;
pub mod mail;
pub mod ports;
pub mod socket;
pub mod text;
mod time;
pub mod trace;

pub use id::{
    ApiTokenId, BadId, CommentId, LetterId, MediaId, MessageId, MovieId, NotificationId, ReportId, SessionId,
    UserId,
};
pub use time::Time;
