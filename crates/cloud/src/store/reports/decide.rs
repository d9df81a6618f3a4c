//! What a moderator decides: of a case, of its reports, and what their makers are told.

use std::sync::Arc;

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::{Case, Decision, ReportStatus};
use kenmovie_common::{NotificationId, ReportId, Time, UserId};
use mongodb::ClientSession;
use mongodb::bson::{Bson, Document, Uuid, doc};
use serde::Deserialize;

use super::case::{CaseDocument, Decided, Listed, latest_reports};
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::Outcome;
use crate::store::movies::update_all;
use crate::store::schema::{CASES, NOTIFICATIONS, REPORTS};
use crate::store::value::{date, uuid};

#[derive(Deserialize)]
struct On {
    target: Uuid,
}

/// A report, and whose it is.
#[derive(Deserialize)]
struct Made {
    #[serde(rename = "_id")]
    id: Uuid,
    user: Uuid,
}

pub(super) async fn decide(mongo: &Mongo, id: Uuid, decision: Decision) -> Outcome<Option<Case>> {
    let cases = mongo.collection::<On>(CASES);
    let case = cases.find_one(doc! { "_id": id }).projection(doc! { "target": 1 });
    let Some(On { target }) = case.max_time(LONGEST).await? else { return Ok(None) };
    let _turn = mongo.cases.take(target).await;
    let decision = Arc::new(decision);
    let decided = mongo.transaction(move |mongo, session| {
        let decision = Arc::clone(&decision);
        Box::pin(async move {
            if !take(mongo, &mut *session, id, &decision).await? {
                return Ok(None);
            }
            let cases = mongo.collection::<Document>(CASES);
            let case = cases.aggregate([doc! { "$match": { "_id": id } }, latest_reports()]);
            let mut case = case.with_type::<Listed>().session(&mut *session).await?;
            match case.stream(session).try_next().await? {
                Some(case) => case.case(),
                None => Ok(None),
            }
        })
    });
    decided.await
}

/// Resolves what is open on a thing that is gone.
pub(in crate::store) async fn close(
    mongo: &Mongo,
    session: &mut ClientSession,
    target: Uuid,
    moderator: Option<UserId>,
    now: Time,
) -> Outcome<()> {
    let cases = mongo.collection::<CaseDocument>(CASES);
    let case = cases.find_one(doc! { "target": target }).session(&mut *session).await?;
    let Some(case) = case.filter(|case| case.open > 0) else { return Ok(()) };
    settle(mongo, session, case, &Decision { status: ReportStatus::Resolved, note: None, moderator, now })
        .await
}

/// Decides, unless that is how it stands already; false where there is no such case.
async fn take(mongo: &Mongo, session: &mut ClientSession, id: Uuid, decision: &Decision) -> Outcome<bool> {
    let cases = mongo.collection::<CaseDocument>(CASES);
    let Some(case) = cases.find_one(doc! { "_id": id }).session(&mut *session).await? else {
        return Ok(false);
    };
    let Decision { status, note, .. } = decision;
    let same = |before: &Decided| before.status == status.as_str() && before.note == *note;
    if case.open > 0 || !case.decided.as_ref().is_some_and(same) {
        settle(mongo, session, case, decision).await?;
    }
    Ok(true)
}

async fn settle(
    mongo: &Mongo,
    session: &mut ClientSession,
    case: CaseDocument,
    decision: &Decision,
) -> Outcome<()> {
    let Decision { status, note, moderator, now } = decision;
    let status = status.as_str();
    let mut decided = doc! { "status": status, "at": date(*now) };
    decided.extend(moderator.map(|id| ("moderator".to_owned(), uuid(id.bytes()).into())));
    decided.extend(note.clone().map(|note| ("note".to_owned(), note.into())));
    let becomes = doc! { "$set": { "status": status, "open": 0_i64, "decided": decided } };
    let cases = mongo.collection::<Document>(CASES);
    cases.update_one(doc! { "_id": case.id }, becomes).session(&mut *session).await?;

    let others = undecided(case.target, decision.status, note.as_deref());
    let reports = mongo.collection::<Made>(REPORTS);
    let made = reports.find(others.clone()).projection(doc! { "user": 1 }).batch_size(1_000);
    let mut made = made.session(&mut *session).await?;
    let made: Vec<Made> = made.stream(&mut *session).try_collect().await?;
    let mut set = doc! { "status": status, "decided_at": date(*now) };
    let becomes = if let Some(note) = note {
        set.insert("note", note);
        doc! { "$set": set }
    } else {
        doc! { "$set": set, "$unset": { "note": "" } }
    };
    reports.update_many(others, becomes).session(&mut *session).await?;
    let told = made.into_iter().map(|Made { id, user }| {
        let notification = NotificationId::of_decision(ReportId::from_bytes(id.bytes()), *now);
        let tells = doc! { "user": user, "report": id, "created_at": date(*now) };
        doc! { "q": { "_id": uuid(notification.bytes()) }, "u": { "$set": tells }, "upsert": true }
    });
    update_all(mongo, session, NOTIFICATIONS, told.collect()).await
}

/// The reports of a thing of which this is not yet decided.
pub(in crate::store) fn undecided(target: Uuid, status: ReportStatus, note: Option<&str>) -> Document {
    let note = note.map_or(Bson::Null, Bson::from);
    doc! { "target": target, "$nor": [{ "status": status.as_str(), "note": note }] }
}
