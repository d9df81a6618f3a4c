//! The films that a person reported, and does not see.

use std::collections::HashMap;

use futures_util::TryStreamExt as _;
use kenmovie_common::ReportId;
use kenmovie_common::domain::{BlockedMovie, MovieMine, ReportStatus};
use kenmovie_common::ports::Page;
use mongodb::bson::{Document, Uuid, doc};

use super::document::ReportDocument;
use super::hidden::{Hidden, HiddenKey};
use super::withdraw::withdraw;
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::Outcome;
use crate::store::find::Find;
use crate::store::mine::Mine;
use crate::store::movies::cards;
use crate::store::schema::{HIDDEN_MOVIES, REPORTS};
use crate::store::value::{one_more, page, uuid};

pub(super) async fn unblock(mongo: &Mongo, key: HiddenKey) -> Outcome<bool> {
    let _turn = mongo.cases.take(key.movie).await;
    mongo
        .transaction(move |mongo, session| {
            Box::pin(async move {
                let hidden = mongo.collection::<Document>(HIDDEN_MOVIES);
                let shown = hidden.delete_one(doc! { "_id": key.bson() }).session(&mut *session).await?;
                if shown.deleted_count == 0 {
                    return Ok(false);
                }
                let HiddenKey { user, movie } = key;
                let open = ReportStatus::Open.as_str();
                withdraw(mongo, session, doc! { "user": user, "target": movie, "status": open }).await?;
                Ok(true)
            })
        })
        .await
}

pub(super) async fn list(
    mongo: &Mongo,
    user: Uuid,
    after: Option<ReportId>,
    limit: usize,
) -> Outcome<Page<BlockedMovie, ReportId>> {
    let hidden: Vec<Hidden> = latest_hidden(user, after, limit).run(mongo).await?;
    let place = |hidden: &Hidden| ReportId::from_bytes(hidden.report.bytes());
    let Page { items: hidden, next } = page(hidden, limit, place);
    let films: Vec<Uuid> = hidden.iter().map(|hidden| hidden.key.movie).collect();
    let made: Vec<Uuid> = hidden.iter().map(|hidden| hidden.report).collect();
    let (mut movies, mut reports, mine) =
        tokio::try_join!(cards(mongo, &films), reports(mongo, made), Mine::of(mongo, user, &films))?;
    let mut items = Vec::with_capacity(hidden.len());
    for Hidden { key, report } in hidden {
        // A film or a report that goes at this moment is no longer listed.
        let (Some(film), Some(report)) = (movies.remove(&key.movie), reports.remove(&report)) else {
            continue;
        };
        let mut movie = film.card()?;
        movie.mine = Some(MovieMine { blocked: true, ..mine.with(key.movie) });
        items.push(BlockedMovie { movie, report: report.report()? });
    }
    Ok(Page { items, next })
}

fn latest_hidden(user: Uuid, after: Option<ReportId>, limit: usize) -> Find {
    let mut filter = doc! { "_id.user": user };
    if let Some(after) = after {
        filter.insert("report", doc! { "$lt": uuid(after.bytes()) });
    }
    Find {
        collection: HIDDEN_MOVIES,
        filter,
        sort: doc! { "report": -1 },
        hint: "hidden_movies_report",
        limit: one_more(limit),
        ..Find::default()
    }
}

async fn reports(mongo: &Mongo, ids: Vec<Uuid>) -> Outcome<HashMap<Uuid, ReportDocument>> {
    let rows = mongo.collection::<ReportDocument>(REPORTS);
    let reports = rows.find(doc! { "_id": { "$in": ids } });
    let reports = reports.batch_size(1_000).max_time(LONGEST);
    Ok(reports.await?.map_ok(|report| (report.id, report)).try_collect().await?)
}
