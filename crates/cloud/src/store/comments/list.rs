//! Pages of a film's comments: one query for the page with the start of each thread, then the authors and how the viewer
//! stands to it.

use std::collections::HashMap;

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::{CommentSort, CommentThread};
use kenmovie_common::ports::{CommentQuery, Page};
use kenmovie_common::{CommentId, MovieId};
use mongodb::bson::{Bson, DateTime, Document, Uuid, doc};
use mongodb::options::Hint;
use serde::Deserialize;

use super::document::{CommentDocument, shown};
use super::read::{Joined, View};
use super::sight::Sight;
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::Outcome;
use crate::store::filled::{Source, filled};
use crate::store::schema::{COMMENTS, MOVIES};
use crate::store::value::uuid;

type Place = (i64, CommentId);

/// So many replies of a thread come with its comment.
const FIRST_REPLIES: usize = 3;
/// So often are the first replies of threads fetched anew whose first ones the viewer does not see.
const ROUNDS: usize = 4;

/// What the query for a page gives: threads, and last the film where it is there.
#[derive(Deserialize)]
#[serde(untagged)]
enum Row {
    Film {
        #[serde(rename = "film")]
        _film: bool,
    },
    Thread(Box<Thread>),
}

#[derive(Deserialize)]
struct Thread {
    #[serde(flatten)]
    comment: CommentDocument,
    first_replies: Vec<CommentDocument>,
}

pub(super) async fn threads(
    mongo: &Mongo,
    movie: MovieId,
    sort: CommentSort,
    query: CommentQuery<Place>,
) -> Outcome<Option<Page<CommentThread, Place>>> {
    let CommentQuery { after, limit, viewer, now } = query;
    let joined = Joined::of(View { viewer, now });
    let mut threads = Threads { mongo, movie: uuid(movie.bytes()), sort, joined, there: true };
    let Page { mut items, next } = filled(&mut threads, after, limit).await?;
    let Threads { mut joined, there, .. } = threads;
    if !there {
        return Ok(None);
    }
    fill_replies(mongo, &mut joined, &mut items).await?;
    let thread = |Thread { comment, first_replies }: Thread| {
        let seen = first_replies.into_iter().filter(|reply| joined.sees(reply));
        let first_replies = seen.map(|reply| joined.comment(reply)).collect::<Outcome<_>>()?;
        Ok(CommentThread { comment: joined.comment(comment)?, first_replies })
    };
    let items = items.into_iter().map(|found| thread(*found)).collect::<Outcome<_>>()?;
    Ok(Some(Page { items, next }))
}

struct Threads<'a> {
    mongo: &'a Mongo,
    movie: Uuid,
    sort: CommentSort,
    joined: Joined,
    /// Whether there is such a film.
    there: bool,
}

impl Source for Threads<'_> {
    type Item = Box<Thread>;
    type Place = Place;

    async fn fetch(&mut self, after: Option<Place>, limit: usize) -> Outcome<Vec<Box<Thread>>> {
        let comments = self.mongo.collection::<Document>(COMMENTS);
        let found = comments
            .aggregate(threads_pipeline(self.movie, self.sort, after, limit, &self.joined.sight))
            .hint(Hint::Name(order(self.sort).index.to_owned()))
            .batch_size(1_000)
            .max_time(LONGEST)
            .with_type::<Row>();
        let mut found = found.await?;
        let mut threads = Vec::new();
        self.there = false;
        while let Some(row) = found.try_next().await? {
            match row {
                Row::Thread(thread) => threads.push(thread),
                Row::Film { .. } => self.there = true,
            }
        }
        if !self.there {
            return Ok(Vec::new());
        }
        let all = threads.iter().flat_map(|one| std::iter::once(&one.comment).chain(&one.first_replies));
        self.joined.learn(self.mongo, &all.collect::<Vec<_>>()).await?;
        Ok(threads)
    }

    fn sees(&self, thread: &Box<Thread>) -> bool {
        self.joined.sees(&thread.comment)
    }

    fn place(&self, thread: &Box<Thread>) -> Place {
        let comment = &thread.comment;
        let key = match self.sort {
            CommentSort::Top => comment.top,
            CommentSort::Newest | CommentSort::Oldest => comment.created_at.timestamp_millis(),
        };
        (key, comment.comment_id())
    }
}

