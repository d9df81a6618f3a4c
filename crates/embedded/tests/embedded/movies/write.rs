use kenmovie_common::MovieId;
use kenmovie_common::domain::{Movie, MovieChange, MovieDraft, Reaction, Reason, Target};
use kenmovie_common::ports::{
    Comments as _, Constraint, Edit, Movies as _, NewMovie, NewReport, ReactionStore as _, Reports as _,
    StoreError,
};
use kenmovie_common::{ReportId, UserId};

use crate::site::{at, draft, key, new_movie, site, user_id};

fn full() -> MovieDraft {
    MovieDraft {
        title: "Arrival".into(),
        original_title: Some("Story of Your Life".into()),
        year: Some(2016),
        duration_minutes: Some(116),
        description: Some("Circles.".into()),
        content_rating: Some("PG-13".into()),
        genres: vec!["Drama".into(), "Sci-Fi".into()],
        tags: vec!["first \"contact\"".into()],
        directors: vec!["Denis Villeneuve".into()],
        cast: vec!["Amy Adams".into(), "Jeremy Renner".into()],
        poster_url: Some("https://example.org/p.jpg".into()),
        cover_url: Some("https://example.org/c.jpg".into()),
        source_url: Some("https://example.org".into()),
        source: None,
        source_rating: None,
    }
}

fn wrote(movie: &Movie) -> MovieDraft {
    let card = movie.card.clone();
    MovieDraft {
        title: card.title,
        original_title: card.original_title,
        year: card.year,
        duration_minutes: card.duration_minutes,
        description: movie.description.clone(),
        content_rating: card.content_rating,
        genres: card.genres,
        tags: card.tags,
        directors: card.directors,
        cast: movie.cast.clone(),
        poster_url: card.poster_url,
        cover_url: card.cover_url,
        source_url: card.source_url,
        source: card.source,
        source_rating: None,
    }
}

#[tokio::test]
async fn a_film_reads_back_as_it_was_written() {
    let site = site();
    for draft in [full(), draft("!")] {
        let made = site.store.create_movie(new_movie(draft.clone())).await.unwrap();
        assert!(!made.replayed);
        assert_eq!(wrote(&made.value), draft);
        assert_eq!(made.value.version, 1);
        assert_eq!(made.value.card.created_at, at(0));
        assert_eq!(made.value.card.rating.histogram, [0; 10]);
        assert_eq!(site.store.movie(made.value.card.id, None).await.unwrap(), Some(made.value));
    }
    assert_eq!(site.store.movie(MovieId::from_bytes([1; 16]), None).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_many_times_at_once_makes_one_film() {
    let site = site();
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let store = site.store.clone();
            let new = NewMovie { idempotency: Some(key("k", 1)), ..new_movie(full()) };
            tokio::spawn(async move { store.create_movie(new).await.unwrap() })
        })
        .collect();
    let mut made = Vec::new();
    for task in tasks {
        made.push(task.await.unwrap());
    }
    assert_eq!(made.iter().filter(|made| !made.replayed).count(), 1);
    assert!(made.iter().all(|other| other.value == made[0].value));
    assert_eq!(site.store.count_movies().await.unwrap(), 1);
    let other = NewMovie { idempotency: Some(key("k", 2)), ..new_movie(full()) };
    let conflict = site.store.create_movie(other).await;
    assert!(matches!(conflict, Err(StoreError::Conflict(Constraint::IdempotencyKey))));
    let somebody = NewMovie { creator: user_id(7), idempotency: Some(key("k", 2)), ..new_movie(full()) };
    assert!(!site.store.create_movie(somebody).await.unwrap().replayed);
}

