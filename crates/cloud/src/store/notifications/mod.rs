//! What people are told: made by whoever writes a reply or decides on a report, read here.

mod list;
mod sweep;

use async_trait::async_trait;
use kenmovie_common::domain::Notification;
use kenmovie_common::ports::{Notifications, Notified, StoreResult};
use kenmovie_common::{NotificationId, UserId};
use mongodb::bson::{DateTime, Uuid};
use serde::{Deserialize, Serialize};

use super::client::Mongo;
use super::comments::CommentDocument;
use super::value::uuid;

#[cfg(test)]
pub(super) use {
    list::{told, told_of},
    sweep::orphans,
};

/// A notification, of a reply or of a report.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct NotificationDocument {
    /// That of a reply is the reply's.
    #[serde(rename = "_id")]
    pub(super) id: Uuid,
    /// Who is told.
    pub(super) user: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) comment: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) report: Option<Uuid>,
    pub(super) created_at: DateTime,
}

impl NotificationDocument {
    pub(super) fn of_reply(reply: &CommentDocument, user: Uuid) -> Self {
        let id = NotificationId::of_reply(reply.comment_id());
        Self {
            id: uuid(id.bytes()),
            user,
            comment: Some(reply.id),
            report: None,
            created_at: reply.created_at,
        }
    }
}

#[async_trait]
impl Notifications for Mongo {
    async fn list_notifications(
        &self,
        user: UserId,
        after: Option<NotificationId>,
        limit: usize,
    ) -> StoreResult<Notified> {
        self.run(async move |mongo: Self| list::list(&mongo, user, after, limit).await).await
    }

    async fn notification(&self, id: NotificationId) -> StoreResult<Option<(UserId, Notification)>> {
        self.run(async move |mongo: Self| list::one(&mongo, id).await).await
    }

    async fn read_notifications(&self, user: UserId, up_to: NotificationId) -> StoreResult<u64> {
        self.run(async move |mongo: Self| list::read(&mongo, user, up_to).await).await
    }
}
