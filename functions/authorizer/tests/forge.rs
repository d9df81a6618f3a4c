//! A workshop for access tokens of any kind.

use aws_lc_rs::hmac;
use aws_lc_rs::signature::Ed25519KeyPair;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use kenmovie_common::domain::{Client, Role};
use kenmovie_testkit::TestApp;
use serde_json::{Value, json};

/// The site's own signing key, and the header and the claims of a token that is good.
pub(crate) struct Forge {
    key: Ed25519KeyPair,
    pub(crate) header: Value,
    pub(crate) claims: Value,
    /// The token itself.
    pub(crate) good: String,
}

impl Forge {
    #[expect(clippy::expect_used, reason = "a test's tool panics where the test fails")]
    pub(crate) async fn new(app: &TestApp) -> Self {
        let user = app.person(Role::User).await;
        let session = app.session(&user, Client::Web).await;
        let good = app.token(&user, &session, None);
        let mut parts = good.split('.').map(|part| decoded(part).expect("JSON in base64url"));
        let (header, claims) = (parts.next().expect("a header"), parts.next().expect("claims"));
        let file = std::fs::read(app.folder().join("keys/keys.json")).expect("the site's keys");
        let file: Value = serde_json::from_slice(&file).expect("JSON");
        let pkcs8 = STANDARD
            .decode(file.pointer("/signing/0").and_then(Value::as_str).expect("a key"))
            .expect("base64");
        let key = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&pkcs8).expect("an Ed25519 key");
        Self { key, header, claims, good }
    }

    /// A token with this header and these claims under the site's own signature.
    pub(crate) fn sign(&self, header: &Value, claims: &Value) -> String {
        let message = message(header, claims);
        let signature = URL_SAFE_NO_PAD.encode(self.key.sign(message.as_bytes()));
        format!("{message}.{signature}")
    }

    /// The good token, but for one member of its header.
    pub(crate) fn header_but(&self, member: &str, value: impl Into<Value>) -> String {
        self.sign(&but(&self.header, member, value.into()), &self.claims)
    }

    /// The good token, but for one claim.
    pub(crate) fn claims_but(&self, member: &str, value: impl Into<Value>) -> String {
        self.sign(&self.header, &but(&self.claims, member, value.into()))
    }

    /// The claims under another algorithm's name, with any signature.
    pub(crate) fn unsigned(&self, alg: &str, signature: &str) -> String {
        format!("{}.{signature}", message(&but(&self.header, "alg", json!(alg)), &self.claims))
    }

    /// The claims with the HMAC of this key.
    pub(crate) fn hmac(&self, key: &[u8]) -> String {
        let message = message(&but(&self.header, "alg", json!("HS256")), &self.claims);
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag))
    }
}

/// The same object, but for one member; null takes it away.
fn but(object: &Value, member: &str, value: Value) -> Value {
    let mut object = object.clone();
    match (object.as_object_mut(), value) {
        (Some(members), Value::Null) => drop(members.remove(member)),
        (Some(members), value) => drop(members.insert(member.to_owned(), value)),
        (None, _) => {}
    }
    object
}

fn message(header: &Value, claims: &Value) -> String {
    [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string())).join(".")
}

fn decoded(part: &str) -> Option<Value> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}
