//! Letters that wait to be sent.

use std::time::Duration;

use async_trait::async_trait;
use kenmovie_common::domain::Letter;
use kenmovie_common::ports::{Letters, StoreResult};
use kenmovie_common::{LetterId, Time};

use super::client::Mongo;
use super::users::soon;

#[async_trait]
impl Letters for Mongo {
    async fn post_letter(&self, _: Letter) -> StoreResult<()> {
        Err(soon())
    }

    async fn take_letters(&self, _: Time, _: Duration, _: usize) -> StoreResult<Vec<Letter>> {
        Err(soon())
    }

    async fn remove_letter(&self, _: LetterId) -> StoreResult<()> {
        Err(soon())
    }
}
