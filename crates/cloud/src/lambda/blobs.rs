//! Where pictures lie.

use std::sync::Arc;

use kenmovie_common::ports::Blobs;

use super::Cloud;
use super::settings::StartError;

impl Cloud {
    /// Pictures.
    #[expect(clippy::unused_async, reason = "stub")]
    pub async fn blobs(&self) -> Result<Arc<dyn Blobs>, StartError> {
        Err(super::settings::MONGODB_URI.wrong("not written"))
    }
}
