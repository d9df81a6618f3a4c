//! Reports.

use kenmovie_common::ports::{Collection, Record, ReportRecord};
use kenmovie_common::{ReportId, UserId};

use super::documents::{Archived, Plain, columns, idempotency, target};
use crate::store::error::Outcome;
use crate::store::reports::{ReportDocument, reason, status};
use crate::store::value::{date, hash, time, uuid};

impl Archived for ReportDocument {
    const COLLECTION: Collection = Collection::Reports;

    fn into_record(self) -> Outcome<Record> {
        Ok(Record::Report(ReportRecord {
            id: ReportId::from_bytes(self.id.bytes()),
            user: UserId::from_bytes(self.user.bytes()),
            target: target(&self.kind, self.target)?,
            movie: self.movie_id(),
            quote: self.quote,
            quoted: self.quoted.map(|id| UserId::from_bytes(id.bytes())),
            reason: reason(&self.reason)?,
            status: status(&self.status)?,
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
            movie: Some(uuid(report.movie.bytes())),
            quote: report.quote,
            quoted: report.quoted.map(|id| uuid(id.bytes())),
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
