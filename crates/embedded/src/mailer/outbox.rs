//! A folder of letters, for whoever runs the machine to read.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use kenmovie_common::domain::Letter;
use kenmovie_common::mail::{self, Written};
use kenmovie_common::ports::{Mailer, Random, StoreError, StoreResult};
use serde::{Deserialize, Serialize};

use crate::blobs::blocking;
use crate::files::{make_folder, random_name, write_whole};

/// Writes each letter into a file of its own, `<id>.json`, which only its owner may read: letters carry one-time links. One
/// that is sent twice is one file.
#[derive(Clone)]
pub struct Outbox {
    folder: Arc<Path>,
    random: Arc<dyn Random>,
}

/// A letter that lies in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    #[serde(flatten)]
    pub letter: Letter,
    #[serde(flatten)]
    pub written: Written,
}

impl Outbox {
    /// Uses this folder; makes it where there is none.
    pub fn open(folder: impl AsRef<Path>, random: Arc<dyn Random>) -> io::Result<Self> {
        make_folder(folder.as_ref())?;
        Ok(Self { folder: folder.as_ref().into(), random })
    }

    /// The last `limit` letters, the newest first. What is no letter in the folder is left out.
    pub async fn latest(&self, limit: usize) -> StoreResult<Vec<Posted>> {
        let folder = Arc::clone(&self.folder);
        blocking(move || {
            let mut paths = letters(&folder)?;
            // Names are ids, which are ordered by creation.
            paths.sort_unstable_by(|one, other| other.cmp(one));
            let read = |path: PathBuf| serde_json::from_slice(&std::fs::read(path).ok()?).ok();
            Ok(paths.into_iter().filter_map(read).take(limit).collect())
        })
        .await
    }
}

/// The files in which letters are.
fn letters(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let paths = std::fs::read_dir(folder)?.map(|file| Ok(file?.path())).collect::<io::Result<Vec<_>>>()?;
    Ok(paths.into_iter().filter(|path| path.extension().is_some_and(|end| end == "json")).collect())
}

#[async_trait]
impl Mailer for Outbox {
    async fn send(&self, letter: &Letter) -> StoreResult<()> {
        let scratch = self.folder.join(format!(".{}", random_name(&*self.random)));
        let path = self.folder.join(format!("{}.json", letter.id));
        let written = path.clone();
        let posted = Posted { letter: letter.clone(), written: mail::write(letter) };
        let bytes =
            serde_json::to_vec_pretty(&posted).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        blocking(move || write_whole(&scratch, &path, &bytes)).await?;
        tracing::info!(path = %written.display(), "a letter lies in the outbox");
        Ok(())
    }
}
