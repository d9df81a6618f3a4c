//! What KenMovie writes to people by mail.

use serde::{Deserialize, Serialize};

use super::Language;
use crate::{LetterId, Time};

/// What a letter says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Mail {
    /// To prove that an address is theirs; also a new address, before it replaces the old one.
    VerifyEmail {
        link: String,
    },
    ResetPassword {
        link: String,
    },
    PasswordChanged,
    /// To the old address.
    EmailChanged,
    /// Somebody signed in on a device that was not seen before.
    NewSignIn {
        browser: String,
        address: String,
        at: Time,
    },
}

/// A letter that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub id: LetterId,
    pub to: String,
    /// The person's name.
    pub name: String,
    pub language: Language,
    pub mail: Mail,
    pub created_at: Time,
}
