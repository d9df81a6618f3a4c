//! The keys of one machine: made at first start, kept under the data folder, readable by their owner alone.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kenmovie_common::auth::{Audience, Hmac, Issuer, SigningKey, VerifyingKey};
use kenmovie_common::ports::Random;
use serde::{Deserialize, Serialize};

/// How many signing keys are kept: the newest signs, the one before it is still believed.
const KEPT: usize = 2;

#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    #[error("the keys in {path} cannot be used: {reason}")]
    Unusable { path: PathBuf, reason: String },
}

/// Every long-lived secret of this machine.
#[derive(Clone)]
pub struct Keys {
    /// The newest first; never empty.
    signing: Vec<SigningKey>,
    refresh: Vec<u8>,
    fingerprint: Vec<u8>,
}

/// The file's members, base64.
#[derive(Serialize, Deserialize)]
struct KeyFile {
    /// PKCS#8, the newest first.
    signing: Vec<String>,
    refresh: String,
    fingerprint: String,
}

impl Keys {
    /// New keys.
    pub fn generate(random: &dyn Random) -> Result<Self, kenmovie_common::auth::KeyError> {
        let secret = || {
            let mut bytes = vec![0; 32];
            random.fill(&mut bytes);
            bytes
        };
        Ok(Self { signing: vec![SigningKey::generate(random)?], refresh: secret(), fingerprint: secret() })
    }

    /// The keys under a data folder, made where there are none.
    pub fn open(data: &Path, random: &dyn Random) -> Result<Self, KeysError> {
        let path = file_of(data);
        let unusable = |reason: &dyn std::fmt::Display| KeysError::Unusable {
            path: path.clone(),
            reason: reason.to_string(),
        };
        match fs::read(&path) {
            Ok(bytes) => Self::parse(&bytes).map_err(|reason| unusable(&reason)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let keys = Self::generate(random).map_err(|error| unusable(&error))?;
                keys.save(data).map_err(|error| unusable(&error))?;
                Ok(keys)
            }
            Err(error) => Err(unusable(&error)),
        }
    }

    /// Puts a new signing key before the others; the one that signed until now is still believed, older ones go.
    pub fn rotate(&mut self, data: &Path, random: &dyn Random) -> Result<&VerifyingKey, KeysError> {
        let unusable = |reason: String| KeysError::Unusable { path: file_of(data), reason };
        let key = SigningKey::generate(random).map_err(|error| unusable(error.to_string()))?;
        self.signing.insert(0, key);
        self.signing.truncate(KEPT);
        self.save(data).map_err(|error| unusable(error.to_string()))?;
        self.signing.first().map(SigningKey::public).ok_or_else(|| unusable("there is no key".to_owned()))
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

    fn parse(bytes: &[u8]) -> Result<Self, String> {
        let file: KeyFile = serde_json::from_slice(bytes).map_err(|_| "it is not a key file")?;
        let decode = |text: &str| STANDARD.decode(text).map_err(|_| "a key is not base64".to_owned());
        let signing = file
            .signing
            .iter()
            .map(|text| SigningKey::from_pkcs8(&decode(text)?).map_err(|error| error.to_string()))
            .collect::<Result<Vec<_>, _>>()?;
        let (refresh, fingerprint) = (decode(&file.refresh)?, decode(&file.fingerprint)?);
        if signing.is_empty() || refresh.len() < 32 || fingerprint.len() < 32 {
            return Err("a key is missing or too short".to_owned());
        }
        Ok(Self { signing, refresh, fingerprint })
    }

    /// Whole or not at all: a crash leaves the old file or the new one.
    fn save(&self, data: &Path) -> io::Result<()> {
        let file = KeyFile {
            signing: self.signing.iter().map(|key| STANDARD.encode(key.pkcs8())).collect(),
            refresh: STANDARD.encode(&self.refresh),
            fingerprint: STANDARD.encode(&self.fingerprint),
        };
        let path = file_of(data);
        let folder = path.parent().unwrap_or(data);
        fs::create_dir_all(folder)?;
        // A temporary file is made with mode 0600 and keeps it.
        let mut fresh = tempfile::NamedTempFile::new_in(folder)?;
        fresh.write_all(&serde_json::to_vec_pretty(&file)?)?;
        fresh.as_file().sync_all()?;
        fresh.persist(&path).map_err(|error| error.error)?;
        fs::File::open(folder)?.sync_all()
    }
}

fn file_of(data: &Path) -> PathBuf {
    data.join("keys").join("keys.json")
}