#[derive(Deserialize)]
struct Beginning {
    #[serde(rename = "_id")]
    root: Uuid,
    first_replies: Vec<CommentDocument>,
}

/// Fetches the first replies again of threads where the viewer does not see some of them.
async fn fill_replies(mongo: &Mongo, joined: &mut Joined, threads: &mut [Box<Thread>]) -> Outcome<()> {
    for _ in 0..ROUNDS {
        let unseen = |thread: &Thread| thread.first_replies.iter().any(|reply| !joined.sees(reply));
        let roots = threads.iter().filter(|thread| unseen(thread)).map(|thread| thread.comment.id);
        let roots: Vec<Uuid> = roots.collect();
        if roots.is_empty() {
            break;
        }
        let beginnings = vec![
            doc! { "$match": { "_id": { "$in": roots } } },
            doc! { "$project": { "_id": 1 } },
            first_replies(&joined.sight),
        ];
        let comments = mongo.collection::<Document>(COMMENTS);
        let found = comments.aggregate(beginnings).batch_size(1_000).max_time(LONGEST);
        let found = found.with_type::<Beginning>().await?;
        let found = found.map_ok(|Beginning { root, first_replies }| (root, first_replies));
        let mut found: HashMap<Uuid, Vec<CommentDocument>> = found.try_collect().await?;
        joined.learn(mongo, &found.values().flatten().collect::<Vec<_>>()).await?;
        for thread in &mut *threads {
            if let Some(replies) = found.remove(&thread.comment.id) {
                thread.first_replies = replies;
            }
        }
    }
    Ok(())
}

/// An order of a film's comments.
struct Order {
    index: &'static str,
    key: &'static str,
    /// 1 or -1.
    direction: i32,
}

const fn order(sort: CommentSort) -> Order {
    match sort {
        CommentSort::Top => Order { index: "comments_top", key: "top", direction: -1 },
        CommentSort::Newest => Order { index: "comments_age", key: "created_at", direction: -1 },
        CommentSort::Oldest => Order { index: "comments_age", key: "created_at", direction: 1 },
    }
}

/// A page of comments with the start of their threads. The place before it is two stretches of the index, which the
/// server merges: one range over both members would go through every comment with the same key.
pub(in crate::store) fn threads_pipeline(
    movie: Uuid,
    sort: CommentSort,
    after: Option<Place>,
    limit: usize,
    sight: &Sight,
) -> Vec<Document> {
    let Order { key, direction, .. } = order(sort);
    let mut stretch = doc! { "movie": movie, "reply": false };
    if let Some((at, id)) = after {
        let at: Bson = match sort {
            CommentSort::Top => at.into(),
            CommentSort::Newest | CommentSort::Oldest => DateTime::from_millis(at).into(),
        };
        let beyond = if direction < 0 { "$lt" } else { "$gt" };
        stretch.insert(
            "$or",
            [doc! { key: { beyond: at.clone() } }, doc! { key: at, "_id": { beyond: uuid(id.bytes()) } }]
                .to_vec(),
        );
    }
    sight.narrow(&mut stretch);
    let film = [doc! { "$match": { "_id": movie } }, doc! { "$project": { "film": { "$literal": true } } }];
    vec![
        doc! { "$match": stretch },
        doc! { "$sort": { key: direction, "_id": direction } },
        doc! { "$limit": i64::try_from(limit).unwrap_or(i64::MAX) },
        doc! { "$project": shown() },
        first_replies(sight),
        doc! { "$unionWith": { "coll": MOVIES, "pipeline": film.to_vec() } },
    ]
}

/// The stage that joins a thread's oldest replies.
fn first_replies(sight: &Sight) -> Document {
    let mut seen = Document::new();
    sight.narrow(&mut seen);
    let first = i64::try_from(FIRST_REPLIES).unwrap_or(i64::MAX);
    let mut pipeline =
        vec![doc! { "$sort": { "_id": 1 } }, doc! { "$limit": first }, doc! { "$project": shown() }];
    if !seen.is_empty() {
        pipeline.insert(0, doc! { "$match": seen });
    }
    doc! { "$lookup": {
        "from": COMMENTS, "localField": "_id", "foreignField": "root", "pipeline": pipeline, "as": "first_replies",
    } }
}
