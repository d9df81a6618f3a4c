//! Sockets through the real gateway, on a port of this machine.
#![expect(clippy::unwrap_used, reason = "a test panics where it fails")]

mod end;
mod frames;
mod ticket;
mod watch;
