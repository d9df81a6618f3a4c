//! An answer, and what a test says of it.

use axum::http::HeaderMap;
use serde_json::Value;

/// An answer, read whole.
#[derive(Debug, Clone)]
pub struct Reply {
    /// What was asked, for messages.
    pub asked: String,
    pub status: u16,
    pub headers: HeaderMap,
    /// Null where there is no body.
    pub body: Value,
}

impl Reply {
    /// The body, if the status is this one.
    #[track_caller]
    pub fn ok(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}: {:#}", self.asked, self.body);
        self.body
    }

    /// Asserts a problem of this status and code; gives its body.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{}: {:#}", self.asked, self.body);
        assert_eq!(self.body["code"], code, "{}: {:#}", self.asked, self.body);
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.asked);
        assert_eq!(self.body["request_id"].as_str(), self.header("x-request-id"), "{}", self.asked);
        self.body
    }

    /// Asserts 422 with just these bad fields, `field code`, in any order.
    #[track_caller]
    pub fn invalid(self, expected: &[&str]) {
        let asked = self.asked.clone();
        let body = self.problem(422, "validation_failed");
        let mut found: Vec<String> = body["errors"]
            .as_array()
            .expect("errors")
            .iter()
            .map(|error| format!("{} {}", error["field"].as_str().unwrap(), error["code"].as_str().unwrap()))
            .collect();
        found.sort();
        let mut expected: Vec<String> = expected.iter().map(|&text| text.to_owned()).collect();
        expected.sort();
        assert_eq!(found, expected, "{asked}");
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The cookies that the answer sets, as `name=value` pairs with their attributes.
    pub fn cookies(&self) -> Vec<String> {
        self.headers
            .get_all("set-cookie")
            .iter()
            .map(|value| value.to_str().expect("a readable cookie").to_owned())
            .collect()
    }

    /// The value that the answer gives this cookie; empty where it takes it away.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies().iter().find_map(|line| {
            let (given, rest) = line.split_once('=')?;
            (given == name).then(|| rest.split(';').next().unwrap_or_default().to_owned())
        })
    }

    /// What a browser that had no cookies sends after this answer: `name=value; …`.
    pub fn jar(&self) -> String {
        let cookies = self.cookies();
        let pairs = cookies.iter().filter_map(|line| line.split(';').next());
        pairs.filter(|pair| !pair.ends_with('=')).collect::<Vec<_>>().join("; ")
    }
}
