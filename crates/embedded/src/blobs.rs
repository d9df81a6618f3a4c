//! Pictures, in a folder.

mod signed;

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use kenmovie_common::Time;
use kenmovie_common::auth::Hmac;
use kenmovie_common::domain::PictureKind;
use kenmovie_common::ports::{Blobs, Random, StoreError, StoreResult, Upload};

use crate::error::unavailable;
use crate::files::{make_folder, random_name, sync_folder, write_new, write_whole};

pub use signed::{SignedDownload, SignedUpload};

/// Keeps each picture in a file whose path is its key. Whoever holds an address that it signed may upload or see one: the
/// gateway asks [`may_upload`](Self::may_upload) and [`may_download`](Self::may_download).
#[derive(Clone)]
pub struct Folder {
    root: Arc<Path>,
    random: Arc<dyn Random>,
    key: Hmac,
}

impl Folder {
    /// Uses this folder; makes it where there is none. The key signs addresses.
    pub fn open(root: impl AsRef<Path>, random: Arc<dyn Random>, key: Hmac) -> io::Result<Self> {
        let root: Arc<Path> = root.as_ref().into();
        let scratch = root.join(SCRATCH);
        // What a killed process left half-written.
        match std::fs::remove_dir_all(&scratch) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => make_folder(&scratch)?,
        }
        Ok(Self { root, random, key })
    }

    /// Stores the bytes whole where nothing lies under that key; whether nothing did.
    pub async fn put_new(&self, key: &str, bytes: Vec<u8>) -> StoreResult<bool> {
        let (path, scratch) = (self.place(key)?, self.scratch());
        blocking(move || {
            path.parent().map_or(Ok(()), make_folder)?;
            write_new(&scratch, &path, &bytes)
        })
        .await
    }

    fn scratch(&self) -> PathBuf {
        self.root.join(SCRATCH).join(random_name(&*self.random))
    }

    fn place(&self, key: &str) -> StoreResult<PathBuf> {
        if is_key(key) {
            Ok(self.root.join(key))
        } else {
            Err(StoreError::Corrupt(format!("{key:?} is no key of a picture")))
        }
    }
}

/// Where files are written before they get their name: no key begins with a dot.
const SCRATCH: &str = ".new";

#[async_trait]
impl Blobs for Folder {
    async fn put(&self, key: &str, bytes: &[u8]) -> StoreResult<()> {
        let (path, scratch) = (self.place(key)?, self.scratch());
        let bytes = bytes.to_vec();
        blocking(move || {
            path.parent().map_or(Ok(()), make_folder)?;
            write_whole(&scratch, &path, &bytes)
        })
        .await
    }

    async fn get(&self, key: &str, most: u64) -> StoreResult<Option<Vec<u8>>> {
        let path = self.place(key)?;
        let read = blocking(move || {
            let Some(file) = present(std::fs::File::open(path))? else { return Ok(None) };
            let mut bytes = Vec::new();
            // One more tells that there is more.
            present(file.take(most.saturating_add(1)).read_to_end(&mut bytes)).map(|read| read.map(|_| bytes))
        });
        match read.await? {
            Some(bytes) if bytes.len() as u64 > most => {
                Err(StoreError::Corrupt(format!("{key} is longer than {most} bytes")))
            }
            read => Ok(read),
        }
    }

    async fn delete(&self, key: &str) -> StoreResult<()> {
        let path = self.place(key)?;
        blocking(move || match present(std::fs::remove_file(&path))? {
            Some(()) => path.parent().map_or(Ok(()), sync_folder),
            None => Ok(()),
        })
        .await
    }

    async fn sign_upload(
        &self,
        key: &str,
        kind: PictureKind,
        size: u64,
        _: Time,
        until: Time,
    ) -> StoreResult<Upload> {
        self.place(key)?;
        Ok(self.upload_address(key, kind, size, until))
    }

    async fn sign_download(&self, key: &str, _: Time, until: Time) -> StoreResult<String> {
        self.place(key)?;
        Ok(self.download_address(key, until))
    }
}

/// `/`-separated segments of `[a-z0-9-]`, the last with one extension at most: no such path leaves the folder.
fn is_key(key: &str) -> bool {
    let plain = |segment: &str| {
        (1..=100).contains(&segment.len())
            && segment.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    };
    let (folders, name) = key.rsplit_once('/').map_or((None, key), |(folders, name)| (Some(folders), name));
    let (stem, extension) = name.split_once('.').map_or((name, None), |(stem, end)| (stem, Some(end)));
    key.len() <= 500
        && folders.is_none_or(|folders| folders.split('/').all(plain))
        && plain(stem)
        && extension.is_none_or(plain)
}

fn present<T>(done: io::Result<T>) -> io::Result<Option<T>> {
    match done {
        Ok(value) => Ok(Some(value)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Works on files off the threads that serve requests.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> StoreResult<T> {
    tokio::task::spawn_blocking(work).await.map_err(unavailable)?.map_err(unavailable)
}

#[cfg(test)]
mod tests {
    use super::is_key;

    #[test]
    fn a_key_is_plain_segments_with_one_extension_at_most() {
        for good in ["a", "avatars/01890a5d-ac96/256.webp", "a/b/c-d.jpg"] {
            assert!(is_key(good), "{good}");
        }
        for bad in [
            "", "/", "/a", "a/", "a//b", "..", "a/../b", ".new/a", "a.b/c", "a.b.c", "a.", ".a", "A", "a\\b",
            "a\0",
        ] {
            assert!(!is_key(bad), "{bad:?}");
        }
        assert!(!is_key(&"a".repeat(101)));
        assert!(!is_key(&"a/".repeat(300)));
    }
}
