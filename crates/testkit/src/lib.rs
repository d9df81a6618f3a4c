//! What tests stand on: the real gateway over a fresh embedded store, people who are signed in without hashing, and a
//! clock that is moved instead of waited for.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc, reason = "a test kit panics where a test fails")]

mod app;
mod client;
mod clock;
mod reply;

pub use app::{ORIGIN, PASSWORD, TestApp};
pub use client::{Client, Sent};
pub use clock::MovedClock;
pub use reply::Reply;
