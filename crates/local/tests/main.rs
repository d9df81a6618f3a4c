//! Import, administration, the doctor and the command line. The gateway is tested in `crates/testkit`.

mod admin;
mod cli;
mod doctor;
mod import;
mod support;
