//! What KenMovie writes to people by mail.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Language, User};
use crate::ports::Random;
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

impl Mail {
    /// How long a link works that proves an address.
    pub const PROOF_LIFE: Duration = Duration::from_hours(24);
    /// How long a link works that resets a password.
    pub const RESET_LIFE: Duration = Duration::from_mins(30);
    /// How long it is tried to send a notice.
    const NOTICE_LIFE: Duration = Duration::from_hours(72);

    /// How long it is worth sending: a link no longer than it works.
    pub const fn life(&self) -> Duration {
        match self {
            Self::VerifyEmail { .. } => Self::PROOF_LIFE,
            Self::ResetPassword { .. } => Self::RESET_LIFE,
            Self::PasswordChanged | Self::EmailChanged | Self::NewSignIn { .. } => Self::NOTICE_LIFE,
        }
    }

    /// What it is about, in a word for the log.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::VerifyEmail { .. } => "verify_email",
            Self::ResetPassword { .. } => "reset_password",
            Self::PasswordChanged => "password_changed",
            Self::EmailChanged => "email_changed",
            Self::NewSignIn { .. } => "new_sign_in",
        }
    }
}

/// A letter that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub id: LetterId,
    /// An address; empty where nobody is to read it, and then it is not sent.
    pub to: String,
    /// The person's name.
    pub name: String,
    pub language: Language,
    pub mail: Mail,
    pub created_at: Time,
}

impl Letter {
    /// A letter to a person, at the address of their account.
    pub fn to(user: &User, mail: Mail, now: Time, random: &dyn Random) -> Self {
        Self {
            id: LetterId::new(now, random),
            to: user.email.clone(),
            name: user.name.clone(),
            language: user.language,
            mail,
            created_at: now,
        }
    }

    /// A letter that is written like any other and sent to nobody.
    pub fn to_nobody(mail: Mail, now: Time, random: &dyn Random) -> Self {
        let (to, name, language) = (String::new(), String::new(), Language::default());
        Self { id: LetterId::new(now, random), to, name, language, mail, created_at: now }
    }
}
