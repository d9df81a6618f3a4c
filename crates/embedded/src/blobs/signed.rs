//! Addresses that carry what may be done with them, until when, and a keyed hash of both.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kenmovie_common::Time;
use kenmovie_common::domain::PictureKind;
use kenmovie_common::ports::Upload;
use serde::Deserialize;

use super::Folder;

/// The query of an address that takes a picture.
#[derive(Debug, Deserialize)]
pub struct SignedUpload {
    pub kind: PictureKind,
    /// In bytes.
    pub size: u64,
    /// In milliseconds since 1970.
    until: i64,
    signature: String,
}

/// The query of an address that gives one.
#[derive(Debug, Deserialize)]
pub struct SignedDownload {
    /// In milliseconds since 1970.
    until: i64,
    signature: String,
}

impl Folder {
    /// Where its addresses begin; the key follows.
    pub const PATH: &str = "/media/";

    /// Whether this was signed here, for this key, and still holds.
    pub fn may_upload(&self, key: &str, signed: &SignedUpload, now: Time) -> bool {
        let SignedUpload { kind, size, until, signature } = signed;
        self.holds(&upload(key, *kind, *size, *until), *until, signature, now)
    }

    /// The same for a download.
    pub fn may_download(&self, key: &str, signed: &SignedDownload, now: Time) -> bool {
        let SignedDownload { until, signature } = signed;
        self.holds(&download(key, *until), *until, signature, now)
    }

    pub(super) fn upload_address(&self, key: &str, kind: PictureKind, size: u64, until: Time) -> Upload {
        let signature = self.signature(&upload(key, kind, size, until.millis()));
        let (path, kind, until) = (Self::PATH, kind.as_str(), until.millis());
        Upload {
            url: format!("{path}{key}?kind={kind}&size={size}&until={until}&signature={signature}"),
            headers: vec![("content-type".to_owned(), kind.to_owned())],
        }
    }

    pub(super) fn download_address(&self, key: &str, until: Time) -> String {
        let signature = self.signature(&download(key, until.millis()));
        format!("{}{key}?until={}&signature={signature}", Self::PATH, until.millis())
    }

    fn signature(&self, what: &[String]) -> String {
        let parts: Vec<&[u8]> = what.iter().map(String::as_bytes).collect();
        URL_SAFE_NO_PAD.encode(self.key.sign(&parts))
    }

    fn holds(&self, what: &[String], until: i64, signature: &str, now: Time) -> bool {
        let parts: Vec<&[u8]> = what.iter().map(String::as_bytes).collect();
        let tag = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
        now < Time::from_millis(until) && self.key.verify(&parts, &tag)
    }
}

/// What is signed: everything that the address allows.
fn upload(key: &str, kind: PictureKind, size: u64, until: i64) -> [String; 5] {
    ["PUT".to_owned(), key.to_owned(), kind.as_str().to_owned(), size.to_string(), until.to_string()]
}

fn download(key: &str, until: i64) -> [String; 3] {
    ["GET".to_owned(), key.to_owned(), until.to_string()]
}
