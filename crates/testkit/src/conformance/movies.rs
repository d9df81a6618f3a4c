//! Films: their making, and one film.

use kenmovie_common::domain::{Movie, MovieDraft, MovieMine, Reaction, Target};
use kenmovie_common::ports::{Constraint, Edit, NewMovie, StoreError};

use super::reports::new_report;
use super::stage::{NO_MOVIE, Stage, at, at_once, draft, key, new_movie, user_id};

const LIKE: Option<Reaction> = Some(Reaction::Like);

pub(super) fn full() -> MovieDraft {
    MovieDraft {
        title: "Arrival".into(),
        original_title: Some("Story of Your Life".into()),
        year: Some(2016),
        duration_minutes: Some(116),
        description: Some("Circles.\n“Ñandú” 🐙".into()),
        content_rating: Some("PG-13".into()),
        genres: vec!["Drama".into(), "Sci-Fi".into()],
        tags: vec!["first \"contact\"".into(), "$set.a".into()],
        directors: vec!["Denis Villeneuve".into()],
        cast: vec!["Amy Adams".into(), "Jeremy Renner".into()],
        poster_url: Some("https://example.org/p.jpg".into()),
        cover_url: Some("https://example.org/c.jpg".into()),
        source_url: Some("https://example.org".into()),
        source: None,
        source_rating: None,
    }
}

pub(super) fn written(movie: &Movie) -> MovieDraft {
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

pub async fn a_film_reads_back_as_it_was_written(stage: &Stage) {
    for draft in [full(), draft("!")] {
        let made = stage.store.create_movie(new_movie(draft.clone())).await.unwrap();
        assert!(!made.replayed);
        assert_eq!(written(&made.value), draft);
        assert_eq!(made.value.version, 1);
        assert_eq!((made.value.card.created_at, made.value.card.updated_at), (at(0), at(0)));
        assert_eq!(made.value.card.rating.histogram, [0; 10]);
        assert_eq!(stage.store.movie(made.value.card.id, None).await.unwrap(), Some(made.value));
    }
    assert_eq!(stage.store.movie(NO_MOVIE, None).await.unwrap(), None);
    assert_eq!(stage.store.count_movies().await.unwrap(), 2);
}

pub async fn a_viewer_gets_mine_with_a_film_and_a_visitor_does_not(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    let id = stage.movie("Arrival").await;
    assert!(stage.whole(id).await.card.mine.is_none());
    let mine = async || stage.store.movie(id, Some(ana)).await.unwrap().unwrap().card.mine.unwrap();
    assert_eq!(mine().await, MovieMine::default());
    stage.store.set_reaction(ana, Target::Movie(id), LIKE, at(0)).await.unwrap();
    stage.store.report(new_report(ana, id, 0)).await.unwrap().unwrap();
    let seen = mine().await;
    assert!(seen.reaction == LIKE && seen.blocked && !seen.listed && seen.rating.is_none());
}

pub async fn the_same_key_many_times_at_once_makes_one_film(stage: &Stage) {
    let made = at_once(20, |_| {
        let store = stage.store.clone();
        let new = NewMovie { idempotency: Some(key("k", 1)), ..new_movie(full()) };
        async move { store.create_movie(new).await.unwrap() }
    })
    .await;
    assert_eq!(made.iter().filter(|made| !made.replayed).count(), 1);
    assert!(made.iter().all(|other| other.value == made[0].value));
    assert_eq!(stage.store.count_movies().await.unwrap(), 1);
    stage.assert_settled().await;
}

pub async fn a_key_is_of_one_body_and_one_person(stage: &Stage) {
    let new = |person, name, fingerprint| NewMovie {
        creator: user_id(person),
        idempotency: Some(key(name, fingerprint)),
        ..new_movie(full())
    };
    let first = stage.store.create_movie(new(1, "k", 1)).await.unwrap();
    let again = stage.store.create_movie(new(1, "k", 1)).await.unwrap();
    assert!(!first.replayed && again.replayed && again.value == first.value);
    let other = stage.store.create_movie(new(1, "k", 2)).await;
    assert!(matches!(other, Err(StoreError::Conflict(Constraint::IdempotencyKey))), "{other:?}");
    for (person, name) in [(2, "k"), (1, "K"), (1, "k ")] {
        assert!(!stage.store.create_movie(new(person, name, 2)).await.unwrap().replayed);
    }
    assert_eq!(stage.store.count_movies().await.unwrap(), 4);
    let edited =
        stage.store.edit_movie(first.value.card.id, None, draft("Later").into(), at(1)).await.unwrap();
    let Edit::Done(edited) = edited else { panic!("{edited:?}") };
    assert_eq!(stage.store.create_movie(new(1, "k", 1)).await.unwrap().value, edited);
}
