//! What `kenmovie admin` may be asked.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use kenmovie_common::auth::{Preset, Scope};
use kenmovie_common::domain::TrustedIssuer;

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
  kenmovie admin token create app --preset site --issuer https://accounts.google.com,CLIENT_ID

Presets: public (films, and people signing in), site (all that a person may do), admin (everything but
signin:provider), trusted (site, and vouching for people).")]
    Create(TokenCreate),
}

#[derive(Debug, Args)]
pub(super) struct TokenCreate {
    /// What to call it, 1 to 80 characters
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
    /// A provider whose ID tokens it may bring, and the client of the provider that they are for; up to ten times
    #[arg(long = "issuer", value_name = "URL,CLIENT", value_parser = issuer)]
    pub(super) issuers: Vec<TrustedIssuer>,
}

#[derive(Debug, Subcommand)]
pub(super) enum KeysCommand {
    /// Makes a new signing key; the one before it is believed until the next rotation
    #[command(after_help = "Examples:
  kenmovie admin keys rotate")]
    Rotate,
    /// Prints the public keys, a JWK set; makes keys where there are none
    #[command(after_help = "Examples:
  kenmovie admin keys show
  kenmovie --data new-site admin keys show")]
    Show,
}

fn preset() -> impl TypedValueParser<Value = Preset> {
    PossibleValuesParser::new(Preset::ALL.map(Preset::as_str))
        .try_map(|name| Preset::parse(&name).ok_or("not a preset"))
}

fn scope(text: &str) -> Result<Scope, String> {
    Scope::parse(text.trim()).ok_or_else(|| {
        let known: Vec<_> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
        format!("\"{text}\" is none of {}", known.join(", "))
    })
}

fn issuer(text: &str) -> Result<TrustedIssuer, String> {
    let parts = text.split_once(',').map(|(iss, aud)| (iss.trim(), aud.trim()));
    let (iss, aud) = parts.ok_or_else(|| {
        format!("\"{text}\" is not a provider and a client such as https://accounts.google.com,CLIENT_ID")
    })?;
    Ok(TrustedIssuer { iss: iss.to_owned(), aud: aud.to_owned() })
}

fn days(text: &str) -> Result<u32, String> {
    text.parse()
        .ok()
        .filter(|days| (1..=3650).contains(days))
        .ok_or_else(|| format!("\"{text}\" is not a number of days from 1 to 3650"))
}
