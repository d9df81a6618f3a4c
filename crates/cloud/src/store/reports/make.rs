//! The making of a report: one transaction over the report, its case, what it hides and the film's counter.

use std::sync::Arc;

use kenmovie_common::UserId;
use kenmovie_common::domain::{Report, ReportStatus, Target};
use kenmovie_common::ports::{Constraint, Created, Idempotency, NewReport, StoreError};
use mongodb::ClientSession;
use mongodb::bson::{Document, Uuid, doc};
use serde::Deserialize;

use super::case;
use super::document::ReportDocument;
use super::hidden::hide;
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::{Failure, Outcome};
use crate::store::reactions::{COMMENT, MOVIE};
use crate::store::schema::{COMMENTS, MOVIES, REPORTS, USERS};
use crate::store::users::living;
use crate::store::value::{date, hash, uuid};

/// Two first reports of one thing can each want to make its case; the second one then finds it.
const TRIES: usize = 4;

#[derive(Deserialize)]
struct Reporter {
    name: String,
    email: String,
}

pub(super) async fn report(mongo: &Mongo, new: NewReport) -> Outcome<Option<Created<Report>>> {
    if let Some(asked) = &new.idempotency
        && let Some(report) = made(mongo, new.user, asked).await?
    {
        return Ok(Some(Created { value: report, replayed: true }));
    }
    let user = uuid(new.user.bytes());
    let reporters = mongo.collection::<Reporter>(USERS);
    let named = reporters.find_one(living(user)).projection(doc! { "name": 1, "email": 1 });
    let Some(Reporter { name, email }) = named.max_time(LONGEST).await? else { return Ok(None) };
    let (kind, target) = match new.target {
        Target::Movie(id) => (MOVIE, uuid(id.bytes())),
        Target::Comment(id) => (COMMENT, uuid(id.bytes())),
    };
    let document = Arc::new(ReportDocument {
        id: uuid(new.id.bytes()),
        user,
        user_name: name,
        user_email: email,
        kind: kind.to_owned(),
        target,
        movie: None,
        quote: None,
        quoted: None,
        reason: new.reason.code().to_owned(),
        text: new.text,
        status: ReportStatus::Open.as_str().to_owned(),
        note: None,
        created_at: date(new.now),
        decided_at: None,
        key: new.idempotency.as_ref().map(|asked| asked.key.clone()),
        fingerprint: new.idempotency.as_ref().map(|asked| hash(asked.fingerprint)),
    });
    match stored(mongo, &document).await {
        Ok(stored) => Ok(stored.map(|value| Created { value, replayed: false })),
        Err(failure) if failure.is_duplicate("reports_key") || failure.is_duplicate("reports_open") => {
            // The same request at the same moment may have been the one that made it.
            let first = match &new.idempotency {
                Some(asked) => made(mongo, new.user, asked).await?,
                None => None,
            };
            let open = failure.is_duplicate("reports_open");
            match first {
                Some(value) => Ok(Some(Created { value, replayed: true })),
                None if open => Err(StoreError::Conflict(Constraint::OpenReport).into()),
                None => Err(StoreError::Unavailable("the same key is being used".to_owned()).into()),
            }
        }
        Err(failure) => Err(failure),
    }
}

/// None where there is no such thing.
async fn stored(mongo: &Mongo, document: &Arc<ReportDocument>) -> Outcome<Option<Report>> {
    let _turn = mongo.cases.take(document.target).await;
    let mut tries = 1;
    loop {
        let stored = mongo.transaction(move |mongo, session| {
            let document = Arc::clone(document);
            Box::pin(async move { store(mongo, session, &document).await })
        });
        match stored.await {
            Err(failure) if failure.is_duplicate("cases_target") && tries < TRIES => tries += 1,
            stored => return stored,
        }
    }
}

async fn store(
    mongo: &Mongo,
    session: &mut ClientSession,
    report: &ReportDocument,
) -> Outcome<Option<Report>> {
    let Some(words) = words(mongo, &mut *session, report).await? else { return Ok(None) };
    let Words { movie, quote, quoted } = words;
    let report = ReportDocument { movie: Some(movie), quote: Some(quote), quoted, ..report.clone() };
    mongo.collection::<ReportDocument>(REPORTS).insert_one(&report).session(&mut *session).await?;
    case::count(mongo, &mut *session, &report).await?;
    hide(mongo, session, &report).await?;
    report.report().map(Some)
}

/// A thing's words as they are.
struct Words {
    movie: Uuid,
    quote: String,
    quoted: Option<Uuid>,
}

#[derive(Deserialize)]
struct Titled {
    title: String,
}

#[derive(Deserialize)]
struct Said {
    movie: Uuid,
    body: String,
    author: Uuid,
}

/// What is reported, counted on a film; none where it is not there.
async fn words(
    mongo: &Mongo,
    session: &mut ClientSession,
    report: &ReportDocument,
) -> Outcome<Option<Words>> {
    let movies = mongo.collection::<Titled>(MOVIES);
    if report.kind == MOVIE {
        let counted = doc! { "$inc": { "reports": 1_i64 } };
        let film = movies.find_one_and_update(doc! { "_id": report.target }, counted);
        let film = film.projection(doc! { "title": 1 }).session(session).await?;
        return Ok(film.map(|film| Words { movie: report.target, quote: film.title, quoted: None }));
    }
    let comments = mongo.collection::<Said>(COMMENTS);
    let said = comments.find_one(doc! { "_id": report.target, "deleted": false });
    let said = said.projection(doc! { "movie": 1, "body": 1, "author": 1 }).session(&mut *session).await?;
    let Some(Said { movie, body, author }) = said else { return Ok(None) };
    let films = mongo.collection::<Document>(MOVIES);
    let film = films.find_one(doc! { "_id": movie }).projection(doc! { "_id": 1 }).session(session).await?;
    Ok(film.map(|_| Words { movie, quote: body, quoted: Some(author) }))
}

/// The report that was made under this key.
async fn made(mongo: &Mongo, user: UserId, asked: &Idempotency) -> Outcome<Option<Report>> {
    let reports = mongo.collection::<ReportDocument>(REPORTS);
    let found = reports.find_one(doc! { "user": uuid(user.bytes()), "key": &asked.key });
    match found.max_time(LONGEST).await? {
        Some(found) if found.fingerprint.as_ref().is_none_or(|print| print.bytes != asked.fingerprint) => {
            Err(Failure::from(StoreError::Conflict(Constraint::IdempotencyKey)))
        }
        found => found.as_ref().map(ReportDocument::report).transpose(),
    }
}
