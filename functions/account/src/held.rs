//! What is held on a person, as they get it: all of it but hashes and secrets, member by member, so that nothing new gets
//! in by itself.

mod messages;
mod said;
mod wanted;

use kenmovie_common::domain::{Language, Role, Session, SignInRecord};
use kenmovie_common::ports::{Record, UserRecord};
use kenmovie_common::{NotificationId, SessionId, Time, UserId};
use schemars::JsonSchema;
use serde::Serialize;

use messages::{HeldMessage, HeldPicture};
use said::{HeldComment, HeldMovie, HeldRating, HeldReport, HeldVote};
use wanted::{HeldBlock, HeldHiddenComment, HeldHiddenMovie, HeldMute, HeldNotification, HeldUserMovie};

/// Everything that is held on a person.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Export")]
pub(crate) struct Held {
    exported_at: Time,
    user: HeldUser,
    #[serde(flatten)]
    stored: Stored,
    sessions: Vec<HeldSession>,
    sign_ins: Vec<SignInRecord>,
}

/// What is stored of or by them, beside the account itself.
#[derive(Default, Serialize, JsonSchema)]
struct Stored {
    comments: Vec<HeldComment>,
    votes: Vec<HeldVote>,
    ratings: Vec<HeldRating>,
    user_movies: Vec<HeldUserMovie>,
    reports: Vec<HeldReport>,
    hidden_movies: Vec<HeldHiddenMovie>,
    hidden_comments: Vec<HeldHiddenComment>,
    blocked_users: Vec<HeldBlock>,
    muted_threads: Vec<HeldMute>,
    messages: Vec<HeldMessage>,
    pictures: Vec<HeldPicture>,
    notifications: Vec<HeldNotification>,
    /// Films that they added to the catalogue.
    movies: Vec<HeldMovie>,
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
    /// The last notification that they have read.
    #[serde(skip_serializing_if = "Option::is_none")]
    read_up_to: Option<NotificationId>,
}

/// A linked account of a provider.
#[derive(Serialize, JsonSchema)]
struct HeldProvider {
    issuer: String,
    subject: String,
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
        let (mut user, mut stored) = (None, Stored::default());
        for record in records {
            match record {
                Record::User(record) => user = record.deleting_at.is_none().then(|| record.into()),
                Record::Comment(record) => stored.comments.push(record.into()),
                Record::Reaction(record) => stored.votes.push(record.into()),
                Record::Rating(record) => stored.ratings.push(record.into()),
                Record::UserMovie(record) => stored.user_movies.push(record.into()),
                Record::Report(record) => stored.reports.push(record.into()),
                Record::HiddenMovie(record) => stored.hidden_movies.push(record.into()),
                Record::HiddenComment(record) => stored.hidden_comments.push(record.into()),
                Record::Block(record) => stored.blocked_users.push(record.into()),
                Record::Mute(record) => stored.muted_threads.push(record.into()),
                Record::Notification(record) => stored.notifications.push(record.into()),
                Record::Movie(record) => stored.movies.push((*record).into()),
                Record::Message(record) => stored.messages.push(record.into()),
                Record::Media(record) => stored.pictures.push(record.into()),
                // They are the site's, nobody's in particular.
                Record::ApiToken(_) | Record::Case(_) => {}
            }
        }
        let sessions = sessions.into_iter().map(HeldSession::from).collect();
        Some(Self { exported_at, user: user?, stored, sessions, sign_ins })
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
            read_up_to: user.read_up_to,
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
