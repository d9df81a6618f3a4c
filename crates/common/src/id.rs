//! Identifiers: `UUIDv7` (RFC 9562), so that they are ordered by creation; one type for each kind of thing.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Time;
use crate::ports::Random;

/// Not the text of an id: 36 characters, lower-case, hyphenated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct BadId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id at this time.
            pub fn new(now: Time, random: &dyn Random) -> Self {
                let mut bits = [0; 10];
                random.fill(&mut bits);
                Self::at(now, bits)
            }

            /// The id at this time with these random bits.
            pub fn at(now: Time, bits: [u8; 10]) -> Self {
                Self(uuid::Builder::from_unix_timestamp_millis(now.millis().unsigned_abs(), &bits).into_uuid())
            }

            /// The one after it: where two are made in the same millisecond and their order matters.
            pub const fn next(self) -> Self {
                Self(Uuid::from_u128(self.0.as_u128().wrapping_add(1)))
            }

            pub fn bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0.as_hyphenated(), f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                canonical(text).map(Self)
            }
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                schemars::json_schema!({ "type": "string", "format": "uuid" })
            }
        }
    )+};
}

ids! {
    /// A person.
    UserId,
    /// A film.
    MovieId,
    /// A comment or a reply.
    CommentId,
    /// One person's report of one thing.
    ReportId,
    /// A notification.
    NotificationId,
    /// A message from one person to another.
    MessageId,
    /// An uploaded picture.
    MediaId,
    /// A sign-in on one device, or of one machine client.
    SessionId,
    /// A machine client's API token (its public id, not its secret).
    ApiTokenId,
    /// A letter in the outbox.
    LetterId,
}

/// Whether this is the text of an id.
pub(crate) fn is_id(text: &str) -> bool {
    canonical(text).is_ok()
}

/// Only the canonical text is an id, so that one thing has one address.
fn canonical(text: &str) -> Result<Uuid, BadId> {
    let plain = text.len() == 36 && !text.bytes().any(|byte| byte.is_ascii_uppercase());
    if plain { Uuid::try_parse(text).map_err(|_| BadId) } else { Err(BadId) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_canonical_text_is_an_id() {
        let text = "01890a5d-ac96-774b-bcce-b302099a8057";
        assert_eq!(text.parse::<MovieId>().unwrap().to_string(), text);
        for bad in [&text.to_uppercase(), &text.replace('-', ""), &format!("{{{text}}}"), "", "x"] {
            assert_eq!(bad.parse::<MovieId>(), Err(BadId), "{bad}");
        }
    }
}
