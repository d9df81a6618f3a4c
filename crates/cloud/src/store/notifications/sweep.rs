//! Notifications of what is not there. There are hardly any: a reply that is deleted at the moment in which somebody slow is
//! still telling of it leaves one. It is never shown.

use futures_util::TryStreamExt as _;
use kenmovie_common::{NotificationId, Time};
use mongodb::bson::{Bson, Document, doc};
use serde::Deserialize;

use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::schema::{COMMENTS, NOTIFICATIONS, REPORTS};
use crate::store::value::uuid;

/// So many of the latest are looked at each time: whoever sweeps once a minute sees all that are made.
const LATEST: i64 = 2_000;

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "_id")]
    id: Bson,
}

impl Mongo {
    /// Takes those away, among the latest that were made before this time, that tell of nothing; how many there were.
    pub(in crate::store) async fn sweep_notifications(&self, before: Time) -> Outcome<u64> {
        let all = self.collection::<Document>(NOTIFICATIONS);
        let rows = all.aggregate(orphans(before)).with_type::<Row>();
        let rows: Vec<Row> = rows.await?.try_collect().await?;
        if rows.is_empty() {
            return Ok(0);
        }
        let swept = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        self.remove(NOTIFICATIONS, rows.into_iter().map(|row| row.id).collect()).await?;
        Ok(swept)
    }
}

pub(in crate::store) fn orphans(before: Time) -> Vec<Document> {
    let before = NotificationId::at(before, [0; 10]);
    let there = |from: &str, by: &str, what: Document| {
        doc! { "$lookup": {
            "from": from, "localField": by, "foreignField": "_id", "as": format!("{by}s"),
            "pipeline": [{ "$match": what }, { "$project": { "_id": 1 } }],
        } }
    };
    vec![
        doc! { "$match": { "_id": { "$lt": uuid(before.bytes()) } } },
        doc! { "$sort": { "_id": -1 } },
        doc! { "$limit": LATEST },
        there(COMMENTS, "comment", doc! { "deleted": false }),
        there(REPORTS, "report", doc! {}),
        doc! { "$match": { "comments": [], "reports": [] } },
        doc! { "$project": { "_id": 1 } },
    ]
}