#[tokio::test]
async fn an_edit_changes_what_it_names_and_raises_the_version() {
    let site = site();
    let id = site.drafted(full()).await;
    let change = MovieChange {
        year: Some(Some(2017)),
        description: Some(None),
        genres: Some(None),
        ..MovieChange::default()
    };
    let Edit::Done(edited) = site.store.edit_movie(id, Some(1), change, at(9)).await.unwrap() else {
        panic!()
    };
    assert_eq!(wrote(&edited), MovieDraft { year: Some(2017), description: None, genres: vec![], ..full() });
    assert_eq!((edited.version, edited.card.created_at, edited.card.updated_at), (2, at(0), at(9)));
    assert_eq!(site.whole(id).await, edited);
    let edit = |version| site.store.edit_movie(id, version, MovieChange::default(), at(10));
    assert_eq!(edit(Some(1)).await.unwrap(), Edit::Stale);
    assert!(matches!(edit(None).await.unwrap(), Edit::Done(_)));
    let missing =
        site.store.edit_movie(MovieId::from_bytes([1; 16]), None, MovieChange::default(), at(0)).await;
    assert_eq!(missing.unwrap(), Edit::Missing);
    site.assert_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_edits_of_one_version_one_wins() {
    let site = site();
    let id = site.drafted(full()).await;
    let tasks: Vec<_> = (0..10)
        .map(|_| {
            let store = site.store.clone();
            tokio::spawn(async move {
                store.edit_movie(id, Some(1), MovieChange::default(), at(1)).await.unwrap()
            })
        })
        .collect();
    let mut done = 0;
    for task in tasks {
        match task.await.unwrap() {
            Edit::Done(_) => done += 1,
            other => assert_eq!(other, Edit::Stale),
        }
    }
    assert_eq!(done, 1);
}

#[tokio::test]
async fn a_film_goes_with_all_that_hangs_on_it() {
    let site = site();
    let ana = site.user("ana@example.org").await.id;
    let id = site.drafted(full()).await;
    let kept = site.movie("Kept").await;
    for movie in [id, kept] {
        let comment = site.comment(movie, ana, 0).await.id;
        let reply = site.reply(comment, ana, 1).await.id;
        for target in [Target::Movie(movie), Target::Comment(comment), Target::Comment(reply)] {
            site.store.set_reaction(ana, target, Some(Reaction::Like), at(0)).await.unwrap();
        }
        report(&site.store, ana, movie).await;
    }
    assert_eq!(site.store.delete_movie(id, Some(2)).await.unwrap(), Edit::Stale);
    assert_eq!(site.store.delete_movie(id, Some(1)).await.unwrap(), Edit::Done(()));
    assert_eq!(site.store.delete_movie(id, None).await.unwrap(), Edit::Missing);
    assert_eq!(site.store.movie(id, Some(ana)).await.unwrap(), None);
    assert_eq!(site.store.count_movies().await.unwrap(), 1);
    let db = rusqlite::Connection::open(site.folder.path().join("kenmovie.db")).unwrap();
    let rows = |table| {
        db.query_row(&format!("SELECT count(*) FROM {table}"), (), |row| row.get::<_, i64>(0)).unwrap()
    };
    let left = ["movies", "facets", "words", "comments", "reactions", "reports", "hidden_movies"].map(rows);
    assert_eq!(left, [1, 1, 1, 2, 3, 1, 1]);
    db.execute_batch("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)").unwrap();
    site.assert_settled().await;
}

async fn report(store: &kenmovie_embedded::Embedded, user: UserId, movie: MovieId) {
    let id = ReportId::new(at(0), &kenmovie_embedded::SystemRandom);
    let new = NewReport { id, user, movie, reason: Reason::Other, text: None, idempotency: None, now: at(0) };
    store.report_movie(new).await.unwrap().unwrap();
}

#[tokio::test]
async fn an_edit_keeps_comments_and_votes_counted() {
    let site = site();
    let id = site.drafted(full()).await;
    site.comment(id, user_id(1), 0).await;
    site.store.set_reaction(user_id(1), Target::Movie(id), Some(Reaction::Like), at(0)).await.unwrap();
    let change = MovieDraft { genres: vec!["Misterio".into()], ..full() }.into();
    site.store.edit_movie(id, None, change, at(1)).await.unwrap();
    let whole = site.whole(id).await;
    assert_eq!((whole.card.comments, whole.card.reactions.likes), (1, 1));
    site.assert_settled().await;
    let found = site.store.comment(site.comment(id, user_id(1), 2).await.id, None, at(2)).await.unwrap();
    assert_eq!(found.unwrap().movie_id, id);
}
