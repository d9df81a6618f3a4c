//! Reports of films and the list of what they hide.

use async_trait::async_trait;

use super::{Created, Idempotency, Page, StoreResult};
use crate::domain::{BlockedMovie, Reason, Report};
use crate::{MovieId, ReportId, Time, UserId};

#[derive(Debug, Clone)]
pub struct NewReport {
    pub id: ReportId,
    pub user: UserId,
    pub movie: MovieId,
    pub reason: Reason,
    pub text: Option<String>,
    pub idempotency: Option<Idempotency>,
    pub now: Time,
}

/// Reports of films, and what they hide.
#[async_trait]
pub trait Reports: Send + Sync {
    /// Stores the report with the person's name and address as they are, counts it on the film and hides the film from
    /// that person, in one act. None where there is no such film; `Conflict(OpenReport)` where one is open.
    async fn report_movie(&self, new: NewReport) -> StoreResult<Option<Created<Report>>>;

    /// What a person reported and does not see, the latest first.
    async fn list_blocked_movies(
        &self,
        user: UserId,
        after: Option<ReportId>,
        limit: usize,
    ) -> StoreResult<Page<BlockedMovie, ReportId>>;

    /// Shows a film again and withdraws a report that is still open; false where it was not hidden.
    async fn unblock_movie(&self, user: UserId, movie: MovieId) -> StoreResult<bool>;
}
