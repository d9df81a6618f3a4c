//! Bodies that no route takes.

use serde_json::Value;

use crate::client::Sent;

/// The largest body that is read, in bytes.
pub const BODY_LIMIT: usize = 64 * 1024;

/// Not JSON, or not a JSON object.
const MALFORMED: [&[u8]; 24] = [
    b"",
    b" ",
    b"{",
    b"}",
    b"{\"a\":}",
    b"{\"a\":1,}",
    b"{\"a\" 1}",
    b"{a:1}",
    b"{'a':1}",
    b"{\"a\":1}{\"b\":2}",
    b"{\"a\":\"\\ud800\"}",
    b"{\"a\":\"\x00\"}",
    b"{\"a\":\"\xff\xfe\"}",
    b"{\"a\":1e999}",
    b"{\"a\":NaN}",
    b"\xef\xbb\xbf{}",
    b"\x00",
    b"<a/>",
    b"a=1",
    b"null",
    b"[]",
    b"[{}]",
    b"\"text\"",
    b"1",
];

const WRONG_TYPES: [&str; 8] = [
    "text/plain",
    "text/json",
    "application/jsonp",
    "application/problem+json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "*/*",
    "",
];

/// Sends a route every body that it cannot take and asserts what each is answered. `ask` makes its request, without a
/// body, of somebody who may; `body` is one that the route would take.
pub async fn refuses_bad_bodies(ask: impl Fn() -> Sent, body: &Value) {
    for bytes in MALFORMED {
        ask().raw("application/json", bytes.to_vec()).await.problem(400, "malformed_json");
    }
    ask().raw("application/json", "[".repeat(BODY_LIMIT)).await.problem(400, "malformed_json");
    ask().raw("application/json", "{\"a\":".repeat(BODY_LIMIT / 5)).await.problem(400, "malformed_json");
    ask().await.problem(415, "unsupported_media_type");
    for kind in WRONG_TYPES {
        ask().raw(kind, body.to_string()).await.problem(415, "unsupported_media_type");
        ask().raw(kind, "{").await.problem(415, "unsupported_media_type");
    }
    for bytes in [BODY_LIMIT + 1, 10 * 1024 * 1024] {
        let large = padded(body, bytes);
        ask().raw("application/json", large.clone()).await.problem(413, "body_too_large");
        ask().raw("text/plain", large.clone()).await.problem(413, "body_too_large");
        let told = ask().raw("application/json", large).header("content-length", &bytes.to_string());
        told.await.problem(413, "body_too_large");
    }
}

/// A body of just so many bytes: spaces after the JSON change nothing of it.
pub fn padded(body: &Value, bytes: usize) -> String {
    let mut text = body.to_string();
    text.extend(std::iter::repeat_n(' ', bytes.saturating_sub(text.len())));
    text
}
