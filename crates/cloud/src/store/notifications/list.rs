//! Pages of notifications, with what they tell of as it is now, and how many are not read.

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::{Happening, NamedMovie, Notification, ReplyNotice};
use kenmovie_common::ports::{Notified, Page};
use kenmovie_common::{CommentId, MovieId, NotificationId, Time, UserId};
use mongodb::bson::{DateTime, Document, Uuid, doc};
use mongodb::options::{Hint, ReturnDocument};
use serde::Deserialize;

use crate::store::client::{LONGEST, Mongo};
use crate::store::comments::{CommentDocument, Joined, View, shown};
use crate::store::error::Outcome;
use crate::store::filled::{Source, filled};
use crate::store::reports::ReportDocument;
use crate::store::schema::{COMMENTS, MOVIES, NOTIFICATIONS, REPORTS, USERS};
use crate::store::users::living;
use crate::store::value::{time, uuid};

#[derive(Deserialize)]
struct Marked {
    #[serde(default)]
    read_up_to: Option<Uuid>,
}

pub(super) async fn list(
    mongo: &Mongo,
    user: UserId,
    after: Option<NotificationId>,
    limit: usize,
) -> Outcome<Notified> {
    let mut told = Told::of(mongo, user, None);
    let (mark, page) = tokio::try_join!(mark(mongo, user), filled(&mut told, after, limit))?;
    let items: Vec<_> =
        page.items.into_iter().map(|row| told.notification(row, mark)).collect::<Outcome<_>>()?;
    let items: Vec<Notification> = items.into_iter().flatten().collect();
    // Where the first page reaches what is read, it holds all that is not.
    let reaches = page.next.is_none() || items.last().is_some_and(|last| last.read);
    let unread = if after.is_none() && reaches {
        let unread = u64::try_from(items.iter().filter(|item| !item.read).count()).unwrap_or(u64::MAX);
        unread.min(Notification::UNREAD)
    } else {
        unread(mongo, user, mark).await?
    };
    Ok(Notified { page: Page { items, next: page.next }, unread })
}

/// One of them, and whose it is.
pub(super) async fn one(mongo: &Mongo, id: NotificationId) -> Outcome<Option<(UserId, Notification)>> {
    let all = mongo.collection::<Document>(NOTIFICATIONS);
    let found = all.aggregate(told_of(id)).max_time(LONGEST).with_type::<Row>();
    let Some(row) = found.await?.try_next().await? else { return Ok(None) };
    let user = UserId::from_bytes(row.user.bytes());
    let mut told = Told::of(mongo, user, None);
    let comments: Vec<&CommentDocument> = row.comments.iter().collect();
    let (mark, ()) = tokio::try_join!(mark(mongo, user), told.joined.learn(mongo, &comments))?;
    if !told.sees(&row) {
        return Ok(None);
    }
    Ok(told.notification(row, mark)?.map(|notification| (user, notification)))
}

pub(super) async fn read(mongo: &Mongo, user: UserId, up_to: NotificationId) -> Outcome<u64> {
    let users = mongo.collection::<Marked>(USERS);
    // Ids are ordered as they were made.
    let becomes = doc! { "$max": { "read_up_to": uuid(up_to.bytes()) } };
    let marked = users.find_one_and_update(living(uuid(user.bytes())), becomes);
    let marked = marked.projection(doc! { "read_up_to": 1 }).return_document(ReturnDocument::After).await?;
    match marked {
        Some(marked) => unread(mongo, user, marked.read_up_to).await,
        None => Ok(0),
    }
}

async fn mark(mongo: &Mongo, user: UserId) -> Outcome<Option<Uuid>> {
    let users = mongo.collection::<Marked>(USERS);
    let found = users.find_one(living(uuid(user.bytes()))).projection(doc! { "read_up_to": 1 });
    Ok(found.max_time(LONGEST).await?.and_then(|found| found.read_up_to))
}

/// How many come after this mark, as many at most as are counted.
async fn unread(mongo: &Mongo, user: UserId, mark: Option<Uuid>) -> Outcome<u64> {
    let most = usize::try_from(Notification::UNREAD).unwrap_or(usize::MAX);
    let Page { items, .. } = filled(&mut Told::of(mongo, user, mark), None, most).await?;
    Ok(u64::try_from(items.len()).unwrap_or(u64::MAX))
}

/// A notification with what it tells of, where that is there.
#[derive(Deserialize)]
struct Row {
    #[serde(rename = "_id")]
    id: Uuid,
    user: Uuid,
    created_at: DateTime,
    comments: Vec<CommentDocument>,
    reports: Vec<ReportDocument>,
    films: Vec<Film>,
}

#[derive(Deserialize)]
struct Film {
    #[serde(rename = "_id")]
    id: Uuid,
    title: String,
}

