//! Notifications.

use crate::Embedded;
use async_trait::async_trait;

use kenmovie_common::ports::StoreResult;
use kenmovie_common::ports::{Notifications, Notified, StoreError};
use kenmovie_common::{NotificationId, UserId};

#[async_trait]
impl Notifications for Embedded {
    async fn list_notifications(
        &self,
        _user: UserId,
        _after: Option<NotificationId>,
        _limit: usize,
    ) -> StoreResult<Notified> {
        Err(StoreError::Unavailable("not written".to_owned()))
    }

    async fn read_notifications(&self, _user: UserId, _up_to: NotificationId) -> StoreResult<u64> {
        Err(StoreError::Unavailable("not written".to_owned()))
    }
}
