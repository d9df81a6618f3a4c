//! Not written yet.

use async_trait::async_trait;
use kenmovie_common::domain::*;
use kenmovie_common::ports::*;
use kenmovie_common::*;

use crate::Embedded;

fn none<T>() -> StoreResult<T> {
    Err(StoreError::Unavailable("not written".to_owned()))
}

#[async_trait]
impl Connections for Embedded {
    async fn open_connection(&self, _: &Connection, _: &Circle, _: Time) -> StoreResult<Vec<Connection>> {
        none()
    }
    async fn connection(&self, _: &str, _: Time) -> StoreResult<Option<(Connection, Circle)>> {
        none()
    }
    async fn close_connection(&self, _: &str) -> StoreResult<Option<(Connection, Circle)>> {
        none()
    }
    async fn connections_of(&self, _: Holder, _: Time) -> StoreResult<Vec<Connection>> {
        Ok(Vec::new())
    }
    async fn online(&self, _: &[UserId], _: Time) -> StoreResult<Vec<UserId>> {
        Ok(Vec::new())
    }
    async fn watch_movie(&self, _: &str, _: MovieId, _: Time) -> StoreResult<bool> {
        none()
    }
    async fn unwatch_movie(&self, _: &str) -> StoreResult<()> {
        none()
    }
    async fn watchers_of(&self, _: MovieId, _: Time) -> StoreResult<Vec<Connection>> {
        Ok(Vec::new())
    }
}
