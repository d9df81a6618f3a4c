//! Between DynamoDB's items and the domain's values.

use std::collections::HashMap;
use std::fmt::Display;
use std::str::FromStr;

use aws_sdk_dynamodb::types::AttributeValue;
use kenmovie_common::ports::Purpose;
use kenmovie_common::{ApiTokenId, MovieId, SessionId, Time, UserId};

use super::error::{Outcome, corrupt};

/// The attribute that is the key.
pub(super) const KEY: &str = "pk";
/// The attribute by which DynamoDB deletes what has expired.
pub(super) const EXPIRES: &str = "expires";

pub(super) fn session_key(id: SessionId) -> String {
    format!("session#{id}")
}

pub(super) fn epoch_key(user: UserId) -> String {
    format!("epoch#{user}")
}

/// Of an API token that was taken away.
pub(super) fn client_key(id: ApiTokenId) -> String {
    format!("client#{id}")
}

pub(super) fn sessions_list(user: UserId) -> String {
    format!("sessions#{user}")
}

pub(super) fn sign_in_key(user: UserId, at: Time, random: u64) -> String {
    format!("signin#{user}#{}#{random:016x}", at.millis())
}

pub(super) fn sign_ins_list(user: UserId) -> String {
    format!("signins#{user}")
}

pub(super) fn secret_key(purpose: Purpose, subject: &str) -> String {
    format!("secret#{}#{subject}", purpose.as_str())
}

pub(super) fn claim_key(purpose: Purpose, subject: &str) -> String {
    format!("claim#{}#{subject}", purpose.as_str())
}

pub(super) fn throttle_key(key: &str) -> String {
    format!("throttle#{key}")
}

pub(super) fn count_key(key: &str) -> String {
    format!("count#{key}")
}

pub(super) fn socket_key(connection: &str) -> String {
    format!("socket#{connection}")
}

/// A person's open sockets.
pub(super) fn sockets_key(user: UserId) -> String {
    format!("sockets#{user}")
}

/// Those of all who signed in through an API token.
pub(super) fn client_sockets_key(id: ApiTokenId) -> String {
    format!("sockets#client#{id}")
}

/// Those that watch a film.
pub(super) fn watch_key(movie: MovieId) -> String {
    format!("watch#{movie}")
}

pub(super) fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

pub(super) fn number(value: impl Display) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

/// A time as it is stored: milliseconds since 1970.
pub(super) fn date(time: Time) -> AttributeValue {
    number(time.millis())
}

/// A time as DynamoDB's expiry wants it: seconds since 1970. Rounded up, so that nothing goes before its time.
pub(super) fn expiry(time: Time) -> AttributeValue {
    number(time.millis().saturating_add(999).div_euclid(1000))
}

/// Something stored.
pub(super) struct Item(pub(super) HashMap<String, AttributeValue>);

impl Item {
    pub(super) fn text(&self, name: &str) -> Outcome<&str> {
        match self.0.get(name) {
            Some(AttributeValue::S(text)) => Ok(text),
            other => Err(corrupt(format!("{name}: {other:?}"))),
        }
    }

    /// An attribute that items of an older program do not have.
    pub(super) fn text_or_empty(&self, name: &str) -> Outcome<&str> {
        if self.0.contains_key(name) { self.text(name) } else { Ok("") }
    }

    pub(super) fn number<T: FromStr>(&self, name: &str) -> Outcome<T> {
        match self.0.get(name) {
            Some(AttributeValue::N(digits)) => {
                digits.parse().map_err(|_| corrupt(format!("{name}: {digits}")))
            }
            other => Err(corrupt(format!("{name}: {other:?}"))),
        }
    }

    /// An attribute that may not be there.
    pub(super) fn bytes(&self, name: &str) -> Outcome<&[u8]> {
        match self.0.get(name) {
            None => Ok(&[]),
            Some(AttributeValue::B(bytes)) => Ok(bytes.as_ref()),
            other => Err(corrupt(format!("{name}: {other:?}"))),
        }
    }

    /// The same of a map.
    pub(super) fn map(&self, name: &str) -> Outcome<Option<&HashMap<String, AttributeValue>>> {
        match self.0.get(name) {
            None => Ok(None),
            Some(AttributeValue::M(map)) => Ok(Some(map)),
            other => Err(corrupt(format!("{name}: {other:?}"))),
        }
    }

    pub(super) fn time(&self, name: &str) -> Outcome<Time> {
        self.number(name).map(Time::from_millis)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_expires_before_its_time() {
        for (millis, seconds) in [(1_000, 1), (1_001, 2), (1_999, 2), (2_000, 2)] {
            assert_eq!(expiry(Time::from_millis(millis)), number(seconds));
        }
    }

    #[test]
    fn a_number_that_is_none_is_corrupt() {
        let item = Item(HashMap::from([("a".to_owned(), number("1.5")), ("b".to_owned(), text("1"))]));
        for name in ["a", "b", "c"] {
            assert!(item.number::<u64>(name).is_err(), "{name}");
        }
    }
}
