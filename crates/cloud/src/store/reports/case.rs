//! Cases: the reports of one thing, counted as they come and go, and as moderators read them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::{Case, CaseTarget, Reason, ReasonCount, ReportStatus, TargetKind};
use kenmovie_common::ports::{CaseFilter, Page};
use kenmovie_common::{CommentId, MovieId, ReportId, UserId};
use mongodb::ClientSession;
use mongodb::bson::{DateTime, Document, Uuid, doc};
use mongodb::options::{Hint, ReturnDocument};
use serde::{Deserialize, Serialize};

use super::document::{ReportDocument, status};
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::{Outcome, corrupt};
use crate::store::reactions::{COMMENT, MOVIE};
use crate::store::schema::{CASES, REPORTS};
use crate::store::value::{count as counter, one_more, page, time, uuid};

/// All reports of one thing.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct CaseDocument {
    /// The first report's.
    #[serde(rename = "_id")]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) kind: String,
    pub(in crate::store) target: Uuid,
    pub(in crate::store) status: String,
    /// What was decided last; kept while newer reports open the case again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) decided: Option<Decided>,
    /// The latest report.
    pub(in crate::store) latest: Uuid,
    pub(in crate::store) count: i64,
    pub(in crate::store) open: i64,
    /// How many gave each reason; 0 where nobody does any more.
    pub(in crate::store) reasons: BTreeMap<String, i64>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct Decided {
    pub(in crate::store) status: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) note: Option<String>,
    /// None once their account is no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) moderator: Option<Uuid>,
    pub(in crate::store) at: DateTime,
}

impl CaseDocument {
    /// Those that somebody gave, in the reasons' order.
    pub(in crate::store) fn reasons(&self) -> Outcome<Vec<ReasonCount>> {
        let given = Reason::ALL.into_iter().map(|reason| (reason, self.reasons.get(reason.code())));
        let given = given.filter_map(|(reason, n)| Some((reason, *n.filter(|n| **n != 0)?)));
        given.map(|(reason, n)| Ok(ReasonCount { reason, count: counter(n)? })).collect()
    }
}

/// Counts a new report in its thing's case, which is open from now on.
pub(super) async fn count(
    mongo: &Mongo,
    session: &mut ClientSession,
    report: &ReportDocument,
) -> Outcome<()> {
    let counted = doc! {
        "$setOnInsert": { "_id": report.id, "kind": &report.kind },
        "$set": { "status": ReportStatus::Open.as_str() },
        "$inc": { "count": 1_i64, "open": 1_i64, of_reason(&report.reason): 1_i64 },
        "$max": { "latest": report.id },
    };
    let cases = mongo.collection::<Document>(CASES);
    cases.update_one(doc! { "target": report.target }, counted).upsert(true).session(session).await?;
    Ok(())
}

/// Counts a report out that is gone. A case without reports goes, one without open ones is as it was decided before.
pub(super) async fn uncount(
    mongo: &Mongo,
    session: &mut ClientSession,
    report: &ReportDocument,
) -> Outcome<()> {
    let open = i64::from(report.status == ReportStatus::Open.as_str());
    let uncounted = doc! { "$inc": { "count": -1_i64, "open": -open, of_reason(&report.reason): -1_i64 } };
    let cases = mongo.collection::<CaseDocument>(CASES);
    let left = cases.find_one_and_update(doc! { "target": report.target }, uncounted);
    let Some(left) = left.return_document(ReturnDocument::After).session(&mut *session).await? else {
        return Ok(());
    };
    let case = doc! { "_id": left.id };
    if left.count <= 0 {
        cases.delete_one(case).session(session).await?;
        return Ok(());
    }
    let mut becomes = Document::new();
    if let Some(decided) = left.decided.filter(|_| left.open == 0 && open == 1) {
        becomes.insert("status", decided.status);
    }
    if left.latest == report.id {
        let reports = mongo.collection::<ReportDocument>(REPORTS);
        let latest = reports.find_one(doc! { "target": report.target }).sort(doc! { "_id": -1 });
        let latest = latest.hint(Hint::Name("reports_latest".to_owned())).session(&mut *session).await?;
        let latest = latest.ok_or_else(|| corrupt("a case that counts reports and has none"))?;
        becomes.insert("latest", latest.id);
    }
    if !becomes.is_empty() {
        cases.update_one(case, doc! { "$set": becomes }).session(session).await?;
    }
    Ok(())
}

fn of_reason(code: &str) -> String {
    format!("reasons.{code}")
}

