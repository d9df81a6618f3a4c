//! A community in which everything that can be stored is.

use std::time::Duration;

use kenmovie_common::auth::{Preset, sha256};
use kenmovie_common::domain::{
    ApiToken, Language, Media, MediaPurpose, MediaState, MovieChange, MovieDraft, NewUser, PictureKind,
    PictureSize, Reaction, Reason, Role, Source, SourceRating, Target, User,
};
use kenmovie_common::ports::{
    Clock as _, CommentChange, CommentPlace, Editor, Idempotency, NewComment, NewMessage, NewMovie,
    NewReport, Random as _, Store,
};
use kenmovie_common::{ApiTokenId, CommentId, MediaId, MessageId, MovieId, ReportId, Time, UserId};
use kenmovie_embedded::SystemRandom;

use crate::support::Still;

pub(crate) const SECRET: &[u8] = b"the secret of an API token";
/// More than a copy moves at a time.
const IMPORTED: usize = 2_300;

/// Whom tests ask about.
pub(crate) struct Community {
    pub(crate) ana: User,
    pub(crate) film: MovieId,
    pub(crate) made: NewMovie,
    pub(crate) said: NewComment,
    pub(crate) reported: NewReport,
}

fn key(name: &str) -> Idempotency {
    let mut fingerprint = [0; 32];
    SystemRandom.fill(&mut fingerprint);
    Idempotency { key: name.to_owned(), fingerprint }
}

fn later(minutes: u64) -> Time {
    Still.now() + Duration::from_mins(minutes)
}

async fn person(store: &dyn Store, name: &str) -> User {
    let new = NewUser {
        id: UserId::new(Still.now(), &SystemRandom),
        name: name.to_owned(),
        age: Some(30),
        email: format!("{name}@Example.com"),
        email_verified: false,
        password_hash: Some(format!("the hash of {name}")),
        language: Language::En,
        created_at: Still.now(),
    };
    store.create_user(new).await.unwrap()
}

fn comment(place: CommentPlace, author: UserId, body: &str, idempotency: Option<Idempotency>) -> NewComment {
    let id = CommentId::new(Still.now(), &SystemRandom);
    NewComment { id, place, author, body: body.to_owned(), spoiler: true, idempotency, now: Still.now() }
}

async fn said(store: &dyn Store, place: CommentPlace, author: UserId, body: &str) -> CommentId {
    store.create_comment(comment(place, author, body, None)).await.unwrap().unwrap().value.id
}

fn imported() -> Vec<(MovieId, MovieDraft)> {
    let film = |number: usize| {
        let draft = MovieDraft {
            title: format!("The Night Train {number}"),
            genres: vec!["Drama".to_owned(), format!("Genre {}", number % 7)],
            year: (!number.is_multiple_of(3)).then(|| 1_900 + i32::try_from(number % 100).unwrap()),
            source: Some(Source { name: "test".to_owned(), id: number.to_string() }),
            source_rating: Some(SourceRating { average: 6.3, votes: 1_000 + number as u64 }),
            ..MovieDraft::default()
        };
        (MovieId::new(Still.now(), &SystemRandom), draft)
    };
    (0..IMPORTED).map(film).collect()
}

fn full() -> MovieDraft {
    MovieDraft {
        title: "Les Souliers rouges – 赤い靴".to_owned(),
        original_title: Some("The Red Shoes".to_owned()),
        year: Some(1948),
        duration_minutes: Some(135),
        description: Some("A dancer,\nand \"two\" men.".to_owned()),
        content_rating: Some("PG".to_owned()),
        genres: vec!["Drama".to_owned(), "Música".to_owned()],
        tags: vec!["ballet".to_owned()],
        directors: vec!["Michael Powell".to_owned(), "Emeric Pressburger".to_owned()],
        cast: vec!["Moira Shearer".to_owned()],
        poster_url: Some("https://example.com/p.jpg".to_owned()),
        cover_url: Some("https://example.com/c.jpg".to_owned()),
        source_url: Some("https://example.com/".to_owned()),
        source: None,
        source_rating: None,
    }
}

