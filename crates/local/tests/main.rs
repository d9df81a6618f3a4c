//! Import, administration, the doctor and the command line. The gateway is tested in `crates/testkit`.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test panics where it fails")]

mod admin;
mod cli;
mod doctor;
mod import;
mod support;
