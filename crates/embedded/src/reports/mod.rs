//! Reports of films and comments, what they hide, and the cases that they make.

mod cases;
mod create;
mod read;
mod remove;

use async_trait::async_trait;
use kenmovie_common::domain::{BlockedMovie, Case, Decision, Report};
use kenmovie_common::ports::{CaseFilter, Created, NewReport, Page, Reports, StoreResult};
use kenmovie_common::{MovieId, ReportId, UserId};

use crate::Embedded;
use crate::database::snapshot;

#[cfg(test)]
pub(crate) use cases::statements as case_statements;
pub(crate) use cases::{close as close_case, counts};
pub(crate) use read::{REPORT, reason, report, status};
pub(crate) use remove::{erase_of_movie, retract};
#[cfg(test)]
pub(crate) use {read::blocked_statement, remove::OF_MOVIE, remove::OF_ONE};

#[async_trait]
impl Reports for Embedded {
    /// None too where the reporter's account is gone.
    async fn report(&self, new: NewReport) -> StoreResult<Option<Created<Report>>> {
        self.write(move |db| create::create(db, new)).await
    }

    async fn list_blocked_movies(
        &self,
        user: UserId,
        after: Option<ReportId>,
        limit: usize,
    ) -> StoreResult<Page<BlockedMovie, ReportId>> {
        self.read(move |db| read::blocked(db, user, after, limit)).await
    }

    async fn unblock_movie(&self, user: UserId, movie: MovieId) -> StoreResult<bool> {
        self.write(move |db| remove::unblock(db, user, movie)).await
    }

    async fn list_cases(
        &self,
        filter: CaseFilter,
        after: Option<ReportId>,
        limit: usize,
    ) -> StoreResult<Page<Case, ReportId>> {
        self.read(move |db| snapshot(db, || cases::list(db, filter, after, limit))).await
    }

    async fn decide_case(&self, id: ReportId, decision: Decision) -> StoreResult<Option<Case>> {
        self.write(move |db| cases::decide(db, id, &decision)).await
    }
}
