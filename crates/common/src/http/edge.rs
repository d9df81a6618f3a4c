//! The proof that a request came through the edge: a secret that the edge adds and no client knows, so that nobody walks
//! around it. What the edge says of a client is believed with it alone.

use axum::http::{HeaderMap, HeaderName};

use crate::auth::sha256;

/// Carries the secret.
pub const EDGE_SECRET: HeaderName = HeaderName::from_static("x-km-edge");

/// Carries the client's address, as the edge saw it.
pub const EDGE_VIEWER: HeaderName = HeaderName::from_static("x-km-viewer");

/// The SHA-256 of the secrets that are taken, two while one is rotated out. The secrets themselves are not needed here: what has
/// 256 random bits is not found by its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge(Vec<[u8; 32]>);

/// Not the digests of one or two secrets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it is not one or two SHA-256 digests, hexadecimal, with a comma between them")]
pub struct BadEdge;

impl Edge {
    /// `digest[,digest]`, hexadecimal.
    pub fn parse(text: &str) -> Result<Self, BadEdge> {
        let digests: Vec<[u8; 32]> = text.split(',').map(digest).collect::<Option<_>>().ok_or(BadEdge)?;
        if digests.len() > 2 { Err(BadEdge) } else { Ok(Self(digests)) }
    }

    /// Whether one of the secrets is shown; in constant time.
    pub fn sent(&self, headers: &HeaderMap) -> bool {
        headers.get(EDGE_SECRET).is_some_and(|secret| self.knows(secret.as_bytes()))
    }

    /// The same for a secret that was taken out of its header.
    pub fn knows(&self, secret: &[u8]) -> bool {
        let shown = sha256(secret);
        let same = |known| aws_lc_rs::constant_time::verify_slices_are_equal(known, &shown).is_ok();
        self.0.iter().filter(|known| same(&known[..])).count() > 0
    }
}

fn digest(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, place) in bytes.iter_mut().zip(0..) {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn digest_of(secret: &str) -> String {
        sha256(secret.as_bytes()).iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    fn headers(secret: &str) -> HeaderMap {
        HeaderMap::from_iter([(EDGE_SECRET, secret.parse().unwrap())])
    }

    #[test]
    fn one_of_the_secrets_must_be_shown_whole() {
        let edge = Edge::parse(&format!("{},{}", digest_of("butaca"), digest_of("platea"))).unwrap();
        assert!(edge.sent(&headers("butaca")));
        assert!(edge.sent(&headers("platea")));
        assert!(!edge.sent(&HeaderMap::new()));
        for wrong in ["", "butac", "butaca ", "Butaca", "butaca,platea", &digest_of("butaca")] {
            assert!(!edge.knows(wrong.as_bytes()), "{wrong}");
        }
    }

    #[test]
    fn what_is_no_digest_or_three_of_them_is_refused() {
        let one = digest_of("butaca");
        assert!(Edge::parse(&one).is_ok() && Edge::parse(&one.to_uppercase()).is_ok());
        let bad = [
            "",
            ",",
            "butaca",
            &one[1..],
            &format!("{one},"),
            &format!("{one}, {one}"),
            &format!("+{}", &one[1..]),
        ];
        for text in bad.into_iter().chain([format!("{one},{one},{one}").as_str()]) {
            assert_eq!(Edge::parse(text), Err(BadEdge), "{text}");
        }
    }
}
