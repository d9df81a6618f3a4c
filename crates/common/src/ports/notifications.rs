//! Notifications.

use async_trait::async_trait;

use super::{Page, StoreResult};
use crate::domain::Notification;
use crate::{NotificationId, UserId};

/// A page of notifications.
#[derive(Debug, Clone, PartialEq)]
pub struct Notified {
    pub page: Page<Notification, NotificationId>,
    /// Those that the person has not read, `Notification::UNREAD` at most.
    pub unread: u64,
}

/// What people are told. Whoever writes a reply or decides on a report makes them by the same act.
#[async_trait]
pub trait Notifications: Send + Sync {
    /// The latest first. Those of comments that are deleted, and of people who blocked or are blocked, are left out.
    async fn list_notifications(
        &self,
        user: UserId,
        after: Option<NotificationId>,
        limit: usize,
    ) -> StoreResult<Notified>;

    /// Whose it is, and what it tells of as its person sees it; none where it is not there or not seen.
    async fn notification(&self, id: NotificationId) -> StoreResult<Option<(UserId, Notification)>>;

    /// This one and all before it are read; how many are not, `Notification::UNREAD` at most. Never takes a mark back.
    async fn read_notifications(&self, user: UserId, up_to: NotificationId) -> StoreResult<u64>;
}
