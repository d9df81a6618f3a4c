//! Reports that were made before there were cases: each names its film and its title as it is now, and counts in a case.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::ReportStatus;
use mongodb::ClientSession;
use mongodb::bson::{self, Bson, Document, Uuid, doc};
use serde::Deserialize;

use super::case::{CaseDocument, Decided};
use super::document::ReportDocument;
use crate::store::client::Mongo;
use crate::store::error::{Outcome, corrupt};
use crate::store::find::Find;
use crate::store::schema::{CASES, MOVIES, REPORTS};

/// So many reports are looked at at once.
const BATCH: usize = 500;

#[derive(Deserialize)]
struct Old {
    target: Uuid,
}

#[derive(Deserialize)]
struct Titled {
    title: String,
}

impl Mongo {
    pub(in crate::store) async fn open_cases(&self) -> Outcome<()> {
        loop {
            let old: Vec<Old> = unknown().up_to(BATCH).run(self).await?;
            if old.is_empty() {
                return Ok(());
            }
            let targets: BTreeSet<[u8; 16]> = old.into_iter().map(|old| old.target.bytes()).collect();
            for target in targets {
                let target = Uuid::from_bytes(target);
                self.transaction(move |mongo, session| Box::pin(open_case(mongo, session, target))).await?;
            }
        }
    }
}

/// The reports that name no film yet: all are of films.
pub(in crate::store) fn unknown() -> Find {
    Find {
        collection: REPORTS,
        filter: doc! { "movie": Bson::Null },
        projection: doc! { "target": 1 },
        hint: "reports_movie",
        ..Find::default()
    }
}

async fn open_case(mongo: &Mongo, session: &mut ClientSession, film: Uuid) -> Outcome<()> {
    let reports = mongo.collection::<ReportDocument>(REPORTS);
    let movies = mongo.collection::<Titled>(MOVIES);
    let titled =
        movies.find_one(doc! { "_id": film }).projection(doc! { "title": 1 }).session(&mut *session).await?;
    let Some(Titled { title }) = titled else {
        // The film is gone, and its reports with it.
        reports.delete_many(doc! { "target": film }).session(session).await?;
        return Ok(());
    };
    let (old, known) = (doc! { "target": film, "movie": Bson::Null }, doc! { "movie": film, "quote": title });
    reports.update_many(old, doc! { "$set": known }).session(&mut *session).await?;
    let mut all =
        reports.find(doc! { "target": film }).sort(doc! { "_id": 1 }).session(&mut *session).await?;
    let all: Vec<ReportDocument> = all.stream(&mut *session).try_collect().await?;
    let Some(case) = case_of(&all) else { return Ok(()) };
    let cases = mongo.collection::<Document>(CASES);
    let mut members = bson::serialize_to_document(&case)?;
    // One that new reports made meanwhile keeps its id and what was decided.
    let id = members.remove("_id").ok_or_else(|| corrupt("a case without an id"))?;
    let decided = members.remove("decided").map(|decided| ("decided".to_owned(), decided));
    let mut first = doc! { "_id": id };
    first.extend(decided);
    let becomes = doc! { "$set": members, "$setOnInsert": first };
    cases.update_one(doc! { "target": film }, becomes).upsert(true).session(session).await?;
    Ok(())
}

/// The case of all reports of one thing, the first of them first.
fn case_of(reports: &[ReportDocument]) -> Option<CaseDocument> {
    let (first, latest) = (reports.first()?, reports.last()?);
    let open = ReportStatus::Open.as_str();
    let mut reasons = BTreeMap::new();
    for report in reports {
        *reasons.entry(report.reason.clone()).or_insert(0) += 1;
    }
    let waiting = reports.iter().filter(|report| report.status == open).count();
    let decided = reports.iter().filter(|report| report.status != open).max_by_key(|one| one.decided_at);
    Some(CaseDocument {
        id: first.id,
        kind: first.kind.clone(),
        target: first.target,
        status: decided.filter(|_| waiting == 0).map_or(open, |one| &one.status).to_owned(),
        decided: decided.map(|one| Decided {
            status: one.status.clone(),
            note: one.note.clone(),
            moderator: None,
            at: one.decided_at.unwrap_or(one.created_at),
        }),
        latest: latest.id,
        count: i64::try_from(reports.len()).unwrap_or(i64::MAX),
        open: i64::try_from(waiting).unwrap_or(i64::MAX),
        reasons,
    })
}
