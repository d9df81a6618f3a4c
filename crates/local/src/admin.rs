//! What whoever runs the machine may do to accounts, API tokens and keys.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use kenmovie_common::auth::{Scopes, new_api_token, sha256};
use kenmovie_common::domain::{ApiToken, Role};
use kenmovie_common::http::{Field, Kind, check};
use kenmovie_common::ports::{ApiTokens, Clock, Random, Sessions, StoreError, Users};
use kenmovie_common::{ApiTokenId, Time};
use serde_json::{Map, Value};

use crate::keys::{self, KeysError};

/// Why it was not done; a sentence.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    #[error("nobody has the address {0}")]
    NoSuchPerson(String),
    #[error("\"{0}\" is none of the roles user, moderator, admin")]
    NoSuchRole(String),
    #[error("NAME: {0}")]
    Name(String),
    #[error(transparent)]
    Keys(#[from] KeysError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A role that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granted {
    pub email: String,
    pub before: Role,
    pub role: Role,
}

impl fmt::Display for Granted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { email, before, role } = self;
        let (before, role) = (before.as_str(), role.as_str());
        if before == role {
            write!(f, "{email} has the role {role} already; nothing was changed")
        } else {
            write!(f, "{email} had the role {before} and has {role} now; their sessions have ended")
        }
    }
}

/// Gives a person a role. A role is no part of a session, but the tokens that were signed for one carry its scopes, so
/// that every session of theirs ends.
///
/// The document first, with a higher `auth_epoch`, then the epoch where sessions are kept: raised there alone it would
/// also refuse every new session of a person whose document was never changed. Where the second step is lost, the same
/// command again does it.
pub async fn grant(
    users: &dyn Users,
    sessions: &dyn Sessions,
    email: &str,
    role: &str,
    now: Time,
) -> Result<Granted, AdminError> {
    let role = Role::parse(role).ok_or_else(|| AdminError::NoSuchRole(role.to_owned()))?;
    let missing = || AdminError::NoSuchPerson(email.to_owned());
    let before = users.credentials(email.trim()).await?.ok_or_else(missing)?.user;
    let after = if before.role == role {
        before.clone()
    } else {
        users.set_role(before.id, role).await?.ok_or_else(missing)?
    };
    sessions.raise_epoch(after.id, after.auth_epoch, now).await?;
    Ok(Granted { email: after.email, before: before.role, role })
}

/// A token that is asked for.
#[derive(Debug, Clone)]
pub struct NewToken {
    pub name: String,
    pub scopes: Scopes,
    pub expires_in_days: Option<u32>,
}

/// A token that was made, with the secret that is shown this once.
pub struct MadeToken {
    pub token: ApiToken,
    pub secret: String,
}

impl fmt::Display for MadeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ApiToken { id, prefix, scopes, expires_at, .. } = &self.token;
        let expires = expires_at.map_or_else(|| "never".to_owned(), |at| at.to_string());
        writeln!(f, "token    {}", self.secret)?;
        writeln!(f, "id       {id}")?;
        writeln!(f, "prefix   {prefix}")?;
        writeln!(f, "scopes   {scopes}")?;
        writeln!(f, "expires  {expires}")?;
        write!(f, "The token is shown this once; only its hash is kept.")
    }
}

const NAME: &[Field] = &[Field::required("name", Kind::Line { min: 1, max: 100 })];
/// How much of a secret is kept to tell tokens apart, in characters.
const PREFIX: usize = 8;
const DAY: Duration = Duration::from_hours(24);

/// Makes an API token; its secret is stored as its SHA-256.
pub async fn create_token(
    tokens: &dyn ApiTokens,
    clock: &dyn Clock,
    random: &dyn Random,
    new: NewToken,
) -> Result<MadeToken, AdminError> {
    let now = clock.now();
    let given = Map::from_iter([("name".to_owned(), Value::from(new.name))]);
    let named = check(NAME, given, false, now.year())
        .map_err(|faults| AdminError::Name(faults.into_iter().map(|fault| fault.detail).collect()))?;
    let secret = new_api_token(random);
    let token = ApiToken {
        id: ApiTokenId::new(now, random),
        name: named.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(),
        prefix: secret.chars().take(PREFIX).collect(),
        scopes: new.scopes,
        issuers: Vec::new(),
        expires_at: new.expires_in_days.map(|days| now + DAY * days),
        created_at: now,
        last_used_at: None,
    };
    tokens.create_api_token(&token, sha256(secret.as_bytes())).await?;
    Ok(MadeToken { token, secret })
}

/// A key that signs from the next start on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotated {
    pub kid: String,
}

impl fmt::Display for Rotated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "The new signing key is {}.", self.kid)?;
        write!(f, "Restart kenmovie serve to sign with it; what the key before it signed is still believed.")
    }
}

/// Puts a new signing key before the one that signed until now.
pub fn rotate_keys(data: &Path, random: &dyn Random) -> Result<Rotated, AdminError> {
    let kid = keys::rotate(data, random)?.public().into_iter().next().map(|key| key.kid).unwrap_or_default();
    Ok(Rotated { kid })
}
