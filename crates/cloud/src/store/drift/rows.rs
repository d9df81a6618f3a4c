//! What rows say of the counters: of all films and comments, or of one film and some of its comments.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use futures_util::TryStreamExt as _;
use mongodb::ClientSession;
use mongodb::bson::{Bson, Document, Uuid, doc};
use mongodb::options::Hint;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::schema::{COMMENTS, RATINGS, REACTIONS, REPORTS};

/// Whose rows are counted.
pub(in crate::store) enum Scope {
    Everything,
    /// Of a film and these comments on it.
    Film(Uuid, Vec<Uuid>),
}

#[derive(Deserialize, PartialEq, Eq, Hash)]
struct Side {
    target: Uuid,
    value: i32,
}

#[derive(Deserialize)]
struct Sum<K> {
    #[serde(rename = "_id")]
    of: K,
    n: i64,
    /// A row among them may not be counted yet.
    pending: bool,
}

type Sums<K> = HashMap<K, i64>;

/// The rows, counted.
pub(super) struct Rows {
    votes: Sums<Side>,
    scores: Sums<Side>,
    /// Living comments of a film.
    comments: Sums<Uuid>,
    reports: Sums<Uuid>,
    threads: Sums<Uuid>,
    answers: Sums<Uuid>,
    /// Films and comments whose counters may not have followed their rows yet.
    unsettled: HashSet<Uuid>,
}

impl Rows {
    pub(super) async fn of(mongo: &Mongo, session: &mut ClientSession, scope: &Scope) -> Outcome<Self> {
        let [votes, scores, comments, reports, threads, answers] = counts(scope);
        let mut unsettled = HashSet::new();
        let votes = votes.sums(mongo, session, |side: &Side| side.target, &mut unsettled).await?;
        let scores = scores.sums(mongo, session, |side: &Side| side.target, &mut unsettled).await?;
        let comments = comments.sums(mongo, session, Uuid::clone, &mut unsettled).await?;
        let reports = reports.sums(mongo, session, Uuid::clone, &mut unsettled).await?;
        let threads = threads.sums(mongo, session, Uuid::clone, &mut unsettled).await?;
        let answers = answers.sums(mongo, session, Uuid::clone, &mut unsettled).await?;
        Ok(Self { votes, scores, comments, reports, threads, answers, unsettled })
    }

    pub(super) fn is_settled(&self, target: Uuid) -> bool {
        !self.unsettled.contains(&target)
    }

    pub(super) fn votes(&self, target: Uuid, value: i32) -> i64 {
        of(&self.votes, &Side { target, value })
    }

    /// How many gave 1, 2, … 10.
    pub(super) fn histogram(&self, target: Uuid) -> [i64; 10] {
        let mut histogram = [0; 10];
        for (value, n) in (1..).zip(&mut histogram) {
            *n = of(&self.scores, &Side { target, value });
        }
        histogram
    }

    pub(super) fn comments(&self, film: Uuid) -> i64 {
        of(&self.comments, &film)
    }

    pub(super) fn reports(&self, film: Uuid) -> i64 {
        of(&self.reports, &film)
    }

    pub(super) fn replies(&self, comment: Uuid, reply: bool) -> i64 {
        of(if reply { &self.answers } else { &self.threads }, &comment)
    }
}

fn of<K: Eq + Hash>(sums: &Sums<K>, key: &K) -> i64 {
    sums.get(key).copied().unwrap_or(0)
}

/// How rows are counted.
pub(in crate::store) struct Count {
    pub(in crate::store) collection: &'static str,
    pub(in crate::store) stages: Vec<Document>,
    /// Where it is not all rows.
    pub(in crate::store) index: Option<&'static str>,
}

/// Votes, scores, a film's comments, reports, a thread's replies, a reply's answers.
pub(in crate::store) fn counts(scope: &Scope) -> [Count; 6] {
    let side = |target: &str, value: &str| doc! { "target": target, "value": value };
    let living = doc! { "$cond": ["$deleted", 0_i64, 1_i64] };
    let (film, comments, both) = match scope {
        Scope::Everything => (None, None, None),
        Scope::Film(film, comments) => {
            let comments: Vec<Bson> = comments.iter().copied().map(Bson::from).collect();
            let both = comments.iter().cloned().chain([Bson::from(*film)]).collect::<Vec<_>>();
            (Some(vec![Bson::from(*film)]), Some(comments), Some(both))
        }
    };
    // What a scope does not narrow is every row that has the member.
    let count = |collection, index, member: &str, things: &Option<Vec<Bson>>, by: Bson, n: Bson| {
        let among = things.as_ref().map_or(doc! { "$exists": true }, |things| doc! { "$in": things });
        let group = doc! {
            "_id": by,
            "n": { "$sum": n },
            "pending": { "$max": { "$gt": ["$pending", Bson::Null] } },
        };
        let stages = vec![doc! { "$match": { member: among } }, doc! { "$group": group }];
        Count { collection, stages, index: things.as_ref().map(|_| index) }
    };
    let one = Bson::from(1_i64);
    [
        count(
            REACTIONS,
            "reactions_target",
            "_id.target",
            &both,
            side("$_id.target", "$value").into(),
            one.clone(),
        ),
        count(RATINGS, "ratings_movie", "_id.movie", &film, side("$_id.movie", "$score").into(), one.clone()),
        count(COMMENTS, "comments_movie", "movie", &film, "$movie".into(), living.clone().into()),
        count(REPORTS, "reports_latest", "target", &film, "$target".into(), one),
        count(COMMENTS, "comments_root", "root", &comments, "$root".into(), living.clone().into()),
        count(COMMENTS, "comments_parent", "parent", &comments, "$parent".into(), living.into()),
    ]
}

impl Count {
    async fn sums<K: DeserializeOwned + Send + Sync + Eq + Hash>(
        self,
        mongo: &Mongo,
        session: &mut ClientSession,
        target: impl Fn(&K) -> Uuid,
        unsettled: &mut HashSet<Uuid>,
    ) -> Outcome<Sums<K>> {
        let documents = mongo.collection::<Document>(self.collection);
        let mut groups = documents.aggregate(self.stages).allow_disk_use(true).batch_size(1_000);
        if let Some(index) = self.index {
            groups = groups.hint(Hint::Name(index.to_owned()));
        }
        let mut groups = groups.with_type::<Sum<K>>().session(&mut *session).await?;
        let mut sums = HashMap::new();
        let mut groups = groups.stream(session);
        while let Some(Sum { of, n, pending }) = groups.try_next().await? {
            if pending {
                unsettled.insert(target(&of));
            }
            sums.insert(of, n);
        }
        Ok(sums)
    }
}
