//! Reports of films and comments, what they hide, and what becomes of them.

use async_trait::async_trait;

use super::{Created, Idempotency, Page, StoreResult};
use crate::domain::{BlockedMovie, Case, Decision, Reason, Report, ReportStatus, Target, TargetKind};
use crate::{MovieId, ReportId, Time, UserId};

#[derive(Debug, Clone)]
pub struct NewReport {
    pub id: ReportId,
    pub user: UserId,
    pub target: Target,
    pub reason: Reason,
    pub text: Option<String>,
    pub idempotency: Option<Idempotency>,
    pub now: Time,
}

/// Which cases a moderator wants to see; all members together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CaseFilter {
    pub status: Option<ReportStatus>,
    pub kind: Option<TargetKind>,
}

/// Reports, what they hide, and the cases that they make.
#[async_trait]
pub trait Reports: Send + Sync {
    /// Stores the report with the person's name and address and the thing's words as they are, counts it in the thing's
    /// case (and on a film), opens that case, and hides the thing from that person, in one act. None where there is no
    /// such thing; `Conflict(OpenReport)` where one is open.
    async fn report(&self, new: NewReport) -> StoreResult<Option<Created<Report>>>;

    /// What a person reported and does not see, the latest first.
    async fn list_blocked_movies(
        &self,
        user: UserId,
        after: Option<ReportId>,
        limit: usize,
    ) -> StoreResult<Page<BlockedMovie, ReportId>>;

    /// Shows a film again and withdraws a report that is still open, from its case too; a case without reports is gone,
    /// one without open ones is as it was decided before. False where the film was not hidden.
    async fn unblock_movie(&self, user: UserId, movie: MovieId) -> StoreResult<bool>;

    /// Cases, those with the latest reports first. A place is a case's latest report.
    async fn list_cases(
        &self,
        filter: CaseFilter,
        after: Option<ReportId>,
        limit: usize,
    ) -> StoreResult<Page<Case, ReportId>>;

    /// Decides a case and all its reports, in one act; who made one that was open or was decided otherwise is notified.
    /// A case can be decided anew. None where there is no such case.
    async fn decide_case(&self, id: ReportId, decision: Decision) -> StoreResult<Option<Case>>;
}
