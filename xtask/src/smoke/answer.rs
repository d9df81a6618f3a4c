//! An answer over HTTP, by curl, which speaks TLS as browsers do and is on every machine.

use std::process::Command;

use serde_json::Value;

use crate::shell::Done;

/// An answer that does not come within this many seconds is none.
const PATIENCE: &str = "20";

pub(super) struct Answer {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    pub(super) body: String,
}

/// Asks once, and follows no redirect.
pub(super) fn ask(url: &str, flags: &[&str]) -> Done<Answer> {
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--show-error", "--include", "--http1.1", "--max-time", PATIENCE])
        .args(flags)
        .arg(url);
    let output = curl.output().map_err(|error| format!("curl: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
    }
    read(&String::from_utf8_lossy(&output.stdout)).ok_or_else(|| format!("{url} gives no answer of HTTP"))
}

fn read(text: &str) -> Option<Answer> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let header = |line: &str| {
        line.split_once(':').map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
    };
    Some(Answer { status, headers: lines.filter_map(header).collect(), body: body.to_owned() })
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(given, _)| given == name).map_or("", |(_, value)| value)
    }

    pub(super) fn status(self, status: u16) -> Done<Self> {
        if self.status == status {
            return Ok(self);
        }
        let start: String = self.body.chars().take(200).collect();
        Err(format!("{} and not {status}: {start}", self.status))
    }

    /// Every part stands in the header.
    pub(super) fn says(self, name: &str, parts: &[&str]) -> Done<Self> {
        match parts.iter().find(|part| !self.header(name).contains(**part)) {
            None => Ok(self),
            Some(part) => Err(format!("{name} is \"{}\", without {part}", self.header(name))),
        }
    }

    pub(super) fn contains(self, part: &str) -> Done<Self> {
        if self.body.contains(part) { Ok(self) } else { Err(format!("{part} is not in it")) }
    }

    pub(super) fn json(&self) -> Done<Value> {
        serde_json::from_str(&self.body).map_err(|error| format!("no JSON: {error}"))
    }

    /// A problem document of the contract.
    pub(super) fn problem(self, status: u16, code: &str) -> Done<Self> {
        let answer = self.status(status)?.says("content-type", &["application/problem+json"])?;
        let told = answer.json()?;
        let told = told.pointer("/code").and_then(Value::as_str).unwrap_or_default();
        if told == code { Ok(answer) } else { Err(format!("the code is {told} and not {code}")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_and_what_is_missing_is_named() {
        let text = "HTTP/1.1 404 Not Found\r\nContent-Type: application/problem+json\r\nAllow:\r\n\r\n{\"code\":\"not_found\"}";
        let answer = || read(text).unwrap();
        assert!(answer().problem(404, "not_found").is_ok());
        assert_eq!(answer().problem(404, "gone").err().unwrap(), "the code is not_found and not gone");
        assert!(answer().status(200).err().unwrap().starts_with("404 and not 200"));
        assert_eq!(answer().says("allow", &["GET"]).err().unwrap(), "allow is \"\", without GET");
        assert!(read("HTTP/1.1 200").is_none());
    }
}
