//! The Ed25519 keys of access tokens. A key's `kid` is its JWK thumbprint (RFC 7638).

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::secret::sha256;
use crate::ports::Random;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an Ed25519 key in PKCS#8")]
pub struct KeyError;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a JWK set of Ed25519 keys")]
pub struct KeysFault;

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

/// The members of a JWK set that make a key; the others follow from them.
#[derive(Deserialize)]
struct JwkSet {
    keys: Vec<Jwk>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    crv: String,
    x: String,
}

impl VerifyingKey {
    /// The keys of a JWK set (RFC 7517), as the site itself shows it. At least one.
    pub fn parse_set(text: &str) -> Result<Vec<Self>, KeysFault> {
        let set: JwkSet = serde_json::from_str(text).map_err(|_| KeysFault)?;
        let key = |jwk: &Jwk| {
            let point = URL_SAFE_NO_PAD.decode(&jwk.x).ok()?;
            (jwk.kty == "OKP" && jwk.crv == "Ed25519" && point.len() == 32).then(|| Self::new(&point))
        };
        set.keys.iter().map(key).collect::<Option<Vec<_>>>().filter(|keys| !keys.is_empty()).ok_or(KeysFault)
    }

    fn new(point: &[u8]) -> Self {
        let x = URL_SAFE_NO_PAD.encode(point);
        let canonical = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
        let kid = URL_SAFE_NO_PAD.encode(sha256(canonical.as_bytes()));
        Self { kid, kty: "OKP", crv: "Ed25519", alg: "EdDSA", usage: "sig", x }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The public key of RFC 8037, appendix A, whose thumbprint stands there too.
    const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    #[test]
    fn a_jwk_set_is_read_as_it_is_written() {
        let text = format!(r#"{{"keys":[{{"kty":"OKP","crv":"Ed25519","x":"{X}","kid":"any"}}]}}"#);
        let keys = VerifyingKey::parse_set(&text).unwrap();
        assert_eq!(keys[0].kid, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        let again = format!(r#"{{"keys":{}}}"#, serde_json::to_string(&keys).unwrap());
        assert_eq!(VerifyingKey::parse_set(&again), Ok(keys));
    }

    #[test]
    fn what_is_no_set_of_ed25519_keys_is_refused() {
        for text in [
            String::new(),
            "{}".to_owned(),
            r#"{"keys":[]}"#.to_owned(),
            r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"c2hvcnQ"}]}"#.to_owned(),
            format!(r#"{{"keys":[{{"kty":"OKP","crv":"X25519","x":"{X}"}}]}}"#),
            format!(r#"{{"keys":[{{"kty":"EC","crv":"Ed25519","x":"{X}"}}]}}"#),
        ] {
            assert_eq!(VerifyingKey::parse_set(&text), Err(KeysFault), "{text}");
        }
    }
}
