//! Pages of a film's comments and of a thread's replies: one query for the page with the start of each thread, then the
//! authors and the viewer's votes.

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::{Comment, CommentSort, CommentThread};
use kenmovie_common::ports::{CommentQuery, Page};
use kenmovie_common::{CommentId, MovieId};
use mongodb::bson::{Bson, DateTime, Document, Uuid, doc};
use mongodb::options::Hint;
use serde::Deserialize;

use super::document::{CommentDocument, shown};
use super::read::{self, Joined, View, Wanted};
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::Outcome;
use crate::store::schema::{COMMENTS, MOVIES};
use crate::store::value::{one_more, uuid};

type Place = (i64, CommentId);

/// So many replies of a thread come with its comment.
const FIRST_REPLIES: i64 = 3;

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
    query: &CommentQuery<Place>,
) -> Outcome<Option<Page<CommentThread, Place>>> {
    let movie = uuid(movie.bytes());
    let comments = mongo.collection::<Document>(COMMENTS);
    let found = comments
        .aggregate(threads_pipeline(movie, sort, query.after, one_more(query.limit)))
        .hint(Hint::Name(order(sort).index.to_owned()))
        .batch_size(1_000)
        .max_time(LONGEST)
        .with_type::<Thread>();
    let mut found: Vec<Thread> = found.await?.try_collect().await?;
    if found.is_empty() {
        // Only then is it in doubt whether there is such a film.
        let films = mongo.collection::<Document>(MOVIES);
        let there = films.find_one(doc! { "_id": movie });
        let there = there.projection(doc! { "_id": 1 }).max_time(LONGEST).await?;
        return Ok(there.map(|_| Page { items: Vec::new(), next: None }));
    }
    let more = found.len() > query.limit;
    found.truncate(query.limit);
    let next = found.last().filter(|_| more).map(|Thread { comment, .. }| {
        let key = match sort {
            CommentSort::Top => comment.top,
            CommentSort::Newest | CommentSort::Oldest => comment.created_at.timestamp_millis(),
        };
        (key, comment.comment_id())
    });
    let view = View { viewer: query.viewer, now: query.now };
    let all = found.iter().flat_map(|thread| std::iter::once(&thread.comment).chain(&thread.first_replies));
    let joined = Joined::of(mongo, Wanted::of(all), view).await?;
    let thread = |Thread { comment, first_replies }| {
        let first_replies =
            first_replies.into_iter().map(|reply| joined.comment(reply)).collect::<Outcome<_>>()?;
        Ok(CommentThread { comment: joined.comment(comment)?, first_replies })
    };
    Ok(Some(Page { items: found.into_iter().map(thread).collect::<Outcome<_>>()?, next }))
}

pub(super) async fn replies(
    mongo: &Mongo,
    comment: CommentId,
    query: &CommentQuery<CommentId>,
) -> Outcome<Option<Page<Comment, CommentId>>> {
    let Some(asked) = read::document(mongo, comment).await? else { return Ok(None) };
    let root = asked.root.unwrap_or(asked.id);
    let mut found = read::replies_of(mongo, root, query.after, one_more(query.limit)).await?;
    let more = found.len() > query.limit;
    found.truncate(query.limit);
    let next = found.last().filter(|_| more).map(CommentDocument::comment_id);
    let joined = Joined::of(mongo, Wanted::of(&found), View { viewer: query.viewer, now: query.now }).await?;
    let items = found.into_iter().map(|reply| joined.comment(reply)).collect::<Outcome<_>>()?;
    Ok(Some(Page { items, next }))
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
fn threads_pipeline(movie: Uuid, sort: CommentSort, after: Option<Place>, limit: i64) -> Vec<Document> {
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
    vec![
        doc! { "$match": stretch },
        doc! { "$sort": { key: direction, "_id": direction } },
        doc! { "$limit": limit },
        doc! { "$project": shown() },
        doc! { "$lookup": {
            "from": COMMENTS,
            "localField": "_id",
            "foreignField": "root",
            "pipeline": [{ "$sort": { "_id": 1 } }, { "$limit": FIRST_REPLIES }, { "$project": shown() }],
            "as": "first_replies",
        } },
    ]
}
