//! Every command and its flags.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use kenmovie_common::auth::{Preset, Scope};
use kenmovie_common::http::{Limits, Site};

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

Changes nothing but the database's schema, where it is of an older version. Ends with 1 if anything is wrong.")]
    Doctor(Doctor),
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
pub(super) struct Serve {
    #[command(flatten)]
    pub(super) site: SiteArgs,
    /// How often things may be done: as in production, or a thousand times as often, for load tests
    #[arg(long, env = "KENMOVIE_LIMITS", value_name = "LIMITS", default_value = "production",
        value_parser = limits())]
    pub(super) limits: Limits,
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
pub(super) struct Admin {
    #[command(subcommand)]
    pub(super) command: AdminCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum AdminCommand {
    /// Gives a person a role (user, moderator or admin) and ends their sessions
    #[command(after_help = "Examples:
  kenmovie admin grant ana@example.com admin
  kenmovie admin grant ana@example.com user")]
    Grant { email: String, role: String },
    /// API tokens of machine clients
    #[command(after_help = "Examples:
  kenmovie admin token create render --preset public
  kenmovie admin token create stats --scopes movies:read,signin:auth --expires-in-days 90")]
    Token {
        #[command(subcommand)]
        command: TokenCommand,
    },
    /// The keys that access tokens are signed with
    #[command(after_help = "Examples:
  kenmovie admin keys rotate")]
    Keys {
        #[command(subcommand)]
        command: KeysCommand,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum TokenCommand {
    /// Makes an API token and prints its secret, this once
    #[command(after_help = "Examples:
  kenmovie admin token create render --preset public
  kenmovie admin token create stats --scopes movies:read,signin:auth --expires-in-days 90

Presets: public (films, and people signing in), site (all that a person may do), admin (everything but
signin:provider), trusted (site, and vouching for people).")]
    Create(TokenCreate),
}

#[derive(Debug, Args)]
pub(super) struct TokenCreate {
    /// What to call it, 1 to 100 characters
    pub(super) name: String,
    /// Scopes, separated by commas
    #[arg(long, value_name = "SCOPES", value_delimiter = ',', value_parser = scope,
        required_unless_present = "preset", conflicts_with = "preset")]
    pub(super) scopes: Vec<Scope>,
    /// A usual set of scopes
    #[arg(long, value_name = "PRESET", value_parser = preset())]
    pub(super) preset: Option<Preset>,
    /// After how many days it ends, 1 to 3650; without it, never
    #[arg(long, value_name = "N", value_parser = days)]
    pub(super) expires_in_days: Option<u32>,
}

#[derive(Debug, Subcommand)]
pub(super) enum KeysCommand {
    /// Makes a new signing key; the one before it is believed until the next rotation
    #[command(after_help = "Examples:
  kenmovie admin keys rotate")]
    Rotate,
}

#[derive(Debug, Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    pub(super) site: SiteArgs,
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

fn preset() -> impl TypedValueParser<Value = Preset> {
    PossibleValuesParser::new(Preset::ALL.map(Preset::as_str))
        .try_map(|name| Preset::ALL.into_iter().find(|preset| preset.as_str() == name).ok_or("not a preset"))
}

fn scope(text: &str) -> Result<Scope, String> {
    Scope::parse(text.trim()).ok_or_else(|| {
        let known: Vec<_> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
        format!("\"{text}\" is none of {}", known.join(", "))
    })
}

fn days(text: &str) -> Result<u32, String> {
    text.parse()
        .ok()
        .filter(|days| (1..=3650).contains(days))
        .ok_or_else(|| format!("\"{text}\" is not a number of days from 1 to 3650"))
}
