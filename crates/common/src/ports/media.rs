//! What is known of pictures; their bytes are the port `Blobs`'.

use async_trait::async_trait;

use super::StoreResult;
use crate::domain::{Media, PictureSize, User};
use crate::{MediaId, Time, UserId};

/// The records of uploaded pictures. One that its person or message lost, or that was never used, is swept: its bytes are
/// removed, then its record.
#[async_trait]
pub trait Pictures: Send + Sync {
    /// Keeps a picture that its owner will upload, `Awaited`; false where the owner is not there.
    async fn await_media(&self, media: &Media) -> StoreResult<bool>;

    /// One that is left to be swept is not there any more, and nobody's.
    async fn media(&self, id: MediaId) -> StoreResult<Option<Media>>;

    /// Our copy of an `Awaited` picture stands: it is `Ready`. False where it is not there or was not awaited.
    async fn finish_media(&self, id: MediaId, size: PictureSize) -> StoreResult<bool>;

    /// This `Ready` avatar of the person's is theirs from now on (`Used`), or none is. The one before is left to be swept. The
    /// same again changes nothing. `Media` where it is not theirs, not for that, or neither `Ready` nor their avatar. None
    /// where the person is not there.
    async fn set_avatar(&self, user: UserId, media: Option<MediaId>) -> StoreResult<Option<User>>;

    /// Pictures to be swept: those that nothing uses any more, and those not `Used` that were made before `before`.
    async fn unused_media(&self, before: Time, limit: usize) -> StoreResult<Vec<MediaId>>;

    /// Forgets pictures whose bytes are gone, unless they are used meanwhile.
    async fn forget_media(&self, ids: &[MediaId]) -> StoreResult<()>;
}