pub(crate) async fn found(store: &dyn Store) -> Community {
    let (ana, bob, eve) =
        (person(store, "ana").await, person(store, "bob").await, person(store, "eve").await);
    store.set_role(eve.id, Role::Moderator).await.unwrap();
    for (name, secret, ends) in [("render", SECRET, None), ("stats", b"another", Some(later(60)))] {
        let token = ApiToken {
            id: ApiTokenId::new(Still.now(), &SystemRandom),
            name: name.to_owned(),
            prefix: "km_test".to_owned(),
            scopes: Preset::Site.scopes(),
            issuers: Vec::new(),
            expires_at: ends,
            created_at: Still.now(),
            last_used_at: None,
        };
        store.create_api_token(&token, sha256(secret)).await.unwrap();
    }
    let batch = imported();
    let other = batch.first().unwrap().0;
    store.import_movies(batch, Still.now()).await.unwrap();
    let made = NewMovie {
        id: MovieId::new(Still.now(), &SystemRandom),
        draft: full(),
        creator: eve.id,
        idempotency: Some(key("a film")),
        now: Still.now(),
    };
    let film = store.create_movie(made.clone()).await.unwrap().value.card.id;
    let change = MovieChange { content_rating: Some(None), ..MovieChange::default() };
    store.edit_movie(film, Some(1), change, later(1)).await.unwrap();

    let first = comment(CommentPlace::Movie(film), ana.id, "Wonderful.", Some(key("a comment")));
    let thread = store.create_comment(first.clone()).await.unwrap().unwrap().value.id;
    let reply = said(store, CommentPlace::Reply(thread), bob.id, "Indeed.").await;
    let deeper = said(store, CommentPlace::Reply(reply), ana.id, "Is it not?").await;
    let gone = said(store, CommentPlace::Movie(film), bob.id, "to be deleted, with replies").await;
    said(store, CommentPlace::Reply(gone), ana.id, "an answer that stays").await;
    let alone = said(store, CommentPlace::Movie(other), bob.id, "to be deleted").await;
    for id in [gone, alone] {
        store.delete_comment(id, Editor { user: bob.id, moderator: false }, later(2)).await.unwrap();
    }
    let change = CommentChange { body: Some("Indeed!".to_owned()), spoiler: Some(false) };
    store.edit_comment(reply, Editor { user: bob.id, moderator: false }, change, later(2)).await.unwrap();

    for (user, target, value) in [
        (ana.id, Target::Movie(film), Some(Reaction::Like)),
        (bob.id, Target::Movie(film), Some(Reaction::Dislike)),
        (eve.id, Target::Movie(film), Some(Reaction::Like)),
        (eve.id, Target::Movie(film), None),
        (ana.id, Target::Movie(other), Some(Reaction::Like)),
        (bob.id, Target::Comment(thread), Some(Reaction::Like)),
        (eve.id, Target::Comment(deeper), Some(Reaction::Dislike)),
    ] {
        store.set_reaction(user, target, value, later(3)).await.unwrap().unwrap();
    }

    let report = |user, movie, idempotency| NewReport {
        id: ReportId::new(Still.now(), &SystemRandom),
        user,
        target: Target::Movie(movie),
        reason: Reason::Other,
        text: Some("Shoes are not like that.".to_owned()),
        idempotency,
        now: Still.now(),
    };
    let reported = report(bob.id, film, Some(key("a report")));
    for new in [reported.clone(), report(ana.id, other, None), report(eve.id, other, None)] {
        store.report(new).await.unwrap().unwrap();
    }
    store.unblock_movie(eve.id, other).await.unwrap();
    for (user, score) in [(ana.id, 3), (bob.id, 8)] {
        let score = Some(score.try_into().unwrap());
        store.set_rating(user, film, score, later(3)).await.unwrap().unwrap();
    }
    assert!(store.add_to_list(ana.id, film, later(3)).await.unwrap());
    assert!(store.block_user(eve.id, bob.id, later(3)).await.unwrap());
    assert!(store.mute_thread(ana.id, thread, true, later(3)).await.unwrap());
    written(store, ana.id, bob.id).await;
    let ana = store.user(ana.id).await.unwrap().unwrap();
    Community { ana, film, made, said: first, reported }
}

/// Two messages, one with a picture.
async fn written(store: &dyn Store, from: UserId, to: UserId) {
    let media = Media {
        id: MediaId::new(Still.now(), &SystemRandom),
        owner: from,
        purpose: MediaPurpose::Message,
        kind: PictureKind::Png,
        size: 1_234,
        state: MediaState::Awaited,
        shared_with: None,
        created_at: Still.now(),
    };
    assert!(store.await_media(&media).await.unwrap());
    assert!(store.finish_media(media.id, PictureSize { width: 640, height: 480 }).await.unwrap());
    let message = |client_id: &str, text: Option<&str>, media| NewMessage {
        id: MessageId::new(Still.now(), &SystemRandom),
        from,
        to,
        client_id: client_id.to_owned(),
        text: text.map(str::to_owned),
        media,
        now: Still.now(),
    };
    let first = store.send_message(message("1", Some("The shoes!"), None)).await.unwrap().unwrap().value;
    store.read_messages(to, from, first.id, later(1)).await.unwrap();
    store.send_message(message("2", None, Some(media.id))).await.unwrap().unwrap();
}
