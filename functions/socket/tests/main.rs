//! Sockets through the real gateway, on a port of this machine.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test panics where it fails")]

mod end;
mod frames;
mod ticket;
mod watch;
