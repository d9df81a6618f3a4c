//! People's lists of films.

use async_trait::async_trait;

use super::{Page, StoreResult};
use crate::domain::UserMovie;
use crate::{MovieId, Time, UserId};

/// A list for each person.
#[async_trait]
pub trait UserMovies: Send + Sync {
    /// Puts a film in the list, or leaves it where it stands there; false where there is no such film or person.
    async fn add_to_list(&self, user: UserId, movie: MovieId, now: Time) -> StoreResult<bool>;

    /// Takes a film out, if it is there; false where there is no such film.
    async fn remove_from_list(&self, user: UserId, movie: MovieId) -> StoreResult<bool>;

    /// What was added last first. What the person reported is left out. A place is when it was added, in milliseconds,
    /// and the film.
    async fn list_user_movies(
        &self,
        user: UserId,
        after: Option<(i64, MovieId)>,
        limit: usize,
    ) -> StoreResult<Page<UserMovie, (i64, MovieId)>>;
}
