//! An engine with shorthands for what most cases need.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use kenmovie_common::domain::{
    Comment, Deletion, Language, Letter, Mail, Media, MediaPurpose, MediaState, Message, Movie, MovieDraft,
    NewUser, PictureKind, PictureSize, ProviderAccount, Source, User,
};
use kenmovie_common::ports::{
    CommentPlace, Editor, Erasure, Idempotency, Kv, NewComment, NewMessage, NewMovie, ProviderVisit, Store,
    Stretch,
};
use kenmovie_common::{CommentId, LetterId, MediaId, MessageId, MovieId, Time, UserId};
use kenmovie_embedded::SystemRandom;

/// What an engine needs for as long as it is used.
type Keep = Box<dyn Any + Send + Sync>;

/// A fresh document store.
pub struct Stage {
    pub store: Arc<dyn Store>,
    _keep: Keep,
}

/// A fresh ephemeral store.
pub struct KvStage {
    pub kv: Arc<dyn Kv>,
    _keep: Keep,
}

impl KvStage {
    /// A store, and what has to live as long as it.
    pub fn new(kv: impl Kv + 'static, keep: impl Any + Send + Sync) -> Self {
        Self { kv: Arc::new(kv), _keep: Box::new(keep) }
    }
}

/// A time so many milliseconds after the cases' beginning.
pub(super) fn at(millis: i64) -> Time {
    Time::from_millis(1_700_000_000_000 + millis)
}

/// Long after everything has lingered.
pub(super) const LATER: Time = Time::from_millis(1_700_009_000_000);

pub(super) const MOMENT: Duration = Duration::from_millis(1);

pub(super) const fn user_id(number: u8) -> UserId {
    UserId::from_bytes([number; 16])
}

/// Nothing has this id.
pub(super) const NO_MOVIE: MovieId = MovieId::from_bytes([1; 16]);
/// Nothing has this id.
pub(super) const NO_COMMENT: CommentId = CommentId::from_bytes([1; 16]);

pub(super) fn key(key: &str, fingerprint: u8) -> Idempotency {
    Idempotency { key: key.into(), fingerprint: [fingerprint; 32] }
}

pub(super) fn draft(title: &str) -> MovieDraft {
    MovieDraft { title: title.into(), ..MovieDraft::default() }
}

pub(super) fn sourced(id: &str, title: &str) -> MovieDraft {
    MovieDraft { source: Some(Source { name: "test".into(), id: id.into() }), ..draft(title) }
}

pub(super) fn movie_id() -> MovieId {
    MovieId::new(at(0), &SystemRandom)
}

pub(super) fn new_user(email: &str) -> NewUser {
    NewUser {
        id: UserId::new(at(0), &SystemRandom),
        name: "Ana".into(),
        age: Some(30),
        email: email.into(),
        email_verified: false,
        password_hash: Some("$argon2id$…".into()),
        language: Language::Es,
        created_at: at(0),
    }
}

/// Somebody whose provider has shown who they are, and no password.
pub(super) fn visit(subject: &str, email: &str) -> ProviderVisit {
    let new = NewUser { age: None, email_verified: true, password_hash: None, ..new_user(email) };
    ProviderVisit { account: provider(subject), new, proves_email: true }
}

pub(super) fn provider(subject: &str) -> ProviderAccount {
    ProviderAccount { issuer: "https://accounts.example.org".into(), subject: subject.into() }
}

pub(super) fn letter(to: &str, millis: i64) -> Letter {
    let now = at(millis);
    Letter {
        id: LetterId::new(now, &SystemRandom),
        to: to.into(),
        name: "Ana".into(),
        language: Language::Es,
        mail: Mail::PasswordChanged,
        created_at: now,
    }
}

pub(super) fn new_movie(draft: MovieDraft) -> NewMovie {
    NewMovie { id: movie_id(), draft, creator: user_id(0xad), idempotency: None, now: at(0) }
}

pub(super) fn new_comment(place: CommentPlace, author: UserId, millis: i64) -> NewComment {
    let now = at(millis);
    let id = CommentId::new(now, &SystemRandom);
    NewComment { id, place, author, body: "a word".into(), spoiler: false, idempotency: None, now }
}

/// A message under a name that no other has.
pub(super) fn new_message(from: UserId, to: UserId, millis: i64) -> NewMessage {
    let now = at(millis);
    let id = MessageId::new(now, &SystemRandom);
    NewMessage { id, from, to, client_id: format!("c-{id}"), text: Some("a word".into()), media: None, now }
}

