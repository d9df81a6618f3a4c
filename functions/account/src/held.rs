//! What is held on a person, as they get it: all of it but hashes and secrets, member by member, so that nothing new gets
//! in by itself.

use kenmovie_common::domain::{
    Language, Reaction, Reason, ReportStatus, Role, Session, SignInRecord, Target,
};
use kenmovie_common::ports::{
    CommentRecord, HiddenMovieRecord, MovieRecord, ReactionRecord, Record, ReportRecord, UserRecord,
};
use kenmovie_common::{CommentId, MovieId, ReportId, SessionId, Time, UserId};
use schemars::JsonSchema;
use serde::Serialize;

/// Everything that is held on a person.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Export")]
pub(crate) struct Held {
    exported_at: Time,
    user: HeldUser,
    comments: Vec<HeldComment>,
    votes: Vec<HeldVote>,
    reports: Vec<HeldReport>,
    hidden_movies: Vec<HeldHiddenMovie>,
    /// Films that they added to the catalogue.
    movies: Vec<HeldMovie>,
    sessions: Vec<HeldSession>,
    sign_ins: Vec<SignInRecord>,
}

#[derive(Serialize, JsonSchema)]
struct HeldUser {
    id: UserId,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    age: Option<u8>,
    email: String,
    email_verified: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    avatar_url: Option<String>,
    role: Role,
    language: Language,
    has_password: bool,
    providers: Vec<HeldProvider>,
    created_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_seen_at: Option<Time>,
}

/// A linked account of a provider.
#[derive(Serialize, JsonSchema)]
struct HeldProvider {
    issuer: String,
    subject: String,
}

/// What something is about.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum HeldTarget {
    MovieId(MovieId),
    CommentId(CommentId),
}

#[derive(Serialize, JsonSchema)]
struct HeldComment {
    id: CommentId,
    movie_id: MovieId,
    #[serde(skip_serializing_if = "Option::is_none")]
    root_id: Option<CommentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_id: Option<CommentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    spoiler: bool,
    deleted: bool,
    created_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    edited_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    idempotency_key: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct HeldVote {
    #[serde(flatten)]
    target: HeldTarget,
    value: Reaction,
    created_at: Time,
}

#[derive(Serialize, JsonSchema)]
struct HeldReport {
    id: ReportId,
    #[serde(flatten)]
    target: HeldTarget,
    /// Name and address as they were when it was made.
    name: String,
    email: String,
    reason: Reason,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    status: ReportStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    created_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    idempotency_key: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct HeldHiddenMovie {
    movie_id: MovieId,
    report_id: ReportId,
}

#[derive(Serialize, JsonSchema)]
struct HeldMovie {
    id: MovieId,
    title: String,
    created_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    idempotency_key: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct HeldSession {
    id: SessionId,
    created_at: Time,
    last_seen_at: Time,
    /// When the password or the provider was last shown.
    auth_time: Time,
    browser: String,
    address: String,
    ends_at: Time,
}

impl Held {
    /// None where the account is no more.
    pub(crate) fn of(
        exported_at: Time,
        records: Vec<Record>,
        sessions: Vec<Session>,
        sign_ins: Vec<SignInRecord>,
    ) -> Option<Self> {
        let (mut user, mut comments, mut votes, mut reports) = (None, Vec::new(), Vec::new(), Vec::new());
        let (mut hidden_movies, mut movies) = (Vec::new(), Vec::new());
        for record in records {
            match record {
                Record::User(record) => user = record.deleting_at.is_none().then(|| record.into()),
                Record::Comment(record) => comments.push(record.into()),
                Record::Reaction(record) => votes.push(record.into()),
                Record::Report(record) => reports.push(record.into()),
                Record::HiddenMovie(record) => hidden_movies.push(record.into()),
                Record::Movie(record) => movies.push((*record).into()),
                // They are the site's, nobody's in particular.
                Record::ApiToken(_) => {}
                _ => {}
            }
        }
        let sessions = sessions.into_iter().map(HeldSession::from).collect();
        let user = user?;
        Some(Self { exported_at, user, comments, votes, reports, hidden_movies, movies, sessions, sign_ins })
    }
}

impl From<UserRecord> for HeldUser {
    fn from(user: UserRecord) -> Self {
        let providers = user.providers.into_iter();
        Self {
            id: user.id,
            name: user.name,
            age: user.age,
            email: user.email,
            email_verified: user.email_verified,
            avatar_url: user.avatar_url,
            role: user.role,
            language: user.language,
            has_password: user.password_hash.is_some(),
            providers: providers
                .map(|one| HeldProvider { issuer: one.issuer, subject: one.subject })
                .collect(),
            created_at: user.created_at,
            last_seen_at: user.last_seen_at,
        }
    }
}

impl From<Target> for HeldTarget {
    fn from(target: Target) -> Self {
        match target {
            Target::Movie(id) => Self::MovieId(id),
            Target::Comment(id) => Self::CommentId(id),
        }
    }
}

impl From<CommentRecord> for HeldComment {
    fn from(comment: CommentRecord) -> Self {
        Self {
            id: comment.id,
            movie_id: comment.movie,
            root_id: comment.root,
            parent_id: comment.parent,
            body: comment.body,
            spoiler: comment.spoiler,
            deleted: comment.deleted,
            created_at: comment.created_at,
            edited_at: comment.edited_at,
            idempotency_key: comment.idempotency.map(|asked| asked.key),
        }
    }
}

impl From<ReactionRecord> for HeldVote {
    fn from(vote: ReactionRecord) -> Self {
        Self { target: vote.target.into(), value: vote.value, created_at: vote.created_at }
    }
}

impl From<ReportRecord> for HeldReport {
    fn from(report: ReportRecord) -> Self {
        Self {
            id: report.id,
            target: report.target.into(),
            name: report.user_name,
            email: report.user_email,
            reason: report.reason,
            text: report.text,
            status: report.status,
            note: report.note,
            created_at: report.created_at,
            decided_at: report.decided_at,
            idempotency_key: report.idempotency.map(|asked| asked.key),
        }
    }
}

impl From<HiddenMovieRecord> for HeldHiddenMovie {
    fn from(hidden: HiddenMovieRecord) -> Self {
        Self { movie_id: hidden.movie, report_id: hidden.report }
    }
}

impl From<MovieRecord> for HeldMovie {
    fn from(movie: MovieRecord) -> Self {
        Self {
            id: movie.id,
            title: movie.draft.title,
            created_at: movie.created_at,
            idempotency_key: movie.idempotency.map(|asked| asked.key),
        }
    }
}

impl From<Session> for HeldSession {
    fn from(session: Session) -> Self {
        Self {
            id: session.id,
            created_at: session.created_at,
            last_seen_at: session.seen_at,
            auth_time: session.auth_time,
            browser: session.device.browser,
            address: session.device.address,
            ends_at: session.ends_at,
        }
    }
}
