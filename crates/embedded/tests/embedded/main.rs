//! The engine behind the ports: the suite that every engine passes, and what is SQLite's and this machine's own.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail by panicking")]

mod conformance;
mod files;
mod opening;
mod outbox;
mod push;
mod rows;
mod search;
mod site;
mod smtp;
mod smtp_server;
mod sweep;
