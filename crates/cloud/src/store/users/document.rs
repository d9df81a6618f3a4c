//! A person as they are stored.

use kenmovie_common::UserId;
use kenmovie_common::domain::{Language, NewUser, ProviderAccount, Role, User};
use kenmovie_common::ports::Credentials;
use mongodb::bson::{DateTime, Document, Uuid, doc};
use serde::{Deserialize, Serialize};

use super::found_by::FoundBy;
use crate::store::error::{Outcome, corrupt};
use crate::store::value::{count, date, time, uuid};

/// A person. Someone whose deletion has begun has no `email_key`, no `found_by` and nothing personal.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct UserDocument {
    #[serde(rename = "_id")]
    pub(in crate::store) id: Uuid,
    /// The address in lower case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) email_key: Option<String>,
    pub(in crate::store) email: String,
    pub(in crate::store) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) age: Option<u8>,
    pub(in crate::store) role: String,
    pub(in crate::store) language: String,
    pub(in crate::store) email_verified: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) avatar_url: Option<String>,
    pub(in crate::store) auth_epoch: i64,
    pub(in crate::store) created_at: DateTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) password_hash: Option<String>,
    /// Never an empty list: the index over it holds whoever has one, and holds whole members, so that no two people have
    /// the same provider's account.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::store) providers: Vec<ProviderAccount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) last_seen_at: Option<DateTime>,
    /// When the end of the account was begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) deleting_at: Option<DateTime>,
    /// This notification and all before it are read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) read_up_to: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) found_by: Option<FoundBy>,
}

impl UserDocument {
    pub(super) fn new(new: NewUser, providers: Vec<ProviderAccount>) -> Self {
        Self {
            id: uuid(new.id.bytes()),
            email_key: Some(new.email.to_lowercase()),
            found_by: Some(FoundBy::of(&new.name, &new.email)),
            email: new.email,
            name: new.name,
            age: new.age,
            role: Role::User.as_str().to_owned(),
            language: new.language.as_str().to_owned(),
            email_verified: new.email_verified,
            avatar_url: None,
            auth_epoch: 0,
            created_at: date(new.created_at),
            password_hash: new.password_hash,
            providers,
            last_seen_at: None,
            deleting_at: None,
            read_up_to: None,
        }
    }

    pub(super) fn user(self) -> Outcome<User> {
        Ok(self.credentials()?.user)
    }

    pub(super) fn credentials(self) -> Outcome<Credentials> {
        let user = User {
            id: UserId::from_bytes(self.id.bytes()),
            role: role(&self.role)?,
            language: language(&self.language)?,
            name: self.name,
            age: self.age,
            email: self.email,
            email_verified: self.email_verified,
            avatar_url: self.avatar_url,
            has_password: self.password_hash.is_some(),
            created_at: time(self.created_at),
            auth_epoch: count(self.auth_epoch)?,
        };
        Ok(Credentials { user, password_hash: self.password_hash })
    }
}

pub(in crate::store) fn role(stored: &str) -> Outcome<Role> {
    Role::parse(stored).ok_or_else(|| corrupt(format!("the role {stored:?}")))
}

pub(in crate::store) fn language(stored: &str) -> Outcome<Language> {
    Language::parse(stored).ok_or_else(|| corrupt(format!("the language {stored:?}")))
}

/// Somebody, unless their deletion has begun.
pub(in crate::store) fn living(id: Uuid) -> Document {
    doc! { "_id": id, "deleting_at": { "$exists": false } }
}

/// What is read of a person.
pub(super) fn shown() -> Document {
    doc! { "found_by": 0 }
}

/// A provider's account as `providers` holds it; the members' order is part of it.
pub(super) fn linked(account: &ProviderAccount) -> Document {
    doc! { "issuer": &account.issuer, "subject": &account.subject }
}
