//! Import, administration, copies, the doctor and the command line. The gateway is tested in `crates/testkit`.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test panics where it fails")]

mod admin;
mod cli;
mod copy;
mod doctor;
mod engines;
mod import;
mod letters;
mod pages;
mod render_server;
mod support;
