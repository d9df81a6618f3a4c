//! Every command and its flags.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use kenmovie_common::http::{Limits, Site};

use super::admin_args::Admin;
use super::engine_args::EngineArgs;
use super::google_args::GoogleArgs;
use super::mail_args::MailArgs;
use crate::engines::StorePlace;
use crate::import::Format;

#[derive(Debug, Parser)]
#[command(
    name = "kenmovie",
    version,
    about = "KenMovie on one machine: the site, its films and its administration.",
    after_help = "Examples:
  kenmovie serve
  kenmovie import movies.csv
  kenmovie admin grant ana@example.com admin
  kenmovie doctor

Every value comes from its flag, else from its variable, else from a file .env here or above.
KENMOVIE_LOG (default info) says how much is logged: warn, debug, kenmovie_local=debug …"
)]
pub(super) struct Cli {
    /// The folder of the database, the keys and the outbox
    #[arg(long, global = true, env = "KENMOVIE_DATA", value_name = "FOLDER", default_value = ".data")]
    pub(super) data: PathBuf,
    #[command(flatten)]
    pub(super) engines: EngineArgs,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serves the site: the API and the pages. The first start makes the keys and loads the bundled films
    #[command(after_help = "Examples:
  kenmovie serve
  kenmovie serve --listen 127.0.0.1:9000 --data /srv/kenmovie
  kenmovie serve --listen 0.0.0.0:8080 --public-url https://kenmovie.example
  MONGODB_URI=mongodb://127.0.0.1:27017/kenmovie kenmovie serve --store mongodb

Ctrl-C and SIGTERM let what is running end; a second one ends at once.")]
    Serve(Serve),
    /// Adds films from files, or changes those that came from the same source before
    #[command(after_help = "Examples:
  kenmovie import films.jsonl
  kenmovie import title.basics.tsv.gz --ratings title.ratings.tsv.gz
  kenmovie import ml-latest/movies.csv --errors rejects.txt
  kenmovie import movies.json --format vega

Every format may be gzipped. A row that is not right is reported and stops nothing. The same import again
changes nothing, and one that was stopped goes on.")]
    Import(Import),
    /// Gives roles, makes API tokens, changes the signing key
    #[command(after_help = "Examples:
  kenmovie admin grant ana@example.com moderator
  kenmovie admin token create render --preset public
  kenmovie admin keys rotate")]
    Admin(Admin),
    /// Looks at the configuration and the stores, and says what is wrong and how to mend it
    #[command(after_help = "Examples:
  kenmovie doctor
  kenmovie doctor --data /srv/kenmovie --listen 0.0.0.0:8080

Changes nothing but the SQLite file's schema, where it is of an older version. Ends with 1 if anything is wrong.")]
    Doctor(Doctor),
    /// Moves a community from one store to another: people, films, comments, votes, reports, API tokens
    #[command(after_help = "Examples:
  kenmovie copy --from sqlite:.data/kenmovie.db --to mongodb://127.0.0.1:27017/kenmovie
  kenmovie copy --from mongodb://127.0.0.1:27017/kenmovie --to sqlite:/srv/kenmovie/kenmovie.db

Stop the site first. The target is empty, or holds a part of the same community: a copy that was stopped goes on,
and one that was ended changes nothing. Both sides are read and compared at the end; it ends with 1 if they differ.
Sessions and counts for limits stay behind: people sign in again. The keys in the data folder are not touched; the
same keys keep idempotency keys working. An address that holds a password is better in its variable or in .env.")]
    Copy(Copy),
    /// Makes the indexes of MongoDB and the table of DynamoDB where they are missing
    #[command(after_help = "Examples:
  kenmovie migrate --store mongodb --kv dynamodb

kenmovie serve does the same when it starts.")]
    Migrate,
    /// Finishes what a crash left half done and sends the letters that wait, once; kenmovie serve does so by itself
    #[command(after_help = "Examples:
  kenmovie maintain --store mongodb")]
    Maintain(Maintain),
    /// Prints the OpenAPI 3.1 document of the API
    #[command(after_help = "Examples:
  kenmovie openapi > openapi.json")]
    Openapi,
    /// Prints a completion script for a shell
    #[command(after_help = "Examples:
  kenmovie completions bash > ~/.local/share/bash-completion/completions/kenmovie
  kenmovie completions zsh > ~/.zfunc/_kenmovie")]
    Completions { shell: Shell },
}

