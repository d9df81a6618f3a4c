//! Fills a store with made-up films and comments, for measurements: `fill sqlite:PATH|mongodb://… FILMS COMMENTS`. Half of
//! the comments are on one film, whose id it prints; every tenth is a reply.
#![expect(clippy::print_stdout, reason = "the id is what whoever runs it waits for")]

use std::error::Error;

use kenmovie_common::domain::{Language, MovieDraft, Reactions, Role, SourceRating};
use kenmovie_common::ports::{Clock as _, CommentRecord, MovieRecord, Record, Store, UserRecord};
use kenmovie_common::{CommentId, MovieId, Time, UserId};
use kenmovie_embedded::{Options, SystemClock, SystemRandom};
use kenmovie_local::engines::Documents;

const GENRES: [&str; 6] = ["Drama", "Comedy", "Thriller", "Action", "Romance", "Horror"];
const PEOPLE: usize = 50;
const BATCH: usize = 1_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("fill STORE FILMS COMMENTS");
    let (place, films, comments) = (next()?.parse()?, next()?.parse::<usize>()?, next()?.parse::<usize>()?);
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
    write(
        store,
        ids.iter().zip(&talk).enumerate().map(|(n, (id, talk))| Box::new(film(*id, n, *talk, now)).into()),
    )
    .await?;
    let mut answered = None;
    let remarks = (0..comments).map(|n| {
        let at = Time::from_millis(now.millis() + i64::try_from(n).unwrap_or_default());
        let id = CommentId::new(at, &SystemRandom);
        // Of ten in a row, the ninth is answered by the eleventh.
        let root = answered.take_if(|_| n % 10 == 0);
        let replies = u64::from(n % 10 == 8 && n + 2 < comments);
        if replies > 0 {
            answered = Some(id);
        }
        remark(id, on(n), root, replies, people.get(n % PEOPLE).copied(), at).into()
    });
    write(store, remarks).await?;
    documents.close().await;
    println!("{hot}");
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
    // A multiplicative hash spreads what would else come in steps.
    let spread = n.wrapping_mul(2_654_435_761) >> 8;
    let pick = |at: usize| GENRES.get(at % GENRES.len()).map(|&genre| genre.to_owned());
    let draft = MovieDraft {
        title: format!("La frontera blanca {n}"),
        original_title: Some(format!("The White Border {n}")),
        year: i32::try_from(1900 + spread % 125).ok(),
        duration_minutes: Some(95),
        genres: [pick(spread), pick(spread / 7 + 1)].into_iter().flatten().collect(),
        directors: vec![format!("Directora {}", spread % 5_000)],
        cast: vec![format!("Actriz {}", spread % 9_001), format!("Actor {}", spread % 7_001)],
        source_rating: Some(SourceRating {
            average: 7.0,
            votes: u64::try_from(spread % 60_000).unwrap_or(0),
        }),
        ..MovieDraft::default()
    };
    MovieRecord {
        id,
        draft,
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
