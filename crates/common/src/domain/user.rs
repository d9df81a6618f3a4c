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
    pub age: u8,
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
    pub age: u8,
    /// As typed; unique by its lower-case form.
    pub email: String,
    /// A PHC string.
    pub password_hash: String,
    pub language: Language,
    pub created_at: Time,
}
