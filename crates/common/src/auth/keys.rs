//! The Ed25519 keys of access tokens. A key's `kid` is its JWK thumbprint (RFC 7638).

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use schemars::JsonSchema;
use serde::Serialize;

use super::secret::sha256;
use crate::ports::Random;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an Ed25519 key in PKCS#8")]
pub struct KeyError;

/// A private key.
#[derive(Clone)]
pub struct SigningKey {
    pkcs8: Vec<u8>,
    public: VerifyingKey,
}

impl SigningKey {
    pub fn generate(random: &dyn Random) -> Result<Self, KeyError> {
        let mut seed = [0; 32];
        random.fill(&mut seed);
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| KeyError)?;
        let document = pair.to_pkcs8v1().map_err(|_| KeyError)?;
        Self::from_pkcs8(document.as_ref())
    }

    pub fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).map_err(|_| KeyError)?;
        Ok(Self { pkcs8: der.to_vec(), public: VerifyingKey::new(pair.public_key().as_ref()) })
    }

    pub fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    pub fn public(&self) -> &VerifyingKey {
        &self.public
    }
}

/// A public key, as a member of a JWK set (RFC 8037).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VerifyingKey {
    pub kid: String,
    pub kty: &'static str,
    pub crv: &'static str,
    pub alg: &'static str,
    #[serde(rename = "use")]
    pub usage: &'static str,
    /// The point, base64url.
    pub x: String,
}

impl VerifyingKey {
    fn new(point: &[u8]) -> Self {
        let x = URL_SAFE_NO_PAD.encode(point);
        let canonical = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
        let kid = URL_SAFE_NO_PAD.encode(sha256(canonical.as_bytes()));
        Self { kid, kty: "OKP", crv: "Ed25519", alg: "EdDSA", usage: "sig", x }
    }
}
