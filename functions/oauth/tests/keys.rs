//! A provider's keys, made when the first test needs them.

use std::sync::LazyLock;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// Two keys; the provider shows the first.
pub(crate) static KEYS: LazyLock<[Key; 2]> = LazyLock::new(|| [Key::new("first"), Key::new("second")]);

pub(crate) struct Key {
    pub(crate) kid: &'static str,
    pair: KeyPair,
}

impl Key {
    fn new(kid: &'static str) -> Self {
        Self { kid, pair: KeyPair::generate(KeySize::Rsa2048).unwrap() }
    }

    /// Its public half as a JWK (RFC 7518, 6.3.1).
    pub(crate) fn jwk(&self) -> Value {
        // PKCS#1: a sequence's head, then the modulus with a leading zero, then the exponent.
        let der = self.public();
        let modulus = URL_SAFE_NO_PAD.encode(&der[9..265]);
        assert_eq!(der[265..], [2, 3, 1, 0, 1], "65537");
        json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.kid, "n": modulus, "e": "AQAB" })
    }

    /// Its public half, DER.
    pub(crate) fn public(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    /// RS256.
    pub(crate) fn sign(&self, text: &str) -> Vec<u8> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature).unwrap();
        signature
    }
}
