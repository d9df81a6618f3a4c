//! Reports of films and comments, what they hide, and what becomes of them.

mod blocked;
mod case;
mod decide;
mod document;
mod drift;
mod hidden;
mod make;
mod migrate;
mod withdraw;

use async_trait::async_trait;
use kenmovie_common::domain::{BlockedMovie, Case, Decision, Report};
use kenmovie_common::ports::{CaseFilter, Created, NewReport, Page, Reports, StoreResult};
use kenmovie_common::{MovieId, ReportId, UserId};

use super::client::Mongo;
use super::value::uuid;

pub(super) use case::{CaseDocument, Decided};
pub(super) use decide::close as close_case;
pub(super) use document::{ReportDocument, reason, status};
pub(super) use drift::case_drift;
pub(super) use hidden::{Hidden, HiddenComment, HiddenCommentKey, HiddenKey};
pub(super) use withdraw::withdraw;
#[cfg(test)]
pub(super) use {case::queue, decide::undecided, migrate::unknown};

#[async_trait]
impl Reports for Mongo {
    /// None too where the reporter's account is gone.
    async fn report(&self, new: NewReport) -> StoreResult<Option<Created<Report>>> {
        self.run(async move |mongo: Self| make::report(&mongo, new).await).await
    }

    async fn list_blocked_movies(
        &self,
        user: UserId,
        after: Option<ReportId>,
        limit: usize,
    ) -> StoreResult<Page<BlockedMovie, ReportId>> {
        let user = uuid(user.bytes());
        self.run(async move |mongo: Self| blocked::list(&mongo, user, after, limit).await).await
    }

    async fn unblock_movie(&self, user: UserId, movie: MovieId) -> StoreResult<bool> {
        let key = HiddenKey { user: uuid(user.bytes()), movie: uuid(movie.bytes()) };
        self.run(async move |mongo: Self| blocked::unblock(&mongo, key).await).await
    }

    async fn list_cases(
        &self,
        filter: CaseFilter,
        after: Option<ReportId>,
        limit: usize,
    ) -> StoreResult<Page<Case, ReportId>> {
        self.run(async move |mongo: Self| case::list(&mongo, filter, after, limit).await).await
    }

    async fn decide_case(&self, id: ReportId, decision: Decision) -> StoreResult<Option<Case>> {
        self.run(async move |mongo: Self| decide::decide(&mongo, uuid(id.bytes()), decision).await).await
    }
}
