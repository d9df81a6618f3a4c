//! People's lists of films.

use async_trait::async_trait;
use kenmovie_common::domain::UserMovie;
use kenmovie_common::ports::{Page, StoreResult, UserMovies};
use kenmovie_common::{MovieId, Time, UserId};
use rusqlite::params;

use crate::Embedded;
use crate::movies::{CARD, CARD_END, card, mine, number, viewed};
use crate::page::{PASSED, walk};
use crate::row::{change, time};
use crate::users::lives;

#[async_trait]
impl UserMovies for Embedded {
    async fn add_to_list(&self, user: UserId, movie: MovieId, now: Time) -> StoreResult<bool> {
        self.write(move |db| {
            if number(db, movie)?.is_none() || !lives(db, user)? {
                return Ok(false);
            }
            let sql = "INSERT INTO user_movies (user_id, movie, added_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
            change(db, sql, params![user.bytes(), movie.bytes(), now.millis()])?;
            Ok(true)
        })
        .await
    }

    async fn remove_from_list(&self, user: UserId, movie: MovieId) -> StoreResult<bool> {
        self.write(move |db| {
            if number(db, movie)?.is_none() {
                return Ok(false);
            }
            let sql = "DELETE FROM user_movies WHERE user_id = ?1 AND movie = ?2";
            change(db, sql, params![user.bytes(), movie.bytes()])?;
            Ok(true)
        })
        .await
    }

    async fn list_user_movies(
        &self,
        user: UserId,
        after: Option<(i64, MovieId)>,
        limit: usize,
    ) -> StoreResult<Page<UserMovie, (i64, MovieId)>> {
        self.read(move |db| {
            let (added_at, id) = after.map_or((i64::MAX, [0xff; 16]), |(at, id)| (at, *id.bytes()));
            let params = params![user.bytes(), added_at, id];
            walk(db, &statement(), params, limit, PASSED, |row| {
                let mut movie = card(row)?;
                let added_at = time(row, CARD_END)?;
                let (place, blocked) = ((added_at.millis(), movie.id), row.get(CARD_END + 1)?);
                movie.mine = Some(mine(row, blocked)?);
                Ok((place, (!blocked).then_some(UserMovie { movie, added_at })))
            })
        })
        .await
    }
}

/// The list of parameter 1, from the place 2 and 3 on.
pub(crate) fn statement() -> String {
    format!(
        "SELECT {CARD}, l.added_at, EXISTS (
            SELECT 1 FROM hidden_movies AS h WHERE h.user_id = ?1 AND h.movie = m.n)
        FROM user_movies AS l INDEXED BY user_movies_added CROSS JOIN movies AS m ON m.id = l.movie {}
        WHERE l.user_id = ?1 AND (l.added_at, l.movie) < (?2, ?3) ORDER BY l.added_at DESC, l.movie DESC",
        viewed("?1")
    )
}
