//! A report that is taken back: it counts no more.

use mongodb::ClientSession;
use mongodb::bson::{Document, doc};

use super::case;
use super::document::ReportDocument;
use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::reactions::MOVIE;
use crate::store::schema::{MOVIES, REPORTS};

/// Takes a report away, if it is there, and counts it out of its case and of a film.
pub(in crate::store) async fn withdraw(
    mongo: &Mongo,
    session: &mut ClientSession,
    report: Document,
) -> Outcome<()> {
    let reports = mongo.collection::<ReportDocument>(REPORTS);
    let Some(report) = reports.find_one_and_delete(report).session(&mut *session).await? else {
        return Ok(());
    };
    if report.kind == MOVIE {
        let uncounted = doc! { "$inc": { "reports": -1_i64 } };
        let films = mongo.collection::<Document>(MOVIES);
        films.update_one(doc! { "_id": report.target }, uncounted).session(&mut *session).await?;
    }
    case::uncount(mongo, session, &report).await
}
