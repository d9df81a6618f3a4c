//! What whoever runs the machine may do to accounts, API tokens and keys.

use std::fmt;
use std::path::Path;

use kenmovie_common::Time;
use kenmovie_common::auth::{NewApiToken, give_role, sha256};
use kenmovie_common::domain::{ApiToken, Role};
use kenmovie_common::http::{API_TOKEN_FIELDS, FieldError, check};
use kenmovie_common::ports::{ApiTokens, Clock, Random, Sessions, StoreError, Users};
use serde_json::{Value, json};

use crate::keys::{self, KeysError};

/// Why it was not done; a sentence.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    #[error("nobody has the address {0}")]
    NoSuchPerson(String),
    #[error("\"{0}\" is none of the roles user, moderator, admin")]
    NoSuchRole(String),
    /// What is asked of a token is not what one can be.
    #[error("{}", named(.0))]
    Token(Vec<FieldError>),
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

/// Gives the person with this address a role, and ends their sessions where it is another.
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
    let had = before.role;
    let after = give_role(users, sessions, before, role, now).await?.ok_or_else(missing)?;
    Ok(Granted { email: after.email, before: had, role })
}

/// A token that was made, with the secret that is shown this once.
pub struct MadeToken {
    pub token: ApiToken,
    pub secret: String,
}

impl fmt::Display for MadeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ApiToken { id, prefix, scopes, issuers, expires_at, .. } = &self.token;
        let expires = expires_at.map_or_else(|| "never".to_owned(), |at| at.to_string());
        writeln!(f, "token    {}", self.secret)?;
        writeln!(f, "id       {id}")?;
        writeln!(f, "prefix   {prefix}")?;
        writeln!(f, "scopes   {scopes}")?;
        for issuer in issuers {
            writeln!(f, "issuer   {} {}", issuer.iss, issuer.aud)?;
        }
        writeln!(f, "expires  {expires}")?;
        write!(f, "The token is shown this once; only its hash is kept.")
    }
}

/// Makes an API token, within the same bounds as the API; its secret is stored as its SHA-256.
pub async fn create_token(
    tokens: &dyn ApiTokens,
    clock: &dyn Clock,
    random: &dyn Random,
    new: &NewApiToken,
) -> Result<MadeToken, AdminError> {
    let now = clock.now();
    let given = json!(new).as_object().cloned().unwrap_or_default();
    let clean = check(API_TOKEN_FIELDS, given, false, now.year()).map_err(AdminError::Token)?;
    let new: NewApiToken = serde_json::from_value(Value::Object(clean))
        .map_err(|error| StoreError::Corrupt(error.to_string()))?;
    let (token, secret) = new.make(now, random);
    tokens.create_api_token(&token, sha256(secret.as_bytes())).await?;
    Ok(MadeToken { token, secret })
}

/// `name: At least 1 characters.`, one after another.
fn named(faults: &[FieldError]) -> String {
    let sentences = faults.iter().map(|fault| format!("{}: {}", fault.field, fault.detail));
    sentences.collect::<Vec<_>>().join(" ")
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

/// The public keys of access tokens as a JWK set, in one line.
pub fn public_keys(data: &Path, random: &dyn Random) -> Result<String, AdminError> {
    let keys = keys::open(data, random)?.public();
    Ok(serde_json::json!({ "keys": keys }).to_string())
}

/// Puts a new signing key before the one that signed until now.
pub fn rotate_keys(data: &Path, random: &dyn Random) -> Result<Rotated, AdminError> {
    let kid = keys::rotate(data, random)?.public().into_iter().next().map(|key| key.kid).unwrap_or_default();
    Ok(Rotated { kid })
}