/// What a person is told, the latest first.
struct Told<'a> {
    mongo: &'a Mongo,
    user: Uuid,
    /// Only what comes after this one.
    since: Option<Uuid>,
    joined: Joined,
}

impl<'a> Told<'a> {
    fn of(mongo: &'a Mongo, user: UserId, since: Option<Uuid>) -> Self {
        // Nothing that is read of a comment here depends on when that is.
        let joined = Joined::of(View { viewer: Some(user), now: Time::default() });
        Self { mongo, user: uuid(user.bytes()), since, joined }
    }

    /// None of what is not told.
    fn notification(&self, row: Row, mark: Option<Uuid>) -> Outcome<Option<Notification>> {
        let Some(movie) = row.films.into_iter().next() else { return Ok(None) };
        let movie = NamedMovie { id: MovieId::from_bytes(movie.id.bytes()), title: movie.title };
        let happening = match (row.comments.into_iter().next(), row.reports.into_iter().next()) {
            (Some(reply), _) => {
                let Some(author) = self.joined.author(&reply) else { return Ok(None) };
                let reply = ReplyNotice {
                    comment_id: reply.comment_id(),
                    root_id: CommentId::from_bytes(reply.thread().bytes()),
                    author,
                    spoiler: reply.spoiler,
                    body: reply.body.unwrap_or_default(),
                };
                Happening::Reply { reply, movie }
            }
            (None, Some(report)) => Happening::ReportDecided { report: report.report()?, movie },
            (None, None) => return Ok(None),
        };
        Ok(Some(Notification {
            id: NotificationId::from_bytes(row.id.bytes()),
            happening,
            read: mark.is_some_and(|mark| row.id.bytes() <= mark.bytes()),
            created_at: time(row.created_at),
        }))
    }
}

impl Source for Told<'_> {
    type Item = Row;
    type Place = NotificationId;

    async fn fetch(&mut self, after: Option<NotificationId>, limit: usize) -> Outcome<Vec<Row>> {
        let all = self.mongo.collection::<Document>(NOTIFICATIONS);
        let rows = all
            .aggregate(told(self.user, self.since, after, limit))
            .hint(Hint::Name("notifications_user".to_owned()))
            .batch_size(1_000)
            .max_time(LONGEST)
            .with_type::<Row>();
        let rows: Vec<Row> = rows.await?.try_collect().await?;
        let comments: Vec<&CommentDocument> = rows.iter().flat_map(|row| &row.comments).collect();
        self.joined.learn(self.mongo, &comments).await?;
        Ok(rows)
    }

    fn sees(&self, row: &Row) -> bool {
        let seen = |reply: &CommentDocument| self.joined.sees(reply) && self.joined.author(reply).is_some();
        !row.films.is_empty()
            && match row.comments.first() {
                Some(reply) => seen(reply),
                None => !row.reports.is_empty(),
            }
    }

    fn place(&self, row: &Row) -> NotificationId {
        NotificationId::from_bytes(row.id.bytes())
    }
}

pub(in crate::store) fn told(
    user: Uuid,
    since: Option<Uuid>,
    after: Option<NotificationId>,
    limit: usize,
) -> Vec<Document> {
    let mut ids = Document::new();
    ids.extend(since.map(|since| ("$gt".to_owned(), since.into())));
    ids.extend(after.map(|after| ("$lt".to_owned(), uuid(after.bytes()).into())));
    let mut stretch = doc! { "user": user };
    if !ids.is_empty() {
        stretch.insert("_id", ids);
    }
    joined(stretch, limit)
}

pub(in crate::store) fn told_of(id: NotificationId) -> Vec<Document> {
    joined(doc! { "_id": uuid(id.bytes()) }, 1)
}

/// Notifications with what they tell of.
fn joined(stretch: Document, limit: usize) -> Vec<Document> {
    let joined = |from: &str, by: &str, pipeline: Vec<Document>, members: &str| {
        doc! { "$lookup": {
            "from": from, "localField": by, "foreignField": "_id", "pipeline": pipeline, "as": members,
        } }
    };
    // A report that was made before there were others is of a film.
    let film = ["$comments.movie", "$reports.movie", "$reports.target"].map(|of| doc! { "$first": of });
    vec![
        doc! { "$match": stretch },
        doc! { "$sort": { "_id": -1 } },
        doc! { "$limit": i64::try_from(limit).unwrap_or(i64::MAX) },
        joined(
            COMMENTS,
            "comment",
            vec![doc! { "$match": { "deleted": false } }, doc! { "$project": shown() }],
            "comments",
        ),
        joined(REPORTS, "report", vec![doc! { "$project": { "key": 0, "fingerprint": 0 } }], "reports"),
        doc! { "$set": { "film": { "$ifNull": film.to_vec() } } },
        joined(MOVIES, "film", vec![doc! { "$project": { "title": 1 } }], "films"),
    ]
}
