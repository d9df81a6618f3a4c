//! The comments that people do not see.

use kenmovie_common::ports::{Collection, HiddenCommentRecord, Record};
use kenmovie_common::{CommentId, ReportId, UserId};

use super::documents::{Archived, Plain};
use crate::store::error::Outcome;
use crate::store::reports::{HiddenComment, HiddenCommentKey};
use crate::store::value::uuid;

impl Archived for HiddenComment {
    const COLLECTION: Collection = Collection::HiddenComments;

    fn into_record(self) -> Outcome<Record> {
        Ok(Record::HiddenComment(HiddenCommentRecord {
            user: UserId::from_bytes(self.key.user.bytes()),
            comment: CommentId::from_bytes(self.key.comment.bytes()),
            report: ReportId::from_bytes(self.report.bytes()),
        }))
    }
}

impl Plain for HiddenComment {
    fn of(record: Record) -> Option<Self> {
        let Record::HiddenComment(hidden) = record else { return None };
        let key = HiddenCommentKey { user: uuid(hidden.user.bytes()), comment: uuid(hidden.comment.bytes()) };
        Some(Self { key, report: uuid(hidden.report.bytes()) })
    }
}
