//! The keys of one machine: made at first start, kept under the data folder, readable by their owner alone.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use kenmovie_common::auth::KeySet;
use kenmovie_common::ports::Random;

#[derive(Debug, thiserror::Error)]
#[error("the keys in {path} cannot be used: {reason}")]
pub struct KeysError {
    path: PathBuf,
    reason: String,
}

/// The keys under a data folder, made where there are none.
pub fn open(data: &Path, random: &dyn Random) -> Result<KeySet, KeysError> {
    let path = file_of(data);
    match fs::read(&path) {
        Ok(text) => KeySet::parse(&text).map_err(unusable(data)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let keys = KeySet::generate(random).map_err(unusable(data))?;
            save(&keys, data).map_err(unusable(data))?;
            Ok(keys)
        }
        Err(error) => Err(unusable(data)(error)),
    }
}

/// Puts a new signing key before the one that signed until now; the keys after that.
pub fn rotate(data: &Path, random: &dyn Random) -> Result<KeySet, KeysError> {
    let mut keys = open(data, random)?;
    keys.rotate(random).map_err(unusable(data))?;
    save(&keys, data).map_err(unusable(data))?;
    Ok(keys)
}

/// Whole or not at all: a crash leaves the old file or the new one.
fn save(keys: &KeySet, data: &Path) -> io::Result<()> {
    let path = file_of(data);
    let folder = path.parent().unwrap_or(data);
    fs::create_dir_all(folder)?;
    // A temporary file is made with mode 0600 and keeps it.
    let mut fresh = tempfile::NamedTempFile::new_in(folder)?;
    fresh.write_all(keys.text().as_bytes())?;
    fresh.as_file().sync_all()?;
    fresh.persist(&path).map_err(|error| error.error)?;
    fs::File::open(folder)?.sync_all()
}

fn unusable<E: std::fmt::Display>(data: &Path) -> impl FnOnce(E) -> KeysError {
    let path = file_of(data);
    move |error| KeysError { path, reason: error.to_string() }
}

fn file_of(data: &Path) -> PathBuf {
    data.join("keys").join("keys.json")
}
