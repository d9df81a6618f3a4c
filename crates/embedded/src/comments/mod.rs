//! Comments on films, and replies.

mod delete;
mod list;
mod read;
mod write;

use async_trait::async_trait;
use kenmovie_common::domain::{Comment, CommentSort, CommentThread};
use kenmovie_common::ports::{
    Amended, CommentChange, CommentQuery, Comments, Created, Editor, NewComment, Page, StoreResult,
};
use kenmovie_common::{CommentId, MovieId, Time, UserId};

use crate::Embedded;

#[cfg(test)]
pub(crate) use delete::{GONE, OF_ONE};
pub(crate) use delete::{erase, take_away};
#[cfg(test)]
pub(crate) use list::statements;
pub(crate) use read::{seen, thread};

#[async_trait]
impl Comments for Embedded {
    async fn list_comments(
        &self,
        movie: MovieId,
        sort: CommentSort,
        query: CommentQuery<(i64, CommentId)>,
    ) -> StoreResult<Option<Page<CommentThread, (i64, CommentId)>>> {
        self.read(move |db| list::threads(db, movie, sort, &query)).await
    }

    async fn list_replies(
        &self,
        comment: CommentId,
        query: CommentQuery<CommentId>,
    ) -> StoreResult<Option<Page<Comment, CommentId>>> {
        self.read(move |db| list::replies(db, comment, &query)).await
    }

    async fn comment(
        &self,
        id: CommentId,
        viewer: Option<UserId>,
        now: Time,
    ) -> StoreResult<Option<Comment>> {
        let found = self.read(move |db| read::comment(db, id, viewer, now)).await?;
        Ok(found.and_then(|(comment, seen)| seen.then_some(comment)))
    }

    /// The same key after the comment was deleted gives what is left of it, or a new one where nothing is.
    async fn create_comment(&self, new: NewComment) -> StoreResult<Option<Created<Comment>>> {
        self.write(move |db| write::create(db, &new)).await
    }

    async fn edit_comment(
        &self,
        id: CommentId,
        editor: Editor,
        change: CommentChange,
        now: Time,
    ) -> StoreResult<Amended<Comment>> {
        self.write(move |db| write::edit(db, id, editor, &change, now)).await
    }

    async fn delete_comment(&self, id: CommentId, editor: Editor, now: Time) -> StoreResult<Amended<()>> {
        self.write(move |db| delete::delete(db, id, editor, now)).await
    }
}
