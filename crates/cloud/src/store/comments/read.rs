//! Comments as viewers see them: with their authors' names, and how the viewer voted, looked up once a page.

use std::collections::{HashMap, HashSet};

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::{Author, Comment, CommentMine, EDIT_WINDOW, Reactions};
use kenmovie_common::{CommentId, Time, UserId};
use mongodb::bson::{Uuid, doc};
use serde::Deserialize;

use super::document::{CommentDocument, shown};
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::{Outcome, corrupt};
use crate::store::reactions::viewer_votes;
use crate::store::schema::{COMMENTS, USERS};
use crate::store::value::{count, reaction, time, uuid};

/// Who looks, and when.
#[derive(Clone, Copy)]
pub(super) struct View {
    pub(super) viewer: Option<UserId>,
    pub(super) now: Time,
}

pub(super) async fn comment(mongo: &Mongo, id: CommentId, view: View) -> Outcome<Option<Comment>> {
    match document(mongo, id).await? {
        Some(found) => Ok(Some(one(mongo, found, view).await?)),
        None => Ok(None),
    }
}

pub(super) async fn document(mongo: &Mongo, id: CommentId) -> Outcome<Option<CommentDocument>> {
    let comments = mongo.collection::<CommentDocument>(COMMENTS);
    Ok(comments.find_one(doc! { "_id": uuid(id.bytes()) }).max_time(LONGEST).await?)
}

pub(super) async fn one(mongo: &Mongo, found: CommentDocument, view: View) -> Outcome<Comment> {
    Joined::of(mongo, Wanted::of([&found]), view).await?.comment(found)
}

pub(super) async fn replies_of(
    mongo: &Mongo,
    root: Uuid,
    after: Option<CommentId>,
    limit: i64,
) -> Outcome<Vec<CommentDocument>> {
    let mut stretch = doc! { "root": root };
    if let Some(after) = after {
        stretch.insert("_id", doc! { "$gt": uuid(after.bytes()) });
    }
    let comments = mongo.collection::<CommentDocument>(COMMENTS);
    let found = comments
        .find(stretch)
        .sort(doc! { "_id": 1 })
        .hint(mongodb::options::Hint::Name("comments_root".to_owned()))
        .limit(limit)
        .batch_size(u32::try_from(limit).unwrap_or(u32::MAX))
        .projection(shown())
        .max_time(LONGEST);
    Ok(found.await?.try_collect().await?)
}

#[derive(Deserialize)]
struct Person {
    #[serde(rename = "_id")]
    id: Uuid,
    name: String,
    #[serde(default)]
    avatar_url: Option<String>,
}

/// What a page of comments needs of other collections.
pub(super) struct Joined {
    view: View,
    people: HashMap<Uuid, Author>,
    votes: HashMap<Uuid, i32>,
}

/// Whose names and which votes a page needs.
#[derive(Default)]
pub(super) struct Wanted {
    authors: HashSet<Uuid>,
    targets: Vec<Uuid>,
}

impl Wanted {
    pub(super) fn of<'a>(comments: impl IntoIterator<Item = &'a CommentDocument>) -> Self {
        let mut wanted = Self::default();
        for comment in comments {
            wanted.authors.extend(comment.author);
            wanted.targets.push(comment.id);
        }
        wanted
    }
}

impl Joined {
    /// One look-up for all authors, and one at the same time for all votes of the viewer.
    pub(super) async fn of(mongo: &Mongo, wanted: Wanted, view: View) -> Outcome<Self> {
        let viewer = view.viewer.map(|viewer| uuid(viewer.bytes()));
        let (people, votes) =
            tokio::try_join!(people(mongo, wanted.authors), viewer_votes(mongo, viewer, wanted.targets))?;
        Ok(Self { view, people, votes })
    }

    pub(super) fn comment(&self, found: CommentDocument) -> Outcome<Comment> {
        if found.body.is_none() != found.deleted {
            return Err(corrupt("a comment that is deleted and has a body, or neither"));
        }
        let created_at = time(found.created_at);
        let mine = self.view.viewer.map(|viewer| {
            let own = found.author_id() == Some(viewer);
            CommentMine {
                reaction: self.votes.get(&found.id).and_then(|value| reaction(*value)),
                own,
                can_edit: own && editable(created_at, self.view.now),
                muted: false,
            }
        });
        Ok(Comment {
            id: found.comment_id(),
            movie_id: found.movie_id(),
            parent_id: found.parent.map(|id| CommentId::from_bytes(id.bytes())),
            root_id: found.root.map(|id| CommentId::from_bytes(id.bytes())),
            author: found.author.and_then(|author| self.people.get(&author).cloned()),
            body: found.body,
            spoiler: found.spoiler,
            created_at,
            edited_at: found.edited_at.map(time),
            deleted: found.deleted,
            reactions: Reactions { likes: count(found.likes)?, dislikes: count(found.dislikes)? },
            replies: count(found.replies)?,
            mine,
        })
    }
}

async fn people(mongo: &Mongo, authors: HashSet<Uuid>) -> Outcome<HashMap<Uuid, Author>> {
    if authors.is_empty() {
        return Ok(HashMap::new());
    }
    let authors: Vec<Uuid> = authors.into_iter().collect();
    let users = mongo.collection::<Person>(USERS);
    let found = users
        .find(doc! { "_id": { "$in": authors }, "deleting_at": { "$exists": false } })
        .projection(doc! { "name": 1, "avatar_url": 1 })
        .batch_size(1_000)
        .max_time(LONGEST);
    let author = |person: Person| {
        let Person { id, name, avatar_url } = person;
        (id, Author { id: UserId::from_bytes(id.bytes()), name, avatar_url })
    };
    Ok(found.await?.map_ok(author).try_collect().await?)
}

/// Whether an author can still change what they wrote.
pub(super) fn editable(created_at: Time, now: Time) -> bool {
    now.since(created_at) < EDIT_WINDOW
}
