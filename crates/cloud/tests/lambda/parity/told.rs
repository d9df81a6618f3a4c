//! An answer without what differs from one run to the next: ids, times, secrets and what is made of them.

use std::collections::BTreeMap;

use kenmovie_testkit::Reply;
use serde_json::Value;

#[derive(Debug, PartialEq)]
pub(super) struct Told {
    asked: String,
    status: u16,
    headers: BTreeMap<String, Vec<String>>,
    body: Value,
}

/// Members whose values are secrets, or made of times.
const OWN: [&str; 7] = ["prefix", "next", "request_id", "ticket", "access_token", "token", "upload"];
/// Headers that only say how an answer is carried.
const CARRIAGE: [&str; 3] = ["content-length", "transfer-encoding", "date"];

/// Numbers the ids of a journey by their first appearance.
#[derive(Default)]
pub(super) struct Names(BTreeMap<String, String>);

impl Names {
    pub(super) fn told(&mut self, reply: &Reply) -> Told {
        let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in &reply.headers {
            if !CARRIAGE.contains(&name.as_str()) {
                let value = self.header(name.as_str(), value.to_str().unwrap());
                headers.entry(name.to_string()).or_default().push(value);
            }
        }
        Told {
            asked: self.ids(&reply.asked),
            status: reply.status,
            headers,
            body: self.body("", &reply.body),
        }
    }

    fn header(&mut self, name: &str, value: &str) -> String {
        match name {
            "set-cookie" => {
                let (name, rest) = value.split_once('=').unwrap();
                let (value, attributes) = rest.split_once(';').unwrap();
                format!(
                    "{name}={};{}",
                    if value.is_empty() { "" } else { "a secret" },
                    in_minutes(attributes)
                )
            }
            "x-request-id" | "etag" => "its own".to_owned(),
            // What is left and of how much; not how many seconds.
            "ratelimit" => value.split(";t=").next().unwrap().to_owned(),
            _ => self.ids(value),
        }
    }

    fn body(&mut self, member: &str, value: &Value) -> Value {
        match value {
            Value::String(_) | Value::Object(_) if OWN.contains(&member) => Value::from("its own"),
            Value::String(text) if is_time(text) => Value::from("a time"),
            Value::String(text) => Value::from(self.ids(text)),
            Value::Array(items) => items.iter().map(|item| self.body(member, item)).collect(),
            Value::Object(members) => {
                members.iter().map(|(name, value)| (name.clone(), self.body(name, value))).collect()
            }
            other => other.clone(),
        }
    }

    /// The text with each of its ids replaced by its number.
    fn ids(&mut self, text: &str) -> String {
        let mut told = String::new();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(id) = rest.get(..36).filter(|id| is_id(id)) {
                let number = self.0.len();
                told.push_str(self.0.entry(id.to_owned()).or_insert_with(|| format!("id {number}")));
                rest = &rest[36..];
            } else {
                let length = rest.chars().next().map_or(1, char::len_utf8);
                told.push_str(&rest[..length]);
                rest = &rest[length..];
            }
        }
        told
    }
}

/// The attributes of a cookie with its life in minutes: between its making and its writing a second may pass.
fn in_minutes(attributes: &str) -> String {
    let minutes = |part: &str| match part.trim().strip_prefix("Max-Age=") {
        Some(seconds) => format!(" Max-Age={} min", seconds.parse::<u64>().unwrap().div_ceil(60)),
        None => part.to_owned(),
    };
    attributes.split(';').map(minutes).collect::<Vec<_>>().join(";")
}

/// Whether this is a time as the contract writes it (RFC 3339, UTC, milliseconds).
fn is_time(text: &str) -> bool {
    text.len() == 24 && text.ends_with('Z') && text.get(10..11) == Some("T")
}

/// Whether this is a UUID, hyphenated.
fn is_id(text: &str) -> bool {
    text.bytes().enumerate().all(|(place, byte)| match place {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    })
}