pub(super) async fn list(
    mongo: &Mongo,
    filter: CaseFilter,
    after: Option<ReportId>,
    limit: usize,
) -> Outcome<Page<Case, ReportId>> {
    let (pipeline, index) = queue(filter, after, limit);
    let cases = mongo.collection::<Document>(CASES);
    let found = cases
        .aggregate(pipeline)
        .hint(Hint::Name(index.to_owned()))
        .batch_size(1_000)
        .max_time(LONGEST)
        .with_type::<Listed>();
    let found: Vec<Listed> = found.await?.try_collect().await?;
    let Page { items, next } =
        page(found, limit, |listed: &Listed| ReportId::from_bytes(listed.case.latest.bytes()));
    // Of a case that goes at this moment there may be no report.
    let items = items.into_iter().filter_map(|listed| listed.case().transpose());
    Ok(Page { items: items.collect::<Outcome<_>>()?, next })
}

/// A page of cases with their latest reports, and the index that it walks.
pub(in crate::store) fn queue(
    filter: CaseFilter,
    after: Option<ReportId>,
    limit: usize,
) -> (Vec<Document>, &'static str) {
    let mut stretch = Document::new();
    stretch.extend(filter.kind.map(|kind| ("kind".to_owned(), kind.as_str().into())));
    stretch.extend(filter.status.map(|status| ("status".to_owned(), status.as_str().into())));
    stretch.extend(after.map(|after| ("latest".to_owned(), doc! { "$lt": uuid(after.bytes()) }.into())));
    let index = match (filter.kind, filter.status) {
        (None, None) => "cases_latest",
        (None, Some(_)) => "cases_status",
        (Some(_), None) => "cases_kind",
        (Some(_), Some(_)) => "cases_kind_status",
    };
    let pipeline = vec![
        doc! { "$match": stretch },
        doc! { "$sort": { "latest": -1 } },
        doc! { "$limit": one_more(limit) },
        latest_reports(),
    ];
    (pipeline, index)
}

/// The stage that joins a case's latest reports, the latest first.
pub(super) fn latest_reports() -> Document {
    let texts = i64::try_from(Case::TEXTS).unwrap_or(i64::MAX);
    let members = doc! { "target": 1, "movie": 1, "quote": 1, "quoted": 1, "text": 1, "created_at": 1 };
    doc! { "$lookup": {
        "from": REPORTS,
        "localField": "target",
        "foreignField": "target",
        "pipeline": [{ "$sort": { "_id": -1 } }, { "$limit": texts }, { "$project": members }],
        "as": "reports",
    } }
}

/// A case with its latest reports.
#[derive(Deserialize)]
pub(super) struct Listed {
    #[serde(flatten)]
    case: CaseDocument,
    reports: Vec<Latest>,
}

#[derive(Deserialize)]
struct Latest {
    target: Uuid,
    #[serde(default)]
    movie: Option<Uuid>,
    #[serde(default)]
    quote: Option<String>,
    #[serde(default)]
    quoted: Option<Uuid>,
    #[serde(default)]
    text: Option<String>,
    created_at: DateTime,
}

impl Listed {
    /// None where there is no report.
    pub(super) fn case(self) -> Outcome<Option<Case>> {
        let Self { case, mut reports } = self;
        let texts = reports.iter_mut().filter_map(|report| report.text.take()).collect();
        let Some(latest) = reports.into_iter().next() else { return Ok(None) };
        let (kind, comment_id) = match case.kind.as_str() {
            MOVIE => (TargetKind::Movie, None),
            COMMENT => (TargetKind::Comment, Some(CommentId::from_bytes(case.target.bytes()))),
            other => return Err(corrupt(format!("a case of the kind {other:?}"))),
        };
        let mut reasons = case.reasons()?;
        reasons.sort_by_key(|reason| Reverse(reason.count));
        let status = status(&case.status)?;
        let decided = case.decided.filter(|_| status != ReportStatus::Open);
        Ok(Some(Case {
            id: ReportId::from_bytes(case.id.bytes()),
            kind,
            target: CaseTarget {
                movie_id: MovieId::from_bytes(latest.movie.unwrap_or(latest.target).bytes()),
                comment_id,
                quote: latest.quote,
                author_id: latest.quoted.map(|quoted| UserId::from_bytes(quoted.bytes())),
            },
            status,
            decided_at: decided.as_ref().map(|decided| time(decided.at)),
            note: decided.and_then(|decided| decided.note),
            count: counter(case.count)?,
            reasons,
            texts,
            last_reported_at: time(latest.created_at),
        }))
    }
}
