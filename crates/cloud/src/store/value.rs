//! Between MongoDB's values and the domain's.

use kenmovie_common::Time;
use kenmovie_common::domain::Reaction;
use kenmovie_common::ports::Page;
use mongodb::bson;
use mongodb::bson::{DateTime, Uuid};

use super::error::{Outcome, corrupt};

/// An id as it is stored: binary, subtype 4; ordered as the ids are.
pub(super) const fn uuid(bytes: &[u8; 16]) -> Uuid {
    Uuid::from_bytes(*bytes)
}

/// A time as it is stored: milliseconds since 1970.
pub(super) fn date(time: Time) -> DateTime {
    DateTime::from_millis(time.millis())
}

pub(super) fn time(date: DateTime) -> Time {
    Time::from_millis(date.timestamp_millis())
}

/// A counter, which is never below zero.
pub(super) fn count(stored: i64) -> Outcome<u64> {
    u64::try_from(stored).map_err(|_| corrupt(format!("a counter of {stored}")))
}

/// A counter as it is stored.
pub(super) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// 32 bytes of a hash.
pub(super) fn hash(bytes: [u8; 32]) -> bson::Binary {
    bson::Binary { subtype: bson::spec::BinarySubtype::Generic, bytes: bytes.to_vec() }
}

/// A vote as it is stored: 1, -1, or 0 for one that was taken back and is not yet removed.
pub(super) const fn sign(value: Option<Reaction>) -> i32 {
    match value {
        Some(Reaction::Like) => 1,
        Some(Reaction::Dislike) => -1,
        None => 0,
    }
}

pub(super) const fn reaction(value: i32) -> Option<Reaction> {
    match value {
        1.. => Some(Reaction::Like),
        0 => None,
        ..0 => Some(Reaction::Dislike),
    }
}

/// How many to ask for to know whether another page follows one of `limit`.
pub(super) fn one_more(limit: usize) -> i64 {
    i64::try_from(limit).map_or(i64::MAX, |limit| limit.saturating_add(1))
}

/// A page of the first `limit` of what was found by asking for one more.
pub(super) fn page<T, K>(mut found: Vec<T>, limit: usize, place: impl FnOnce(&T) -> K) -> Page<T, K> {
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(place);
    Page { items: found, next }
}
