//! People.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Time, UserId};

/// What a person may do; `auth::Scopes::of_role` lists the scopes of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    User,
    Moderator,
    Admin,
}

impl Role {
    pub const ALL: [Self; 3] = [Self::User, Self::Moderator, Self::Admin];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// The languages that KenMovie writes to people in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    Es,
    En,
}

impl Language {
    /// The codes.
    pub const NAMES: [&'static str; 2] = ["es", "en"];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Es => "es",
            Self::En => "en",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Es, Self::En].into_iter().find(|language| language.as_str() == text)
    }
}

/// A person as they see themselves. Others see `Author`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct User {
    pub id: UserId,
    pub name: String,
    /// None of a person who came through a provider and has not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<u8>,
    pub email: String,
    pub email_verified: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar_url: Option<String>,
    pub role: Role,
    pub language: Language,
    pub has_password: bool,
    pub created_at: Time,
    /// Counts the changes after which older sessions are void (password, role).
    #[serde(skip)]
    pub auth_epoch: u64,
}

/// A person who signs up.
#[derive(Debug, Clone)]
pub struct NewUser {
    pub id: UserId,
    pub name: String,
    /// None where they come through a provider.
    pub age: Option<u8>,
    /// As typed; unique by its lower-case form.
    pub email: String,
    /// Somebody whom we believe has proven that it is theirs.
    pub email_verified: bool,
    /// A PHC string; none where they come through a provider.
    pub password_hash: Option<String>,
    pub language: Language,
    pub created_at: Time,
}

/// What a person changes of their account; what is none stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserChange {
    pub name: Option<String>,
    pub age: Option<u8>,
    pub language: Option<Language>,
}

/// A person as a provider of identities knows them: `iss` and `sub` of its ID tokens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ProviderAccount {
    pub issuer: String,
    pub subject: String,
}

/// A person in the administrators' list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ListedUser {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub email_verified: bool,
    pub role: Role,
    pub created_at: Time,
    /// When they last signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_seen_at: Option<Time>,
}
