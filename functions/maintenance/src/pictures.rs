//! Sweeps pictures that nobody uses.

use kenmovie_common::domain::Media;
use kenmovie_common::ports::{Blobs, Clock, Pictures, StoreResult};
use kenmovie_common::{MediaId, Time};

use crate::ROUND;

/// So many are asked for at a time.
const BATCH: usize = 100;

/// Removes the bytes of pictures that nobody uses, then their records: a crash in between leaves what the next call finds. How
/// many records went. One that may still be uploaded keeps its record until it may not, and is looked at again: nothing is
/// uploaded that has no record.
pub async fn sweep_pictures(
    pictures: &dyn Pictures,
    blobs: &dyn Blobs,
    clock: &dyn Clock,
) -> StoreResult<u64> {
    let begun = clock.now();
    let mut swept = 0;
    while clock.now().since(begun) < ROUND {
        let mut ids = pictures.unused_media(begun - Media::UNUSED, BATCH).await?;
        for id in &ids {
            blobs.delete(&Media::upload_key(*id)).await?;
            blobs.delete(&Media::copy_key(*id)).await?;
        }
        let is_full = ids.len() == BATCH;
        ids.retain(|id| is_closed(*id, begun));
        pictures.forget_media(&ids).await?;
        swept += ids.len() as u64;
        if !is_full || ids.is_empty() {
            break;
        }
    }
    Ok(swept)
}

/// Whether the time to upload is over, by the time that an id carries.
fn is_closed(id: MediaId, now: Time) -> bool {
    id < MediaId::at(now - Media::UPLOAD, [0; 10])
}
