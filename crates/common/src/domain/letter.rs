//! What KenMovie writes to people by mail.

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
