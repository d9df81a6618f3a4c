//! Not written yet.

use async_trait::async_trait;
use kenmovie_common::domain::*;
use kenmovie_common::ports::*;
use kenmovie_common::*;

use super::Mongo;

fn none<T>() -> StoreResult<T> {
    Err(StoreError::Unavailable("not written".to_owned()))
}

#[async_trait]
impl Pictures for Mongo {
    async fn await_media(&self, _: &Media) -> StoreResult<bool> {
        none()
    }
    async fn media(&self, _: MediaId) -> StoreResult<Option<Media>> {
        none()
    }
    async fn finish_media(&self, _: MediaId, _: PictureSize) -> StoreResult<bool> {
        none()
    }
    async fn set_avatar(&self, _: UserId, _: Option<MediaId>) -> StoreResult<Option<User>> {
        none()
    }
    async fn unused_media(&self, _: Time, _: usize) -> StoreResult<Vec<MediaId>> {
        Ok(Vec::new())
    }
    async fn forget_media(&self, _: &[MediaId]) -> StoreResult<()> {
        none()
    }
}