/// An awaited picture.
pub(super) fn new_media(owner: UserId, purpose: MediaPurpose, millis: i64) -> Media {
    let created_at = at(millis);
    let id = MediaId::new(created_at, &SystemRandom);
    let (kind, state) = (PictureKind::Png, MediaState::Awaited);
    Media { id, owner, purpose, kind, size: 1_000, state, shared_with: None, created_at }
}

/// Of pictures that are ready.
pub(super) const PIXELS: PictureSize = PictureSize { width: 640, height: 480 };

pub(super) fn author(user: UserId) -> Editor {
    Editor { user, moderator: false }
}

pub(super) const MODERATOR: Editor = Editor { user: user_id(0xee), moderator: true };

/// Does something so many times at once; what each gave, in order.
pub(super) async fn at_once<T, F>(times: usize, act: impl Fn(usize) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let running: Vec<_> = (0..times).map(|number| tokio::spawn(act(number))).collect();
    let mut given = Vec::with_capacity(times);
    for one in running {
        given.push(one.await.expect("an act that ends"));
    }
    given
}

impl Stage {
    /// A store, and what has to live as long as it.
    pub fn new(store: impl Store + 'static, keep: impl Any + Send + Sync) -> Self {
        Self { store: Arc::new(store), _keep: Box::new(keep) }
    }

    /// The same engine for a task of its own; this stage outlives it.
    pub(super) fn again(&self) -> Self {
        Self { store: Arc::clone(&self.store), _keep: Box::new(()) }
    }

    pub(super) async fn user(&self, email: &str) -> User {
        self.store.create_user(new_user(email)).await.unwrap()
    }

    /// Somebody whose address is proven.
    pub(super) async fn proven(&self, email: &str) -> User {
        self.store.create_user(NewUser { email_verified: true, ..new_user(email) }).await.unwrap()
    }

    /// Whom the outbox holds letters to, the oldest first; none is due for a day.
    pub(super) async fn letters(&self, now: Time) -> Vec<String> {
        let taken = self.store.take_letters(now, Duration::from_hours(24), 100).await.unwrap();
        taken.into_iter().map(|letter| letter.to).collect()
    }

    pub(super) async fn movie(&self, title: &str) -> MovieId {
        self.drafted(draft(title)).await
    }

    pub(super) async fn drafted(&self, draft: MovieDraft) -> MovieId {
        self.store.create_movie(new_movie(draft)).await.unwrap().value.card.id
    }

    pub(super) async fn whole(&self, id: MovieId) -> Movie {
        self.store.movie(id, None).await.unwrap().unwrap()
    }

    pub(super) async fn comment(&self, movie: MovieId, author: UserId, millis: i64) -> Comment {
        let new = new_comment(CommentPlace::Movie(movie), author, millis);
        self.store.create_comment(new).await.unwrap().unwrap().value
    }

    pub(super) async fn reply(&self, to: CommentId, author: UserId, millis: i64) -> Comment {
        let new = new_comment(CommentPlace::Reply(to), author, millis);
        self.store.create_comment(new).await.unwrap().unwrap().value
    }

    /// A comment or reply, as a visitor sees it.
    pub(super) async fn found(&self, id: CommentId) -> Option<Comment> {
        self.store.comment(id, None, at(0)).await.unwrap()
    }

    pub(super) async fn message(&self, from: UserId, to: UserId, millis: i64) -> Message {
        self.store.send_message(new_message(from, to, millis)).await.unwrap().unwrap().value
    }

    /// A whole conversation as one of the two sees it, the oldest message first.
    pub(super) async fn transcript(&self, user: UserId, other: UserId) -> Vec<Message> {
        let all = self.store.list_messages(user, other, Stretch::Newest, 10_000).await.unwrap().unwrap();
        assert_eq!(all.next, None);
        all.items
    }

    /// A picture that nothing uses yet.
    pub(super) async fn picture(&self, owner: UserId, purpose: MediaPurpose, millis: i64) -> MediaId {
        let media = new_media(owner, purpose, millis);
        assert!(self.store.await_media(&media).await.unwrap());
        assert!(self.store.finish_media(media.id, PIXELS).await.unwrap());
        media.id
    }

    /// A step of a person's end, long after it began.
    pub(super) async fn erase(&self, user: UserId, limit: usize) -> Erasure {
        self.store.erase(Deletion::User(user), limit, LATER).await.unwrap()
    }

    /// Every counter equals the rows behind it, and nothing was left unfinished.
    pub(super) async fn assert_settled(&self) {
        assert_eq!(self.store.verify_counters().await.unwrap(), []);
    }
}
