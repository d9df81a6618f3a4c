//! One record of any collection.

use std::fmt;

use serde::Serialize;

use super::records::{
    ApiTokenRecord, BlockRecord, CaseRecord, CommentRecord, HiddenCommentRecord, HiddenMovieRecord,
    MediaRecord, MessageRecord, MovieRecord, MuteRecord, NotificationRecord, RatingRecord, ReactionRecord,
    ReportRecord, UserMovieRecord, UserRecord,
};
use crate::domain::Target;
use crate::{ApiTokenId, CommentId, MediaId, MessageId, MovieId, NotificationId, ReportId, UserId};

macro_rules! collections {
    ($($collection:ident $name:literal of $record:ident($type:ty)),+ $(,)?) => {
        /// The collections, each after those that its records hang on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Collection {
            $($collection),+
        }

        impl Collection {
            pub const ALL: &[Self] = &[$(Self::$collection),+];

            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$collection => $name),+
                }
            }
        }

        /// All that is stored of one thing.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Record {
            $($record($type)),+
        }

        impl Record {
            pub const fn collection(&self) -> Collection {
                match self {
                    $(Self::$record(_) => Collection::$collection),+
                }
            }

            pub fn key(&self) -> RecordKey {
                match self {
                    $(Self::$record(record) => record.key()),+
                }
            }
        }

        impl RecordKey {
            pub const fn collection(&self) -> Collection {
                match self {
                    $(Self::$record(..) => Collection::$collection),+
                }
            }
        }

        $(impl From<$type> for Record {
            fn from(record: $type) -> Self {
                Self::$record(record)
            }
        })+
    };
}

collections! {
    Users "users" of User(UserRecord),
    ApiTokens "api_tokens" of ApiToken(ApiTokenRecord),
    Movies "movies" of Movie(Box<MovieRecord>),
    Comments "comments" of Comment(CommentRecord),
    Reactions "reactions" of Reaction(ReactionRecord),
    Reports "reports" of Report(ReportRecord),
    HiddenMovies "hidden_movies" of HiddenMovie(HiddenMovieRecord),
    HiddenComments "hidden_comments" of HiddenComment(HiddenCommentRecord),
    Cases "cases" of Case(CaseRecord),
    Ratings "ratings" of Rating(RatingRecord),
    UserMovies "user_movies" of UserMovie(UserMovieRecord),
    Blocks "blocks" of Block(BlockRecord),
    Mutes "mutes" of Mute(MuteRecord),
    Notifications "notifications" of Notification(NotificationRecord),
    Media "media" of Media(MediaRecord),
    Messages "messages" of Message(MessageRecord),
}

impl Record {
    /// A hash of all that is stored, the same whatever engine stores it; not for security. Sums of them compare
    /// collections whatever their order.
    pub fn checksum(&self) -> u64 {
        // Its members are texts, numbers and lists of them, which JSON always takes.
        let canonical = serde_json::to_vec(self).unwrap_or_default();
        xxhash_rust::xxh3::xxh3_64(&canonical)
    }
}

/// What a record is found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecordKey {
    User(UserId),
    ApiToken(ApiTokenId),
    Movie(MovieId),
    Comment(CommentId),
    Reaction(UserId, Target),
    Report(ReportId),
    HiddenMovie(UserId, MovieId),
    HiddenComment(UserId, CommentId),
    Case(ReportId),
    Rating(UserId, MovieId),
    UserMovie(UserId, MovieId),
    /// Who blocked whom.
    Block(UserId, UserId),
    /// The thread is named by its first comment.
    Mute(UserId, CommentId),
    Notification(NotificationId),
    Media(MediaId),
    Message(MessageId),
}

impl fmt::Display for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(f, "{id}"),
            Self::ApiToken(id) => write!(f, "{id}"),
            Self::Movie(id) => write!(f, "{id}"),
            Self::Comment(id) => write!(f, "{id}"),
            Self::Reaction(user, Target::Movie(id)) => write!(f, "{user} on {id}"),
            Self::Reaction(user, Target::Comment(id)) => write!(f, "{user} on {id}"),
            Self::Report(id) | Self::Case(id) => write!(f, "{id}"),
            Self::HiddenMovie(user, movie) => write!(f, "{movie} from {user}"),
            Self::HiddenComment(user, comment) => write!(f, "{comment} from {user}"),
            Self::Rating(user, movie) => write!(f, "{user} of {movie}"),
            Self::UserMovie(user, movie) => write!(f, "{movie} of {user}"),
            Self::Block(user, blocked) => write!(f, "{blocked} by {user}"),
            Self::Mute(user, thread) => write!(f, "{thread} by {user}"),
            Self::Notification(id) => write!(f, "{id}"),
            Self::Media(id) => write!(f, "{id}"),
            Self::Message(id) => write!(f, "{id}"),
        }
    }
}
