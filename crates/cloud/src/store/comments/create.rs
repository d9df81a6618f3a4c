//! The making of a comment: the row first, pending; then the counters of its film and of what it answers, and whoever wrote
//! that is told; then the row is settled ([`pending`](crate::store::pending)).

use std::time::{Duration, Instant};

use futures_util::future::try_join_all;
use kenmovie_common::CommentId;
use kenmovie_common::domain::{Comment, score};
use kenmovie_common::ports::{CommentPlace, Constraint, Created, Idempotency, NewComment, StoreError};
use mongodb::bson::{Document, Uuid, doc};

use super::document::CommentDocument;
use super::notify::{Addressee, addressee, tell, tell_late};
use super::read::{self, View, one, standing};
use crate::patience::still_asked;
use crate::store::client::Mongo;
use crate::store::error::{Failure, Outcome, corrupt};
use crate::store::pending::{Pending, Row, Target};
use crate::store::schema::{COMMENTS, MOVIES, NOTIFICATIONS};
use crate::store::value::{date, hash, uuid};

/// A comment that makes no progress for so long was left by a crash.
const STUCK: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(5);

pub(super) async fn create(mongo: &Mongo, new: NewComment) -> Outcome<Option<Created<Comment>>> {
    let view = View { viewer: Some(new.author), now: new.now };
    if let Some(asked) = &new.idempotency
        && let Some(comment) = made(mongo, &new, asked).await?
    {
        return Ok(Some(Created { value: one(mongo, comment, view).await?, replayed: true }));
    }
    let author = uuid(new.author.bytes());
    let (movie, root, parent, to) = match new.place {
        CommentPlace::Movie(id) => (uuid(id.bytes()), None, None, Addressee::Nobody),
        CommentPlace::Reply(id) => match standing(mongo, id).await?.filter(|found| !found.deleted) {
            Some(answered) => {
                let to = addressee(mongo, author, &answered).await?;
                (answered.movie, Some(answered.thread()), Some(answered.id), to)
            }
            None => return Ok(None),
        },
    };
    if to == Addressee::Blocked {
        return Err(StoreError::Conflict(Constraint::Blocked).into());
    }
    let pending = Pending::new(new.now);
    let row = Row { collection: COMMENTS, id: uuid(new.id.bytes()).into(), op: pending.op };
    let comment = CommentDocument {
        id: uuid(new.id.bytes()),
        movie,
        reply: root.is_some(),
        root,
        parent,
        author: Some(author),
        spoiler: new.spoiler,
        created_at: date(new.now),
        edited_at: None,
        deleted: false,
        likes: 0,
        dislikes: 0,
        replies: 0,
        top: 0,
        maker: new.idempotency.as_ref().map(|_| author),
        key: new.idempotency.as_ref().map(|asked| asked.key.clone()),
        fingerprint: new.idempotency.as_ref().map(|asked| hash(asked.fingerprint)),
        body: Some(new.body.clone()),
        pending: Some(pending),
        fence: None,
    };
    still_asked()?;
    let targets: Vec<_> =
        targets(&comment).map(|(target, change)| (mongo.counting.fence(target.id), target, change)).collect();
    let written = mongo.collection::<CommentDocument>(COMMENTS).insert_one(&comment).await;
    match (written.map_err(Failure::from), &new.idempotency) {
        (Err(failure), Some(asked)) if failure.is_duplicate("comments_key") => {
            let first = made(mongo, &new, asked).await?;
            let first =
                first.ok_or_else(|| StoreError::Unavailable("the same key is being used".to_owned()))?;
            return Ok(Some(Created { value: one(mongo, first, view).await?, replayed: true }));
        }
        (written, _) => written?,
    };
    let counting = try_join_all(targets.into_iter().map(async |(fence, target, change)| {
        mongo.count_in::<Document>(&row, &target, fence, change, doc! { "_id": 1 }).await
    }));
    let (counted, ()) = tokio::try_join!(counting, tell(mongo, to, &comment))?;
    if counted.iter().any(Option::is_none) {
        // The film, or what it answers, went at the same moment.
        undo(mongo, &row, &comment).await?;
        return Ok(None);
    }
    let (shown, ()) = tokio::try_join!(one(mongo, comment, view), mongo.settle(row, false))?;
    Ok(Some(Created { value: shown, replayed: false }))
}

