//! Every long-lived secret of a site in one text, wherever that is kept.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::{Audience, Hmac, Issuer, KeyError, SigningKey, VerifyingKey};
use crate::ports::Random;

/// How many signing keys are kept: the newest signs, the one before it is still believed.
const KEPT: usize = 2;

/// Why a text is no set of keys. It tells nothing of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeySetFault {
    #[error("it is not a set of keys")]
    Form,
    #[error("a key is not base64")]
    Encoding,
    #[error("a signing key is not an Ed25519 key in PKCS#8")]
    Signing,
    #[error("a key is missing or too short")]
    Length,
}

/// Every long-lived secret of a site.
#[derive(Clone)]
pub struct KeySet {
    /// The newest first; never empty.
    signing: Vec<SigningKey>,
    refresh: Vec<u8>,
    fingerprint: Vec<u8>,
}

/// The text's members, base64.
#[derive(Serialize, Deserialize)]
struct Text {
    /// PKCS#8, the newest first.
    signing: Vec<String>,
    refresh: String,
    fingerprint: String,
}

impl KeySet {
    /// New keys.
    pub fn generate(random: &dyn Random) -> Result<Self, KeyError> {
        let secret = || {
            let mut bytes = vec![0; 32];
            random.fill(&mut bytes);
            bytes
        };
        Ok(Self { signing: vec![SigningKey::generate(random)?], refresh: secret(), fingerprint: secret() })
    }

    /// The keys that [`text`](Self::text) wrote.
    pub fn parse(text: &[u8]) -> Result<Self, KeySetFault> {
        let text: Text = serde_json::from_slice(text).map_err(|_| KeySetFault::Form)?;
        let decode = |text: &str| STANDARD.decode(text).map_err(|_| KeySetFault::Encoding);
        let signing = text
            .signing
            .iter()
            .map(|text| SigningKey::from_pkcs8(&decode(text)?).map_err(|_| KeySetFault::Signing))
            .collect::<Result<Vec<_>, _>>()?;
        let (refresh, fingerprint) = (decode(&text.refresh)?, decode(&text.fingerprint)?);
        if signing.is_empty() || refresh.len() < 32 || fingerprint.len() < 32 {
            return Err(KeySetFault::Length);
        }
        Ok(Self { signing, refresh, fingerprint })
    }

    /// JSON. It tells every secret.
    pub fn text(&self) -> String {
        let text = Text {
            signing: self.signing.iter().map(|key| STANDARD.encode(key.pkcs8())).collect(),
            refresh: STANDARD.encode(&self.refresh),
            fingerprint: STANDARD.encode(&self.fingerprint),
        };
        serde_json::to_string_pretty(&text).unwrap_or_default()
    }

    /// Puts a new signing key before the others; the one that signed until now is still believed, older ones go.
    pub fn rotate(&mut self, random: &dyn Random) -> Result<(), KeyError> {
        self.signing.insert(0, SigningKey::generate(random)?);
        self.signing.truncate(KEPT);
        Ok(())
    }

    /// The public keys, the newest first.
    pub fn public(&self) -> Vec<VerifyingKey> {
        self.signing.iter().map(|key| key.public().clone()).collect()
    }

    /// Signs with the newest key.
    pub fn issuer(&self, audience: Audience) -> Issuer {
        // Never empty: `generate` makes one and `parse` refuses none.
        let [key, ..] = self.signing.as_slice() else { unreachable!("keys without a signing key") };
        Issuer::new(key, audience, Hmac::new(&self.refresh))
    }

    pub fn fingerprint(&self) -> Hmac {
        Hmac::new(&self.fingerprint)
    }

    /// Signs the addresses of pictures that lie in a folder.
    pub fn media(&self) -> Hmac {
        Hmac::new(&self.fingerprint().sign(&[b"media"]))
    }
}
