//! The ports: what the functions need of the world, as small traits. A method is one atomic intent; an adapter keeps it
//! whole, and what it acknowledged survives a crash. Nothing here names an engine, a transaction or an HTTP status.

mod api_tokens;
mod archive;
mod blobs;
mod clock;
mod comments;
mod connections;
mod counters;
mod deletions;
mod letters;
mod mailer;
mod media;
mod messages;
mod movies;
mod notifications;
mod one_time;
mod people;
mod providers;
mod push;
mod ratings;
mod reactions;
mod reports;
mod sessions;
mod throttle;
mod upkeep;
mod user_movies;
mod users;

pub use api_tokens::ApiTokens;
pub use archive::{
    ApiTokenRecord, Archive, BlockRecord, CaseRecord, Collection, CommentRecord, DecidedRecord,
    HiddenCommentRecord, HiddenMovieRecord, MediaRecord, MessageRecord, MovieRecord, MuteRecord,
    NotificationRecord, RatingRecord, ReactionRecord, Record, RecordKey, RecordedEvent, ReportRecord,
    UserMovieRecord, UserRecord,
};
pub use blobs::{Blobs, Upload};
pub use clock::{Clock, Random};
pub use comments::{Amended, CommentChange, CommentPlace, CommentQuery, Comments, Editor, NewComment};
pub use connections::{Connection, Connections, Holder};
pub use counters::{Count, Counters};
pub use deletions::{Deletions, Erasure};
pub use letters::Letters;
pub use mailer::Mailer;
pub use media::Pictures;
pub use messages::{Arrived, Conversations, Messages, NewMessage, ReadUpTo, Stretch};
pub use movies::{Edit, ImportOutcome, MovieFilter, MovieQuery, Movies, NewMovie};
pub use notifications::{Notifications, Notified};
pub use one_time::{OneTime, Purpose};
pub use people::People;
pub use providers::{Departure, ProviderFault, ProviderIdentity, Providers};
pub use push::{Push, PushError};
pub use ratings::Ratings;
pub use reactions::ReactionStore;
pub use reports::{CaseFilter, NewReport, Reports};
pub use sessions::{Sessions, SignIns};
pub use throttle::Throttle;
pub use upkeep::{Drift, Upkeep};
pub use user_movies::UserMovies;
pub use users::{Credentials, ProviderVisit, Users, Visitor};

/// A rule that a write would have broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Constraint {
    /// One account an address.
    Email,
    /// One open report a person and thing.
    OpenReport,
    /// One body an idempotency key.
    IdempotencyKey,
    /// One account a provider's account.
    Provider,
    /// Who blocked somebody and who was blocked do not write to each other.
    Blocked,
    /// A picture is used once, by its owner, for what it was uploaded for.
    Media,
}

/// Why a port could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("a rule: {0:?}")]
    Conflict(Constraint),
    /// Nothing is known to have been written; the same call may work later.
    #[error("the store does not answer: {0}")]
    Unavailable(String),
    /// What is stored is not what it should be.
    #[error("what is stored makes no sense: {0}")]
    Corrupt(String),
}

pub type StoreResult<T> = Result<T, StoreError>;

/// A key under which a caller may repeat a creation, with the keyed hash of what was asked.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Idempotency {
    /// 1..=128 visible characters, unique a caller.
    pub key: String,
    pub fingerprint: [u8; 32],
}

/// A thing that was made now, or before under the same idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created<T> {
    pub value: T,
    pub replayed: bool,
}

/// A page of a list in its order. `next` is where the following page starts, if there is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T, K> {
    pub items: Vec<T>,
    pub next: Option<K>,
}

/// A position in a list that is ordered by a key and then by the id.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum SortKey {
    Number(i64),
    Text(String),
}

/// Every document port in one, for whoever wires the functions.
pub trait Store:
    Users
    + Letters
    + ApiTokens
    + Movies
    + Comments
    + ReactionStore
    + Ratings
    + UserMovies
    + Reports
    + People
    + Notifications
    + Messages
    + Pictures
    + Upkeep
    + Archive
    + Health
{
}
impl<T> Store for T where
    T: Users
        + Letters
        + ApiTokens
        + Movies
        + Comments
        + ReactionStore
        + Ratings
        + UserMovies
        + Reports
        + People
        + Notifications
        + Messages
        + Pictures
        + Upkeep
        + Archive
        + Health
{
}

/// Every ephemeral port in one.
pub trait Kv: Sessions + SignIns + OneTime + Throttle + Counters + Connections + Health {}
impl<T: Sessions + SignIns + OneTime + Throttle + Counters + Connections + Health> Kv for T {}

/// Whether an engine answers.
#[async_trait::async_trait]
pub trait Health: Send + Sync {
    async fn ping(&self) -> StoreResult<()>;
}
