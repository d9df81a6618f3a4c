//! The functions' binaries, given the events that API Gateway and a schedule send.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test panics where it fails")]

mod accounts;
mod authorizer;
mod catalogue;
mod clients;
mod comments;
mod community;
mod deployed;
mod events;
mod parity;
mod schedule;
mod settings;
mod site;
mod sockets;
