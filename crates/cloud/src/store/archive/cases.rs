//! Cases.

use kenmovie_common::ports::{CaseRecord, Collection, DecidedRecord, Record};
use kenmovie_common::{ReportId, UserId};

use super::documents::{Archived, Plain, columns, target};
use crate::store::error::Outcome;
use crate::store::reports::{CaseDocument, Decided, status};
use crate::store::value::{count, date, signed, time, uuid};

impl Archived for CaseDocument {
    const COLLECTION: Collection = Collection::Cases;

    fn into_record(self) -> Outcome<Record> {
        let decided = |decided: Decided| -> Outcome<DecidedRecord> {
            Ok(DecidedRecord {
                status: status(&decided.status)?,
                note: decided.note,
                moderator: decided.moderator.map(|id| UserId::from_bytes(id.bytes())),
                at: time(decided.at),
            })
        };
        Ok(Record::Case(CaseRecord {
            id: ReportId::from_bytes(self.id.bytes()),
            target: target(&self.kind, self.target)?,
            status: status(&self.status)?,
            latest: ReportId::from_bytes(self.latest.bytes()),
            count: count(self.count)?,
            open: count(self.open)?,
            reasons: self.reasons()?,
            decided: self.decided.map(decided).transpose()?,
        }))
    }
}

impl Plain for CaseDocument {
    fn of(record: Record) -> Option<Self> {
        let Record::Case(case) = record else { return None };
        let (kind, target) = columns(case.target);
        let reasons = case.reasons.iter().map(|one| (one.reason.code().to_owned(), signed(one.count)));
        Some(Self {
            id: uuid(case.id.bytes()),
            kind: kind.to_owned(),
            target,
            status: case.status.as_str().to_owned(),
            latest: uuid(case.latest.bytes()),
            count: signed(case.count),
            open: signed(case.open),
            reasons: reasons.collect(),
            decided: case.decided.map(|decided| Decided {
                status: decided.status.as_str().to_owned(),
                note: decided.note,
                moderator: decided.moderator.map(|id| uuid(id.bytes())),
                at: date(decided.at),
            }),
        })
    }
}
