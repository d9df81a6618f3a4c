//! Comments on films, and replies.

mod create;
mod delete;
mod document;
mod edit;
mod list;
mod notify;
mod read;
mod replies;
mod sight;

use async_trait::async_trait;
use kenmovie_common::domain::{Comment, CommentSort, CommentThread};
use kenmovie_common::ports::{
    Amended, CommentChange, CommentQuery, Comments, Created, Editor, NewComment, Page, StoreResult,
};
use kenmovie_common::{CommentId, MovieId, Time, UserId};

use super::client::Mongo;

pub(super) use create::finish;
pub(super) use delete::delete;
pub(super) use document::{CommentDocument, shown};
pub(super) use read::{Joined, View, standing};
#[cfg(test)]
pub(super) use {
    list::threads_pipeline,
    notify::standing_between,
    read::standing_pipeline,
    replies::replies_of,
    sight::{Sight, rows_of},
};

#[async_trait]
impl Comments for Mongo {
    async fn list_comments(
        &self,
        movie: MovieId,
        sort: CommentSort,
        query: CommentQuery<(i64, CommentId)>,
    ) -> StoreResult<Option<Page<CommentThread, (i64, CommentId)>>> {
        self.run(async move |mongo: Self| list::threads(&mongo, movie, sort, query).await).await
    }

    async fn list_replies(
        &self,
        comment: CommentId,
        query: CommentQuery<CommentId>,
    ) -> StoreResult<Option<Page<Comment, CommentId>>> {
        self.run(async move |mongo: Self| replies::replies(&mongo, comment, query).await).await
    }

    async fn comment(
        &self,
        id: CommentId,
        viewer: Option<UserId>,
        now: Time,
    ) -> StoreResult<Option<Comment>> {
        self.run(async move |mongo: Self| read::comment(&mongo, id, View { viewer, now }).await).await
    }

    /// The same key after the comment was deleted gives what is left of it, or a new one where nothing is.
    async fn create_comment(&self, new: NewComment) -> StoreResult<Option<Created<Comment>>> {
        self.run(async move |mongo: Self| create::create(&mongo, new).await).await
    }

    async fn edit_comment(
        &self,
        id: CommentId,
        editor: Editor,
        change: CommentChange,
        now: Time,
    ) -> StoreResult<Amended<Comment>> {
        self.run(async move |mongo: Self| edit::edit(&mongo, id, editor, change, now).await).await
    }

    async fn delete_comment(&self, id: CommentId, editor: Editor, now: Time) -> StoreResult<Amended<()>> {
        self.run(async move |mongo: Self| delete(&mongo, id, editor, now).await).await
    }
}
