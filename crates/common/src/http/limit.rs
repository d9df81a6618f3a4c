//! Every limit on how often something may be done, in one table.

use std::net::IpAddr;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue};

use super::problem::Problem;
use crate::Time;
use crate::domain::Backoff;
use crate::ports::Count;

/// Whose acts are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// A client's address; IPv6 by its /64.
    Address,
    Account,
}

/// So many acts in a window of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    pub name: &'static str,
    pub quota: u64,
    pub window: Duration,
    pub per: Per,
}

impl Limit {
    pub const REGISTER: Self =
        Self { name: "register", quota: 10, window: Duration::from_hours(1), per: Per::Address };
    pub const LOGIN: Self =
        Self { name: "login", quota: 30, window: Duration::from_mins(15), per: Per::Address };
    /// A browser that goes to a provider and comes back counts twice.
    pub const OAUTH: Self =
        Self { name: "oauth", quota: 60, window: Duration::from_mins(15), per: Per::Address };
    /// Of a server that signs many people in.
    pub const SIGN_PROVIDER: Self =
        Self { name: "sign_provider", quota: 600, window: Duration::from_mins(15), per: Per::Address };
    pub const COMMENT: Self =
        Self { name: "comment", quota: 30, window: Duration::from_mins(10), per: Per::Account };
    pub const REPORT: Self =
        Self { name: "report", quota: 30, window: Duration::from_hours(1), per: Per::Account };
    pub const RESET: Self =
        Self { name: "reset", quota: 10, window: Duration::from_hours(1), per: Per::Address };
    /// Letters that reset an account's password, whoever asks. Its window is as long as their links work: whoever is sent
    /// no more has one that works.
    pub const RESET_LETTER: Self =
        Self { name: "reset_letter", quota: 5, window: Duration::from_mins(30), per: Per::Account };
    /// Letters that a person sends themselves.
    pub const MAIL: Self =
        Self { name: "mail", quota: 5, window: Duration::from_hours(1), per: Per::Account };
    /// Acts that ask for the account's password.
    pub const PASSWORD: Self =
        Self { name: "password", quota: 10, window: Duration::from_hours(1), per: Per::Account };
    pub const EXPORT: Self =
        Self { name: "export", quota: 10, window: Duration::from_hours(1), per: Per::Account };
    pub const MESSAGE: Self =
        Self { name: "message", quota: 60, window: Duration::from_mins(1), per: Per::Account };
    pub const SOCKET: Self =
        Self { name: "socket", quota: 60, window: Duration::from_mins(1), per: Per::Account };
    pub const MEDIA: Self =
        Self { name: "media", quota: 30, window: Duration::from_hours(1), per: Per::Account };

    /// The key of somebody's counter.
    pub(super) fn key(&self, subject: &str) -> String {
        format!("{}:{subject}", self.name)
    }
}

/// Wrong passwords in a row, of an account and of each device that is known to it.
pub const SIGN_IN: Backoff =
    Backoff { free: 5, first: Duration::from_secs(30), longest: Duration::from_mins(15) };

/// The table of limits.
pub const LIMITS: &[Limit] = &[
    Limit::REGISTER,
    Limit::LOGIN,
    Limit::OAUTH,
    Limit::SIGN_PROVIDER,
    Limit::COMMENT,
    Limit::REPORT,
    Limit::RESET,
    Limit::RESET_LETTER,
    Limit::MAIL,
    Limit::PASSWORD,
    Limit::EXPORT,
    Limit::MESSAGE,
    Limit::SOCKET,
    Limit::MEDIA,
];

/// How the table is applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Limits {
    #[default]
    Production,
    /// A thousand times as wide, for load tests.
    Relaxed,
}

const RELAXED: u32 = 1000;

impl Limits {
    pub const fn quota(self, limit: &Limit) -> u64 {
        match self {
            Self::Production => limit.quota,
            Self::Relaxed => limit.quota * RELAXED as u64,
        }
    }

    pub const fn backoff(self, backoff: Backoff) -> Backoff {
        match self {
            Self::Production => backoff,
            Self::Relaxed => Backoff { free: backoff.free * RELAXED, ..backoff },
        }
    }
}

/// The part of an address that is counted as one.
pub(super) fn subject(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(four) => four.to_string(),
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// A counter as the answer's headers tell it (draft-ietf-httpapi-ratelimit-headers-10).
#[derive(Debug, Clone, Copy)]
pub(super) struct Spent {
    limit: &'static Limit,
    quota: u64,
    left: u64,
    seconds: u64,
    over: bool,
}

impl Spent {
    pub(super) fn new(limit: &'static Limit, limits: Limits, count: Count, now: Time) -> Self {
        let quota = limits.quota(limit);
        let seconds = count.resets_at.since(now).as_millis().div_ceil(1000);
        Self {
            limit,
            quota,
            left: quota.saturating_sub(count.used),
            seconds: u64::try_from(seconds).unwrap_or(u64::MAX),
            over: count.used > quota,
        }
    }

    pub(super) fn problem(self) -> Option<Problem> {
        self.over.then_some(Problem::RateLimited(self.seconds.max(1)))
    }

    pub(super) fn write(self, headers: &mut HeaderMap) {
        let name = self.limit.name;
        let policy = format!("\"{name}\";q={};w={}", self.quota, self.limit.window.as_secs());
        let state = format!("\"{name}\";r={};t={}", self.left, self.seconds);
        for (header, value) in [("ratelimit-policy", policy), ("ratelimit", state)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(header), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ipv6_counts_by_its_64_and_mapped_ipv4_as_ipv4() {
        let of = |text: &str| subject(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
    }
}
