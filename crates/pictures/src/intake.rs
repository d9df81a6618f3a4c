//! An upload is checked when it is used.

use std::sync::Arc;
use std::time::Duration;

use kenmovie_common::domain::{Media, MediaPurpose, MediaState};
use kenmovie_common::http::{FieldCode, FieldError, Problem};
use kenmovie_common::ports::{Blobs, Pictures};
use kenmovie_common::{MediaId, Time, UserId};

use crate::tidier::Tidier;

/// A picture is taken this long at most before it would be swept: a sweep that has begun must not meet one that is about to
/// be used.
const MARGIN: Duration = Duration::from_mins(5);

/// Where uploads become our own copies.
#[derive(Clone)]
pub struct Intake {
    pictures: Arc<dyn Pictures>,
    blobs: Arc<dyn Blobs>,
    tidier: Tidier,
}

impl Intake {
    pub fn new(pictures: Arc<dyn Pictures>, blobs: Arc<dyn Blobs>, tidier: Tidier) -> Self {
        Self { pictures, blobs, tidier }
    }

    /// Sees to it that our copy of this person's upload stands, so that it can be used for what it was uploaded for. 422 on
    /// `media_id` where there is none, or where it is no picture. The same again does nothing; a call that stopped half way
    /// is gone on with by the next.
    pub async fn take(
        &self,
        owner: UserId,
        id: MediaId,
        purpose: MediaPurpose,
        now: Time,
    ) -> Result<(), Problem> {
        let known = self.pictures.media(id).await?;
        let media = known.filter(|media| media.owner == owner && media.purpose == purpose);
        let media = media.ok_or_else(not_there)?;
        let is_used = matches!(media.state, MediaState::Used(_));
        if !is_used && now.since(media.created_at) > Media::UNUSED.saturating_sub(MARGIN) {
            return Err(not_there());
        }
        match media.state {
            MediaState::Awaited => self.finish(&media).await,
            MediaState::Ready(_) | MediaState::Used(_) => Ok(()),
        }
    }

    /// The copy first, then its record, the upload last: whatever is missing, the next call begins with what is there.
    async fn finish(&self, media: &Media) -> Result<(), Problem> {
        let upload = Media::upload_key(media.id);
        let Some(bytes) = self.blobs.get(&upload, Media::MAX_BYTES).await? else {
            // Another call has finished meanwhile, or nothing was uploaded.
            return if self.is_finished(media.id).await? { Ok(()) } else { Err(not_there()) };
        };
        let is_whole = bytes.len() as u64 == media.size;
        let tidy = self.tidier.tidy(bytes, media.kind, media.purpose).await?;
        let Some(tidy) = tidy.ok().filter(|_| is_whole) else {
            // It is not looked at twice.
            self.blobs.delete(&upload).await?;
            return Err(unreadable());
        };
        let copy = Media::copy_key(media.id);
        self.blobs.put(&copy, &tidy.bytes).await?;
        if !self.pictures.finish_media(media.id, tidy.size).await? && !self.is_finished(media.id).await? {
            // Its owner is gone, and whoever swept what was theirs may have been here already.
            self.blobs.delete(&copy).await?;
            self.blobs.delete(&upload).await?;
            return Err(not_there());
        }
        if let Err(error) = self.blobs.delete(&upload).await {
            // It goes when the picture does.
            tracing::warn!(%error, id = %media.id, "an upload that was taken lies on");
        }
        Ok(())
    }

    async fn is_finished(&self, id: MediaId) -> Result<bool, Problem> {
        let known = self.pictures.media(id).await?;
        Ok(known.is_some_and(|media| media.state != MediaState::Awaited))
    }
}

fn not_there() -> Problem {
    invalid(FieldCode::InvalidValue, "There is no such picture to use.")
}

fn unreadable() -> Problem {
    invalid(FieldCode::UnreadablePicture, "This is no picture of the kind that was said, or too large a one.")
}

fn invalid(code: FieldCode, detail: &str) -> Problem {
    Problem::Invalid(vec![FieldError::new("media_id", code, detail)])
}
