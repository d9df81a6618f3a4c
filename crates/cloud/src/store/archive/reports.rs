//! Reports.

use kenmovie_common::domain::{Reason, ReportStatus};
use kenmovie_common::ports::{Collection, Record, ReportRecord};
use kenmovie_common::{ReportId, UserId};

use super::documents::{Archived, Plain, columns, idempotency, target};
use crate::store::error::{Outcome, corrupt};
use crate::store::reports::ReportDocument;
use crate::store::value::{date, hash, time, uuid};

impl Archived for ReportDocument {
    const COLLECTION: Collection = Collection::Reports;

    fn into_record(self) -> Outcome<Record> {
        let Self { reason, status, .. } = &self;
        Ok(Record::Report(ReportRecord {
            id: ReportId::from_bytes(self.id.bytes()),
            user: UserId::from_bytes(self.user.bytes()),
            target: target(&self.kind, self.target)?,
            movie: kenmovie_common::MovieId::from_bytes(self.target.bytes()),
            quote: None,
            quoted: None,
            reason: Reason::parse(reason).ok_or_else(|| corrupt(format!("the reason {reason:?}")))?,
            status: ReportStatus::parse(status).ok_or_else(|| corrupt(format!("the status {status:?}")))?,
            user_name: self.user_name,
            user_email: self.user_email,
            text: self.text,
            note: self.note,
            created_at: time(self.created_at),
            decided_at: self.decided_at.map(time),
            idempotency: idempotency(self.key, self.fingerprint)?,
        }))
    }
}

impl Plain for ReportDocument {
    fn of(record: Record) -> Option<Self> {
        let Record::Report(report) = record else { return None };
        let (kind, target) = columns(report.target);
        let (key, fingerprint) = match report.idempotency {
            Some(asked) => (Some(asked.key), Some(hash(asked.fingerprint))),
            None => (None, None),
        };
        Some(Self {
            id: uuid(report.id.bytes()),
            user: uuid(report.user.bytes()),
            user_name: report.user_name,
            user_email: report.user_email,
            kind: kind.to_owned(),
            target,
            reason: report.reason.code().to_owned(),
            text: report.text,
            status: report.status.as_str().to_owned(),
            note: report.note,
            created_at: date(report.created_at),
            decided_at: report.decided_at.map(date),
            key,
            fingerprint,
        })
    }
}
