//! What a person wants to see, to hear of, and not to: their list, what they hid, whom they blocked, what they are told.

use kenmovie_common::ports::{
    BlockRecord, HiddenCommentRecord, HiddenMovieRecord, MuteRecord, NotificationRecord, RecordedEvent,
    UserMovieRecord,
};
use kenmovie_common::{CommentId, MovieId, NotificationId, ReportId, Time, UserId};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Serialize, JsonSchema)]
pub(super) struct HeldUserMovie {
    movie_id: MovieId,
    added_at: Time,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct HeldHiddenMovie {
    movie_id: MovieId,
    report_id: ReportId,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct HeldHiddenComment {
    comment_id: CommentId,
    report_id: ReportId,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct HeldBlock {
    user_id: UserId,
    blocked_at: Time,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct HeldMute {
    /// The thread's first comment.
    comment_id: CommentId,
    muted_at: Time,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct HeldNotification {
    id: NotificationId,
    #[serde(flatten)]
    event: HeldEvent,
    created_at: Time,
}

/// What somebody is told of.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum HeldEvent {
    ReplyId(CommentId),
    ReportId(ReportId),
}

impl From<UserMovieRecord> for HeldUserMovie {
    fn from(listed: UserMovieRecord) -> Self {
        Self { movie_id: listed.movie, added_at: listed.added_at }
    }
}

impl From<HiddenMovieRecord> for HeldHiddenMovie {
    fn from(hidden: HiddenMovieRecord) -> Self {
        Self { movie_id: hidden.movie, report_id: hidden.report }
    }
}

impl From<HiddenCommentRecord> for HeldHiddenComment {
    fn from(hidden: HiddenCommentRecord) -> Self {
        Self { comment_id: hidden.comment, report_id: hidden.report }
    }
}

impl From<BlockRecord> for HeldBlock {
    fn from(block: BlockRecord) -> Self {
        Self { user_id: block.blocked, blocked_at: block.created_at }
    }
}

impl From<MuteRecord> for HeldMute {
    fn from(mute: MuteRecord) -> Self {
        Self { comment_id: mute.thread, muted_at: mute.created_at }
    }
}

impl From<NotificationRecord> for HeldNotification {
    fn from(told: NotificationRecord) -> Self {
        let event = match told.event {
            RecordedEvent::Reply(comment) => HeldEvent::ReplyId(comment),
            RecordedEvent::ReportDecided(report) => HeldEvent::ReportId(report),
        };
        Self { id: told.id, event, created_at: told.created_at }
    }
}
