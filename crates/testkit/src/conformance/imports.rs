//! Films from elsewhere, many at once.

use kenmovie_common::MovieId;
use kenmovie_common::domain::{MovieDraft, MovieSort, Reaction, Source, SourceRating, Target};
use kenmovie_common::ports::ImportOutcome::{Added, Changed, Unchanged};
use kenmovie_common::ports::MovieFilter;

use super::movie_lists::{query, walk};
use super::movies::full;
use super::stage::{Stage, at, at_once, movie_id, sourced, user_id};

fn batch(drafts: Vec<MovieDraft>) -> Vec<(MovieId, MovieDraft)> {
    drafts.into_iter().map(|draft| (movie_id(), draft)).collect()
}

fn rated(id: &str, title: &str, votes: u64) -> MovieDraft {
    MovieDraft { source_rating: Some(SourceRating { average: 8.25, votes }), ..sourced(id, title) }
}

pub async fn films_are_added_changed_or_left_by_their_source(stage: &Stage) {
    let first = batch(vec![rated("1", "One", 5), sourced("2", "Two"), sourced("3", "Three")]);
    let ids: Vec<_> = first.iter().map(|(id, _)| *id).collect();
    assert_eq!(stage.store.import_movies(first, at(0)).await.unwrap(), [Added, Added, Added]);
    stage.store.set_reaction(user_id(1), Target::Movie(ids[0]), Some(Reaction::Like), at(0)).await.unwrap();
    let second = batch(vec![
        rated("1", "One", 50_000),
        sourced("2", "Two"),
        sourced("3", "Drei"),
        sourced("4", "Four"),
    ]);
    let outcomes = stage.store.import_movies(second, at(7)).await.unwrap();
    assert_eq!(outcomes, [Changed, Unchanged, Changed, Added]);
    let one = stage.whole(ids[0]).await;
    assert_eq!((one.version, one.card.reactions.likes), (2, 1));
    assert_eq!((one.card.created_at, one.card.updated_at), (at(0), at(7)));
    assert_eq!(stage.whole(ids[1]).await.card.updated_at, at(0));
    assert_eq!(stage.whole(ids[2]).await.card.title, "Drei");
    assert_eq!(walk(stage, query(MovieSort::TopRated, MovieFilter::default())).await[0].id, ids[0]);
    let again = batch(vec![rated("1", "One", 50_000), sourced("4", "Four")]);
    assert_eq!(stage.store.import_movies(again, at(8)).await.unwrap(), [Unchanged, Unchanged]);
    assert_eq!(stage.store.import_movies(Vec::new(), at(9)).await.unwrap(), []);
    stage.assert_settled().await;
}

pub async fn every_member_of_a_film_is_imported_and_compared(stage: &Stage) {
    let source = Some(Source { name: "test".into(), id: "1".into() });
    let draft = MovieDraft { source, source_rating: Some(SourceRating { average: 7.3, votes: 9 }), ..full() };
    let import =
        async |draft: MovieDraft| stage.store.import_movies(batch(vec![draft]), at(0)).await.unwrap();
    assert_eq!(import(draft.clone()).await, [Added]);
    assert_eq!(import(draft.clone()).await, [Unchanged]);
    let changes: [fn(&mut MovieDraft); 8] = [
        |draft| draft.original_title = None,
        |draft| draft.year = Some(1999),
        |draft| draft.duration_minutes = None,
        |draft| draft.description = Some("Other.".into()),
        |draft| draft.cast.reverse(),
        |draft| draft.tags.clear(),
        |draft| draft.poster_url = None,
        |draft| draft.source_rating = Some(SourceRating { average: 7.4, votes: 9 }),
    ];
    let mut changed = draft;
    for change in changes {
        change(&mut changed);
        assert_eq!(import(changed.clone()).await, [Changed], "{changed:?}");
        assert_eq!(import(changed.clone()).await, [Unchanged], "{changed:?}");
    }
    stage.assert_settled().await;
}

pub async fn of_a_source_that_stands_in_a_batch_twice_the_later_holds(stage: &Stage) {
    let twice = batch(vec![sourced("1", "First"), sourced("1", "Last")]);
    assert_eq!(stage.store.import_movies(twice, at(0)).await.unwrap(), [Added, Changed]);
    let films = walk(stage, query(MovieSort::Title, MovieFilter::default())).await;
    assert_eq!(films.iter().map(|film| film.title.as_str()).collect::<Vec<_>>(), ["Last"]);
    let found = |word: &str| MovieFilter { words: vec![word.into()], ..MovieFilter::default() };
    assert!(walk(stage, query(MovieSort::Relevance, found("first"))).await.is_empty());
    assert_eq!(walk(stage, query(MovieSort::Relevance, found("last"))).await.len(), 1);
    stage.assert_settled().await;
}

pub async fn the_same_number_of_two_sources_is_two_films(stage: &Stage) {
    let other =
        MovieDraft { source: Some(Source { name: "other".into(), id: "1".into() }), ..sourced("1", "B") };
    let outcomes = stage.store.import_movies(batch(vec![sourced("1", "A"), other]), at(0)).await.unwrap();
    assert_eq!(outcomes, [Added, Added]);
    assert_eq!(stage.store.count_movies().await.unwrap(), 2);
}

pub async fn a_batch_is_taken_whole_or_not_at_all(stage: &Stage) {
    let id = movie_id();
    let mut films = batch((0..20).map(|number| sourced(&number.to_string(), "Film")).collect());
    films.extend([(id, sourced("a", "One")), (id, sourced("b", "The same id"))]);
    assert!(stage.store.import_movies(films, at(0)).await.is_err());
    assert_eq!(stage.store.count_movies().await.unwrap(), 0);
    assert!(walk(stage, query(MovieSort::Popular, MovieFilter::default())).await.is_empty());
    assert_eq!(stage.store.import_movies(batch(vec![sourced("1", "One")]), at(0)).await.unwrap(), [Added]);
    stage.assert_settled().await;
}

pub async fn the_same_batch_at_once_adds_each_film_once(stage: &Stage) {
    let outcomes = at_once(6, |_| {
        let store = stage.store.clone();
        let films = batch((0..30).map(|number| sourced(&number.to_string(), "Film")).collect());
        async move { store.import_movies(films, at(0)).await.unwrap() }
    })
    .await;
    for film in 0..30 {
        assert_eq!(outcomes.iter().filter(|outcomes| outcomes[film] == Added).count(), 1);
        assert_eq!(outcomes.iter().filter(|outcomes| outcomes[film] == Unchanged).count(), 5);
    }
    assert_eq!(stage.store.count_movies().await.unwrap(), 30);
    stage.assert_settled().await;
}
