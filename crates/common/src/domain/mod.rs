//! What KenMovie is about, and the rules that hold whatever stores it.

mod api_token;
mod backoff;
mod case;
mod comment;
mod letter;
mod media;
mod message;
mod movie;
mod notification;
mod person;
mod rating;
mod reaction;
mod report;
pub mod score;
pub mod search;
mod session;
mod user;

pub use api_token::{ApiToken, TrustedIssuer};
pub use backoff::Backoff;
pub use case::{Case, CaseTarget, Decision, ReasonCount, TargetKind};
pub use comment::{Author, Comment, CommentMine, CommentSort, CommentThread, EDIT_WINDOW};
pub use letter::{Letter, Mail};
pub use media::{Media, MediaPurpose, MediaState, PictureKind, PictureSize};
pub use message::{Conversation, Message, Picture};
pub use movie::{
    Genre, Movie, MovieCard, MovieChange, MovieDraft, MovieMine, MovieSort, Rating, RatingSummary, Source,
    SourceRating,
};
pub use notification::{Happening, NamedMovie, Notification, ReplyNotice};
pub use person::{BlockedUser, Circle, Deletion, Person, Profile, UserMovie};
pub use rating::{BadScore, RatingTally, Score};
pub use reaction::{Reaction, Reactions, Tally, Target};
pub use report::{BlockedMovie, Reason, Report, ReportStatus};
pub use session::{Client, Device, Rotation, Session, SignInMethod, SignInOutcome, SignInRecord};
pub use user::{Language, ListedUser, NewUser, ProviderAccount, Role, User, UserChange};
