//! The command line: what may be asked, from which variables it also comes, and what is printed.

mod admin_args;
mod arguments;
mod commands;
mod engine_args;
mod fault;
mod google_args;
mod mail_args;
mod output;
mod secret;
mod serving;
mod stores;

use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};
use tracing_subscriber::EnvFilter;

use arguments::{Cli, Command};
use output::{Failure, Outcome};

/// Runs the program with this process's arguments, its environment and a `.env` beside it: 0 when it did what was
/// asked, 1 when it could not, 2 when it was asked wrongly.
pub fn main() -> ExitCode {
    if let Err(failure) = load_env() {
        return failure.report();
    }
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return fault::report(&error, &Cli::command(), &arguments),
    };
    match start_log().and_then(|()| run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(cli: Cli) -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(std::thread::available_parallelism().map_or(2, usize::from).max(2))
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format!("no threads can be started: {error}")))?;
    let Cli { data, engines, command } = cli;
    let engines = || engines.options(&data);
    runtime.block_on(async {
        match command {
            Command::Serve(serve) => serving::serve(&data, engines()?, serve).await,
            Command::Import(import) => commands::import(&data, &engines()?, import).await,
            Command::Admin(admin) => commands::admin(&data, &engines()?, admin.command).await,
            Command::Doctor(doctor) => commands::doctor(&data, engines()?, doctor).await,
            Command::Copy(copy) => stores::copy(copy).await,
            Command::Migrate => stores::migrate(&data, &engines()?).await,
            Command::Maintain(maintain) => stores::maintain(&data, &engines()?, maintain).await,
            Command::Openapi => commands::openapi(),
            Command::Completions { shell } => commands::completions(shell),
        }
    })
}

/// Variables of a `.env` here or in a folder above; those that are set already stay.
fn load_env() -> Outcome {
    match dotenvy::dotenv() {
        Ok(_) => Ok(()),
        Err(error) if error.not_found() => Ok(()),
        // What stands in the line may be a secret.
        Err(dotenvy::Error::LineParse(..)) => {
            Err(Failure::usage("a line of the file .env is not NAME=value"))
        }
        Err(error) => Err(Failure::usage(format!("the file .env cannot be read: {error}"))),
    }
}

fn start_log() -> Outcome {
    let wanted = std::env::var("KENMOVIE_LOG").unwrap_or_else(|_| "info".to_owned());
    let filter = EnvFilter::builder().parse(&wanted).map_err(|_| {
        Failure::usage(format!("KENMOVIE_LOG: \"{wanted}\" is not a filter such as info or kenmovie=debug"))
    })?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    Ok(())
}
