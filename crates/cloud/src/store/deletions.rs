//! What has begun to be deleted and is not gone: people and films.

use std::time::Duration;

use async_trait::async_trait;
use kenmovie_common::domain::Deletion;
use kenmovie_common::ports::{Deletions, Erasure, StoreResult};
use kenmovie_common::{MovieId, Time, UserId};
use mongodb::bson::{DateTime, Uuid};
use serde::Deserialize;

use super::client::Mongo;
use super::error::Outcome;
use super::find::Find;
use super::value::time;
use super::{erase, movies, users};

/// A step takes longer than what a person waits for.
const PATIENCE: Duration = Duration::from_secs(50);

/// What says that an end has begun.
#[derive(Deserialize)]
pub(super) struct Begun {
    #[serde(rename = "_id")]
    id: Uuid,
    /// None of a film that an earlier version began to remove.
    #[serde(default, alias = "deleting_at", alias = "begun_at")]
    at: Option<DateTime>,
}

impl Begun {
    fn since(&self) -> Time {
        self.at.map_or(Time::from_millis(0), time)
    }

    /// How far it is once nothing is left.
    pub(super) fn emptied(&self, now: Time) -> Erasure {
        if now.since(self.since()) < Erasure::LINGER { Erasure::Lingering } else { Erasure::Gone }
    }
}

#[async_trait]
impl Deletions for Mongo {
    async fn erase(&self, deletion: Deletion, limit: usize, now: Time) -> StoreResult<Erasure> {
        self.run_within(PATIENCE, async move |mongo: Self| match deletion {
            Deletion::User(user) => erase::erase(&mongo, user, limit, now).await,
            Deletion::Movie(movie) => movies::erase(&mongo, movie, limit, now).await,
        })
        .await
    }

    async fn unfinished_deletions(&self, limit: usize) -> StoreResult<Vec<Deletion>> {
        self.run(async move |mongo: Self| mongo.unfinished(limit).await).await
    }
}

impl Mongo {
    /// The longest ago first.
    async fn unfinished(&self, limit: usize) -> Outcome<Vec<Deletion>> {
        let begun = async |ending: Find| ending.up_to(limit).run::<Begun>(self).await;
        let (people, films) = tokio::try_join!(begun(users::ending()), begun(movies::ending()))?;
        let person = |begun: Begun| (begun.since(), Deletion::User(UserId::from_bytes(begun.id.bytes())));
        let film = |begun: Begun| (begun.since(), Deletion::Movie(MovieId::from_bytes(begun.id.bytes())));
        let mut all: Vec<_> = people.into_iter().map(person).chain(films.into_iter().map(film)).collect();
        all.sort_by_key(|(since, _)| *since);
        Ok(all.into_iter().take(limit).map(|(_, deletion)| deletion).collect())
    }
}
