//! Sessions: one sign-in on one device, or of one machine client.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ApiTokenId, BadId, SessionId, Time, UserId};

/// What a session was signed in through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Client {
    /// A browser, with cookies.
    Web,
    /// A machine that brought an API token.
    Token(ApiTokenId),
}

impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Web => f.write_str("web"),
            Self::Token(id) => fmt::Display::fmt(id, f),
        }
    }
}

impl FromStr for Client {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "web" { Ok(Self::Web) } else { text.parse().map(Self::Token) }
    }
}

/// What is kept of the device that somebody signs in on: enough to know it again, not to find it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Device {
    /// Browser and system, such as `Firefox, Linux`; empty where the client does not say.
    pub browser: String,
    /// The network that the address is in: IPv4 by its /24, IPv6 by its /48; empty where it is not known.
    pub address: String,
}

/// A session as the ephemeral store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub user: UserId,
    pub client: Client,
    /// The user's `auth_epoch` at sign-in: a higher one ends the session.
    pub auth_epoch: u64,
    /// When the password or the provider was last shown.
    pub auth_time: Time,
    pub created_at: Time,
    /// When it began or was last refreshed.
    pub seen_at: Time,
    pub device: Device,
    /// It ends then unless it is refreshed before.
    pub idle_until: Time,
    /// It ends then whatever happens.
    pub ends_at: Time,
}

impl Session {
    /// A browser session that nobody refreshes ends after this long.
    pub const IDLE: Duration = Duration::from_hours(14 * 24);
    /// No browser session lives longer than this.
    pub const LIFE: Duration = Duration::from_hours(60 * 24);
    /// How many sessions a person's list shows.
    pub const LISTED: usize = 100;
    /// A refresh number that was just replaced still works for this long (two tabs, a lost answer).
    pub const GRACE: Duration = Duration::from_secs(10);
}

/// How a person proved who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignInMethod {
    Password,
    Provider,
    /// The link of a letter that resets the password.
    Reset,
}

/// How a sign-in ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignInOutcome {
    SignedIn,
    /// A wrong password.
    Refused,
    /// Too many wrong ones before: the password was not looked at.
    Throttled,
}

/// A sign-in, or a try, as its person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SignInRecord {
    pub at: Time,
    pub method: SignInMethod,
    pub outcome: SignInOutcome,
    /// Whether it came through a machine client.
    pub machine: bool,
    #[serde(flatten)]
    pub device: Device,
}

impl SignInRecord {
    /// How long it is kept.
    pub const KEPT: Duration = Duration::from_hours(90 * 24);
    /// How many of them a person's list shows.
    pub const LISTED: usize = 50;
}

/// What became of a refresh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rotation {
    /// The session lives on with this refresh number.
    Next(Session, u64),
    /// The session has ended, or it ended now because an old number was shown again.
    Ended,
}
