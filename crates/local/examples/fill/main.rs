//! Fills a store with made-up films and comments, for measurements: `fill sqlite:PATH|mongodb://… FILMS COMMENTS REPLIES`.
//! Half of the comments are on one film, whose id it prints; every tenth is a reply. The latest comment on it, whose id it
//! prints next, has so many replies of its own.
#![expect(clippy::print_stdout, reason = "the ids are what whoever runs it waits for")]
#![expect(clippy::indexing_slicing, reason = "chance stays below the length of what it chooses from")]

mod films;

use std::error::Error;

use kenmovie_common::domain::{Language, Reactions, Role};
use kenmovie_common::ports::{Clock as _, CommentRecord, MovieRecord, Record, Store, UserRecord};
use kenmovie_common::{CommentId, MovieId, Time, UserId};
use kenmovie_embedded::{Options, SystemClock, SystemRandom};
use kenmovie_local::engines::Documents;

const PEOPLE: usize = 50;
const BATCH: usize = 1_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("fill STORE FILMS COMMENTS REPLIES");
    let place = next()?.parse()?;
    let mut count = || -> Result<usize, Box<dyn Error>> { Ok(next()?.parse()?) };
    let (films, comments, replies) = (count()?, count()?, count()?);
    let documents = Documents::open(&place, Options::for_import()).await?;
    documents.migrate().await?;
    let store = documents.store.as_ref();
    let now = SystemClock.now();
    let people: Vec<UserId> = (0..PEOPLE).map(|_| UserId::new(now, &SystemRandom)).collect();
    write(store, people.iter().enumerate().map(|(n, id)| person(*id, n, now).into())).await?;
    let ids: Vec<MovieId> = (0..films).map(|_| MovieId::new(now, &SystemRandom)).collect();
    let hot = *ids.first().ok_or("no films")?;
    let on = |n: usize| if n.is_multiple_of(2) { hot } else { *ids.get(n % films).unwrap_or(&hot) };
    let mut talk = vec![0_u64; films];
    for n in 0..comments {
        let place = if n.is_multiple_of(2) { 0 } else { n % films };
        if let Some(count) = talk.get_mut(place) {
            *count += 1;
        }
    }
    if let Some(count) = talk.first_mut() {
        *count += u64::try_from(replies + 1)?;
    }
    write(
        store,
        ids.iter().zip(&talk).enumerate().map(|(n, (id, talk))| Box::new(film(*id, n, *talk, now)).into()),
    )
    .await?;
    let mut answered = None;
    let said = |n: usize| {
        let at = Time::from_millis(now.millis() + i64::try_from(n).unwrap_or_default());
        (CommentId::new(at, &SystemRandom), at)
    };
    let remarks = (0..comments).map(|n| {
        let (id, at) = said(n);
        // Of ten in a row, the ninth is answered by the eleventh.
        let root = answered.take_if(|_| n % 10 == 0);
        let replies = u64::from(n % 10 == 8 && n + 2 < comments);
        if replies > 0 {
            answered = Some(id);
        }
        remark(id, on(n), root, replies, people.get(n % PEOPLE).copied(), at).into()
    });
    write(store, remarks).await?;
    let (thread, at) = said(comments);
    let first = remark(thread, hot, None, u64::try_from(replies)?, people.first().copied(), at);
    let answers = (0..replies).map(|n| {
        let (id, at) = said(comments + 1 + n);
        remark(id, hot, Some(thread), 0, people.get(n % PEOPLE).copied(), at)
    });
    write(store, std::iter::once(first).chain(answers).map(Record::from)).await?;
    documents.close().await;
    println!("{hot} {thread}");
    Ok(())
}

async fn write(store: &dyn Store, records: impl Iterator<Item = Record>) -> Result<(), Box<dyn Error>> {
    let mut records = records.peekable();
    while records.peek().is_some() {
        store.write_records(records.by_ref().take(BATCH).collect()).await?;
    }
    Ok(())
}

fn person(id: UserId, n: usize, now: Time) -> UserRecord {
    UserRecord {
        id,
        email: format!("gente{n}@example.com"),
        name: format!("Gente {n}"),
        age: Some(30),
        role: Role::User,
        language: Language::Es,
        email_verified: false,
        avatar_url: None,
        auth_epoch: 0,
        created_at: now,
        password_hash: None,
        providers: Vec::new(),
        last_seen_at: None,
        deleting_at: None,
        read_up_to: None,
    }
}

fn film(id: MovieId, n: usize, comments: u64, now: Time) -> MovieRecord {
    MovieRecord {
        id,
        draft: films::film(n),
        creator: None,
        idempotency: None,
        created_at: now,
        updated_at: now,
        version: 1,
        reactions: Reactions::default(),
        comments,
        reports: 0,
        rating_sum: 0,
        rating_count: 0,
        histogram: [0; 10],
    }
}

fn remark(
    id: CommentId,
    movie: MovieId,
    root: Option<CommentId>,
    replies: u64,
    author: Option<UserId>,
    at: Time,
) -> CommentRecord {
    CommentRecord {
        id,
        movie,
        root,
        parent: root,
        author,
        body: Some("La luz de esta escena no se olvida, ni su silencio.".to_owned()),
        spoiler: false,
        created_at: at,
        edited_at: None,
        deleted: false,
        reactions: Reactions::default(),
        replies,
        maker: None,
        idempotency: None,
    }
}
