//! Peppers: secrets that are mixed into passwords before they are hashed, so that whoever has the database alone can guess
//! nothing (OWASP Password Storage Cheat Sheet, "Peppering").

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::{Hmac, sha256};

/// The fewest characters of one.
const SHORTEST: usize = 32;
/// How much of its SHA-256 names it in what is stored, in characters.
const ID: usize = 8;

/// None, or some; the first is mixed into what is hashed from now on, the others are for hashes of before.
#[derive(Clone, Default)]
pub struct Peppers(Arc<[Pepper]>);

impl std::fmt::Debug for Peppers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Peppers").finish_non_exhaustive()
    }
}

pub(super) struct Pepper {
    /// Stands before the hash of a password that it was mixed into.
    pub(super) id: String,
    key: Hmac,
}

/// Not peppers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a pepper has {SHORTEST} characters at least; there is one a line, the newest first")]
pub struct PepperFault;

impl Peppers {
    /// One a line, the newest first.
    pub fn parse(text: &str) -> Result<Self, PepperFault> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let peppers: Vec<_> = lines
            .map(|line| {
                let long = line.chars().count() >= SHORTEST;
                long.then(|| Pepper::new(line.as_bytes())).ok_or(PepperFault)
            })
            .collect::<Result<_, _>>()?;
        if peppers.is_empty() { Err(PepperFault) } else { Ok(Self(peppers.into())) }
    }

    pub(super) fn newest(&self) -> Option<&Pepper> {
        self.0.first()
    }

    pub(super) fn find(&self, id: &str) -> Option<&Pepper> {
        self.0.iter().find(|pepper| pepper.id == id)
    }
}

impl Pepper {
    fn new(secret: &[u8]) -> Self {
        let mut id = STANDARD_NO_PAD.encode(sha256(secret));
        id.truncate(ID);
        Self { id, key: Hmac::new(secret) }
    }

    /// What is hashed in the password's place.
    pub(super) fn mixed(&self, password: &str) -> String {
        STANDARD_NO_PAD.encode(self.key.sign(&[password.as_bytes()]))
    }
}
