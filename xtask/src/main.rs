//! `cargo xtask`: everything that is done to this repository, from set-up to measurements.

mod bench;
mod chaos;
mod cost;
mod deploy;
mod dev;
mod lambda;
mod openapi;
mod secrets;
mod servers;
mod setup;
mod shell;
mod smoke;
mod template;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The commands of the KenMovie repository.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Set up what is needed, build the pages and run KenMovie here.
    Dev(dev::Options),
    /// Run every check and test: formats, lints, documents, Rust, pages, browser.
    Test(test::Options),
    /// Start the servers that tests need, for a `cargo test` by hand.
    Servers,
    /// Let servers die while people act, and look for what was lost.
    Chaos(chaos::Options),
    /// Measure the release build on this machine.
    Bench(bench::Options),
    /// Make the secrets of a new site in the cloud.
    Secrets(secrets::Options),
    /// Bring the site to the cloud: functions, pages, indexes, and a look whether it works.
    Deploy(deploy::Options),
    /// Look whether a running site works; changes nothing there.
    Smoke(smoke::Options),
    /// Compute what the cloud costs, into docs/deploy.md.
    Cost,
    /// Write docs/openapi.json, the pages' types that are made from it, and docs/permissions.md.
    Openapi,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Dev(options) => dev::run(&options),
        Command::Test(options) => test::run(&options),
        Command::Servers => servers::run(),
        Command::Chaos(options) => chaos::run(&options),
        Command::Bench(options) => bench::run(&options),
        Command::Secrets(options) => secrets::run(&options),
        Command::Deploy(options) => deploy::run(&options),
        Command::Smoke(options) => smoke::run(&options),
        Command::Cost => cost::write(),
        Command::Openapi => openapi::write(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            shell::say(&format!("error: {fault}"));
            ExitCode::FAILURE
        }
    }
}
