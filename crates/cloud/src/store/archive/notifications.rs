//! What people are told.

use kenmovie_common::ports::{Collection, NotificationRecord, Record, RecordedEvent};
use kenmovie_common::{CommentId, NotificationId, ReportId, UserId};

use super::documents::{Archived, Plain};
use crate::store::error::{Outcome, corrupt};
use crate::store::notifications::NotificationDocument;
use crate::store::value::{date, time, uuid};

impl Archived for NotificationDocument {
    const COLLECTION: Collection = Collection::Notifications;

    fn into_record(self) -> Outcome<Record> {
        let event = match (self.comment, self.report) {
            (Some(reply), None) => RecordedEvent::Reply(CommentId::from_bytes(reply.bytes())),
            (None, Some(report)) => RecordedEvent::ReportDecided(ReportId::from_bytes(report.bytes())),
            _ => return Err(corrupt("a notification of nothing, or of two things")),
        };
        Ok(Record::Notification(NotificationRecord {
            id: NotificationId::from_bytes(self.id.bytes()),
            user: UserId::from_bytes(self.user.bytes()),
            event,
            created_at: time(self.created_at),
        }))
    }
}

impl Plain for NotificationDocument {
    fn of(record: Record) -> Option<Self> {
        let Record::Notification(told) = record else { return None };
        let (comment, report) = match told.event {
            RecordedEvent::Reply(reply) => (Some(uuid(reply.bytes())), None),
            RecordedEvent::ReportDecided(report) => (None, Some(uuid(report.bytes()))),
        };
        Some(Self {
            id: uuid(told.id.bytes()),
            user: uuid(told.user.bytes()),
            comment,
            report,
            created_at: date(told.created_at),
        })
    }
}
