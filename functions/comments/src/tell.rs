//! Telling devices of a comment that is stored. What cannot be told is found by whoever looks.

use kenmovie_common::NotificationId;
use kenmovie_common::domain::Comment;
use kenmovie_common::ports::StoreResult;
use kenmovie_common::socket::Frame;

use crate::Board;

impl Board {
    /// Tells those who watch the film, and whoever is answered.
    pub(crate) async fn tell(&self, comment: &Comment) {
        let (watched, answered) = tokio::join!(self.tell_watchers(comment), self.tell_answered(comment));
        for told in [watched, answered] {
            if let Err(error) = told {
                tracing::warn!(%error, "a new comment could not be told");
            }
        }
    }

    /// Not those who do not see its author.
    async fn tell_watchers(&self, comment: &Comment) -> StoreResult<()> {
        let mut watchers = self.ports.connections.watchers_of(comment.movie_id, self.front.now()).await?;
        let Some(author) = comment.author.as_ref().filter(|_| !watchers.is_empty()) else { return Ok(()) };
        let circle = self.ports.people.circle(author.id).await?;
        watchers.retain(|watcher| !circle.strangers.contains(&watcher.user));
        let comment = Box::new(Comment { mine: None, ..comment.clone() });
        self.hub.tell_all(watchers, &Frame::Comment { movie_id: comment.movie_id, comment }).await;
        Ok(())
    }

    async fn tell_answered(&self, comment: &Comment) -> StoreResult<()> {
        if comment.parent_id.is_none() {
            return Ok(());
        }
        let id = NotificationId::of_reply(comment.id);
        if let Some((user, notification)) = self.ports.notifications.notification(id).await? {
            self.hub.tell(user, &Frame::Notification { notification: Box::new(notification) }).await;
        }
        Ok(())
    }
}