/// What a comment counts in, and by which change.
fn targets(comment: &CommentDocument) -> impl Iterator<Item = (Target, Document)> + use<> {
    let target = |collection, id| Target { collection, id, condition: doc! {} };
    let film = doc! { "$inc": { "comments": 1_i64, "popular": score::COMMENT } };
    let answered = move |id| (target(COMMENTS, id), doc! { "$inc": { "replies": 1_i64 } });
    std::iter::once((target(MOVIES, comment.movie), film)).chain(comment.answered().map(answered))
}

/// Counts again whatever a comment counts in.
pub(in crate::store) async fn recount(mongo: &Mongo, comment: &CommentDocument) -> Outcome<()> {
    mongo.recount_movie(comment.movie).await?;
    for answered in comment.answered() {
        mongo.recount_comment(answered).await?;
    }
    Ok(())
}

/// Finishes a comment that a crash left pending. One whose film or thread is gone goes too.
pub(in crate::store) async fn finish(mongo: &Mongo, comment: &CommentDocument) -> Outcome<()> {
    let Some(pending) = &comment.pending else { return Ok(()) };
    let row = Row { collection: COMMENTS, id: comment.id.into(), op: pending.op };
    let mut there = mongo.recount_movie(comment.movie).await?;
    for answered in comment.answered() {
        there &= mongo.recount_comment(answered).await?;
    }
    if !there {
        return undo(mongo, &row, comment).await;
    }
    tell_late(mongo, comment).await?;
    mongo.settle_row(&row, false).await
}

/// Takes a comment away whose film or thread is gone.
async fn undo(mongo: &Mongo, row: &Row, comment: &CommentDocument) -> Outcome<()> {
    mongo.settle_row(row, true).await?;
    mongo.collection::<Document>(NOTIFICATIONS).delete_one(doc! { "_id": comment.id }).await?;
    recount(mongo, comment).await
}

/// The comment that was made under this key, once it is counted. One that goes meanwhile was made, answered and deleted by
/// its person: it must not be made again for them.
async fn made(mongo: &Mongo, new: &NewComment, asked: &Idempotency) -> Outcome<Option<CommentDocument>> {
    let maker: Uuid = uuid(new.author.bytes());
    let comments = mongo.collection::<CommentDocument>(COMMENTS);
    let begun = Instant::now();
    let mut seen = false;
    loop {
        let found = comments.find_one(doc! { "maker": maker, "key": &asked.key }).await?;
        let Some(found) = found else {
            if seen {
                return Err(
                    StoreError::Unavailable("what was made under the same key is gone".to_owned()).into()
                );
            }
            return Ok(None);
        };
        seen = true;
        let fingerprint = found.fingerprint.as_ref().ok_or_else(|| corrupt("a key without a fingerprint"))?;
        if fingerprint.bytes != asked.fingerprint {
            return Err(StoreError::Conflict(Constraint::IdempotencyKey).into());
        }
        if found.pending.is_none() {
            return Ok(Some(found));
        }
        if begun.elapsed() > STUCK {
            finish(mongo, &found).await?;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

impl Mongo {
    /// A comment whose counters follow it: one that is being made is waited for, one that a crash left is finished.
    pub(super) async fn settled_comment(&self, id: CommentId) -> Outcome<Option<CommentDocument>> {
        let begun = Instant::now();
        loop {
            match read::document(self, id).await? {
                Some(found) if found.pending.is_some() => {
                    if begun.elapsed() > STUCK {
                        finish(self, &found).await?;
                    }
                    tokio::time::sleep(PAUSE).await;
                }
                found => return Ok(found),
            }
        }
    }
}