#[derive(Debug, Args)]
pub(super) struct Maintain {
    #[command(flatten)]
    pub(super) mail: MailArgs,
}

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    pub(super) site: SiteArgs,
    /// How often things may be done: as in production, or a thousand times as often, for load tests
    #[arg(long, env = "KENMOVIE_LIMITS", value_name = "LIMITS", default_value = "production",
        value_parser = limits())]
    pub(super) limits: Limits,
    #[command(flatten)]
    pub(super) google: GoogleArgs,
}

/// What `serve` needs and `doctor` looks at.
#[derive(Debug, Args)]
pub(super) struct SiteArgs {
    /// Where to listen; port 0 takes a free one
    #[arg(long, env = "KENMOVIE_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080",
        value_parser = address)]
    pub(super) listen: SocketAddr,
    /// Where people reach the site, if not where it listens
    #[arg(long, env = "KENMOVIE_PUBLIC_URL", value_name = "URL", value_parser = site)]
    pub(super) public_url: Option<Site>,
    /// The folder of the built pages
    #[arg(long, env = "KENMOVIE_PAGES", value_name = "FOLDER", default_value = "web/dist")]
    pub(super) pages: PathBuf,
    #[command(flatten)]
    pub(super) mail: MailArgs,
}

#[derive(Debug, Args)]
pub(super) struct Import {
    /// Files of films
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// What the files are; auto looks at their content and their names
    #[arg(long, value_name = "FORMAT", default_value = "auto", value_parser = format())]
    pub(super) format: FormatArg,
    /// IMDb's title.ratings.tsv, for its title.basics.tsv
    #[arg(long, value_name = "FILE")]
    pub(super) ratings: Option<PathBuf>,
    /// Where to write every row that is rejected, with its place and the reason
    #[arg(long, value_name = "FILE")]
    pub(super) errors: Option<PathBuf>,
}

/// None: `auto`.
#[derive(Debug, Clone, Copy)]
pub(super) struct FormatArg(pub(super) Option<Format>);

#[derive(Debug, Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    pub(super) site: SiteArgs,
}

#[derive(Debug, Args)]
pub(super) struct Copy {
    /// The store to read
    #[arg(long, env = "KENMOVIE_COPY_FROM", value_name = "STORE", hide_env_values = true, value_parser = store)]
    pub(super) from: StorePlace,
    /// The store to write
    #[arg(long, env = "KENMOVIE_COPY_TO", value_name = "STORE", hide_env_values = true, value_parser = store)]
    pub(super) to: StorePlace,
}

/// What is given may hold a password, so that it is not repeated.
fn store(text: &str) -> Result<StorePlace, String> {
    text.parse().map_err(|error: crate::engines::BadPlace| error.to_string())
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| format!("\"{text}\" is not an address such as 127.0.0.1:8080"))
}

fn site(text: &str) -> Result<Site, String> {
    Site::new(text).map_err(|error| error.to_string())
}

fn limits() -> impl TypedValueParser<Value = Limits> {
    let relaxed = |name: String| if name == "relaxed" { Limits::Relaxed } else { Limits::Production };
    PossibleValuesParser::new(["production", "relaxed"]).map(relaxed)
}

fn format() -> impl TypedValueParser<Value = FormatArg> {
    let names = std::iter::once("auto").chain(Format::ALL.map(Format::as_str));
    PossibleValuesParser::new(names)
        .map(|name| FormatArg(Format::ALL.into_iter().find(|format| format.as_str() == name)))
}
