//! Comments on films, and replies.

use async_trait::async_trait;

use super::{Created, Idempotency, Page, StoreResult};
use crate::domain::{Comment, CommentSort, CommentThread};
use crate::{CommentId, MovieId, Time, UserId};

/// Where a new comment goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommentPlace {
    Movie(MovieId),
    /// An answer to this comment or reply.
    Reply(CommentId),
}

#[derive(Debug, Clone)]
pub struct NewComment {
    pub id: CommentId,
    pub place: CommentPlace,
    pub author: UserId,
    pub body: String,
    pub spoiler: bool,
    pub idempotency: Option<Idempotency>,
    pub now: Time,
}

/// One page of a film's comments or of a thread's replies, after a place `K`. `now` tells what the viewer can still edit.
#[derive(Debug, Clone)]
pub struct CommentQuery<K> {
    pub after: Option<K>,
    /// 1..=100
    pub limit: usize,
    pub viewer: Option<UserId>,
    pub now: Time,
}

/// Who edits or deletes.
#[derive(Debug, Clone, Copy)]
pub struct Editor {
    pub user: UserId,
    /// May change what others wrote.
    pub moderator: bool,
}

#[derive(Debug, Clone, Default)]
pub struct CommentChange {
    pub body: Option<String>,
    pub spoiler: Option<bool>,
}

/// What became of an author's or a moderator's act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amended<T> {
    Done(T),
    Missing,
    /// Somebody else wrote it, or it is too late.
    Forbidden,
}

/// Comments and replies. The counters (`replies`, the film's `comments`) follow the living rows exactly. A viewer does not
/// see what they reported, nor what people wrote whom they blocked or who blocked them: lists leave it out and are not
/// shorter for it while there is more, `comment` is none.
#[async_trait]
pub trait Comments: Send + Sync {
    /// A film's comments with the start of their threads; none where there is no such film. The number in a place is
    /// the `score::wilson` of the comment, or for the orders by age its `created_at` in milliseconds.
    async fn list_comments(
        &self,
        movie: MovieId,
        sort: CommentSort,
        query: CommentQuery<(i64, CommentId)>,
    ) -> StoreResult<Option<Page<CommentThread, (i64, CommentId)>>>;

    /// The replies of a comment's whole thread, or of the thread that a reply stands in; oldest first.
    async fn list_replies(
        &self,
        comment: CommentId,
        query: CommentQuery<CommentId>,
    ) -> StoreResult<Option<Page<Comment, CommentId>>>;

    async fn comment(&self, id: CommentId, viewer: Option<UserId>, now: Time)
    -> StoreResult<Option<Comment>>;

    /// Writes a comment; none where the film or the comment that it answers is not there, or is deleted. A reply notifies
    /// whoever wrote what it answers, unless that is its author or they muted the thread; `Conflict(Blocked)` where one of
    /// the two blocked the other.
    async fn create_comment(&self, new: NewComment) -> StoreResult<Option<Created<Comment>>>;

    /// Changes a comment: its author within `EDIT_WINDOW`, or a moderator; else `Forbidden`. A deleted one is `Missing`.
    async fn edit_comment(
        &self,
        id: CommentId,
        editor: Editor,
        change: CommentChange,
        now: Time,
    ) -> StoreResult<Amended<Comment>>;

    /// Deletes a comment. With replies it stays as deleted, without body and author, until the last of them goes. If
    /// reports of it are open, their case is resolved without a note.
    async fn delete_comment(&self, id: CommentId, editor: Editor, now: Time) -> StoreResult<Amended<()>>;
}
