//! Cases beside the reports that they count.

use std::collections::{BTreeMap, HashMap};

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::ReportStatus;
use kenmovie_common::ports::Drift;
use mongodb::bson::{Document, Uuid, doc};
use serde::Deserialize;

use super::case::CaseDocument;
use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::schema::{CASES, MOVIES, REPORTS};

/// Reports of one thing that are alike.
#[derive(Deserialize)]
struct Alike {
    #[serde(rename = "_id")]
    of: Ground,
    n: i64,
    latest: Uuid,
    /// Empty where the film is gone: its reports go with it, some at a time.
    film: Vec<Document>,
}

#[derive(Deserialize)]
struct Ground {
    target: Uuid,
    status: String,
    reason: String,
}

/// What a case should say.
struct Counted {
    count: i64,
    open: i64,
    reasons: BTreeMap<String, i64>,
    latest: Uuid,
    stands: bool,
}

pub(in crate::store) async fn case_drift(mongo: &Mongo) -> Outcome<Vec<Drift>> {
    let mut counted = counted(mongo).await?;
    let mut drifts = Vec::new();
    let mut compare = |counter, of: String, stored: i64, counted: i64| {
        if stored != counted {
            drifts.push(Drift { counter, of, stored, counted });
        }
    };
    let mut cases = mongo.collection::<CaseDocument>(CASES).find(doc! {}).await?;
    while let Some(case) = cases.try_next().await? {
        let Some(of) = counted.remove(&case.target) else {
            compare("case reports", case.id.to_string(), case.count, 0);
            continue;
        };
        if !of.stands {
            continue;
        }
        compare("case reports", case.id.to_string(), case.count, of.count);
        compare("case open", case.id.to_string(), case.open, of.open);
        let is_open = case.status == ReportStatus::Open.as_str();
        compare("case is open", case.id.to_string(), i64::from(is_open), i64::from(of.open > 0));
        compare("case latest is another", case.id.to_string(), i64::from(case.latest != of.latest), 0);
        for reason in case.reasons.keys().chain(of.reasons.keys()) {
            let n = |reasons: &BTreeMap<String, i64>| reasons.get(reason).copied().unwrap_or(0);
            compare("case reason", format!("{} {reason}", case.id), n(&case.reasons), n(&of.reasons));
        }
    }
    for (target, of) in counted.into_iter().filter(|(_, of)| of.stands) {
        compare("case reports", target.to_string(), 0, of.count);
    }
    Ok(drifts)
}

/// The reports of each thing.
async fn counted(mongo: &Mongo) -> Outcome<HashMap<Uuid, Counted>> {
    let stages = [
        doc! { "$group": {
            "_id": { "target": "$target", "status": "$status", "reason": "$reason" },
            "n": { "$sum": 1_i64 },
            "latest": { "$max": "$_id" },
            "movie": { "$first": { "$ifNull": ["$movie", "$target"] } },
        } },
        doc! { "$lookup": {
            "from": MOVIES,
            "localField": "movie",
            "foreignField": "_id",
            "pipeline": [{ "$project": { "_id": 1 } }],
            "as": "film",
        } },
    ];
    let reports = mongo.collection::<Document>(REPORTS);
    let mut groups = reports.aggregate(stages).allow_disk_use(true).with_type::<Alike>().await?;
    let mut counted: HashMap<Uuid, Counted> = HashMap::new();
    while let Some(Alike { of: Ground { target, status, reason }, n, latest, film }) =
        groups.try_next().await?
    {
        let of = counted.entry(target).or_insert_with(|| Counted {
            count: 0,
            open: 0,
            reasons: BTreeMap::new(),
            latest,
            stands: !film.is_empty(),
        });
        of.count += n;
        of.open += if status == ReportStatus::Open.as_str() { n } else { 0 };
        *of.reasons.entry(reason).or_default() += n;
        if latest.bytes() > of.latest.bytes() {
            of.latest = latest;
        }
    }
    Ok(counted)
}
