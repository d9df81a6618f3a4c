use kenmovie_common::MovieId;
use kenmovie_common::domain::{MovieDraft, MovieSort, Reaction, SourceRating, Target};
use kenmovie_common::ports::ImportOutcome::{Added, Changed, Unchanged};
use kenmovie_common::ports::{MovieFilter, Movies as _, ReactionStore as _, StoreError};
use kenmovie_embedded::SystemRandom;

use super::list::{query, walk};
use crate::site::{at, site, sourced, user_id};

fn batch(drafts: Vec<MovieDraft>) -> Vec<(MovieId, MovieDraft)> {
    drafts.into_iter().map(|draft| (MovieId::new(at(0), &SystemRandom), draft)).collect()
}

fn rated(id: &str, title: &str, votes: u64) -> MovieDraft {
    MovieDraft { source_rating: Some(SourceRating { average: 8.25, votes }), ..sourced(id, title) }
}

#[tokio::test]
async fn films_are_added_changed_or_left_by_their_source() {
    let site = site();
    let first = batch(vec![rated("1", "One", 5), sourced("2", "Two"), sourced("3", "Three")]);
    let ids: Vec<_> = first.iter().map(|(id, _)| *id).collect();
    assert_eq!(site.store.import_movies(first, at(0)).await.unwrap(), [Added, Added, Added]);
    site.store.set_reaction(user_id(1), Target::Movie(ids[0]), Some(Reaction::Like), at(0)).await.unwrap();
    let second = batch(vec![
        rated("1", "One", 50_000),
        sourced("2", "Two"),
        sourced("3", "Drei"),
        sourced("4", "Four"),
    ]);
    let outcomes = site.store.import_movies(second, at(7)).await.unwrap();
    assert_eq!(outcomes, [Changed, Unchanged, Changed, Added]);
    let one = site.whole(ids[0]).await;
    assert_eq!((one.version, one.card.reactions.likes), (2, 1));
    assert_eq!((one.card.created_at, one.card.updated_at), (at(0), at(7)));
    assert_eq!(site.whole(ids[1]).await.card.updated_at, at(0));
    assert_eq!(site.whole(ids[2]).await.card.title, "Drei");
    assert_eq!(walk(&site, query(MovieSort::TopRated, MovieFilter::default())).await[0].id, ids[0]);
    let again = batch(vec![rated("1", "One", 50_000), sourced("4", "Four")]);
    assert_eq!(site.store.import_movies(again, at(8)).await.unwrap(), [Unchanged, Unchanged]);
    site.assert_settled().await;
}

#[tokio::test]
async fn of_a_source_that_stands_in_a_batch_twice_the_later_holds() {
    let site = site();
    let outcomes =
        site.store.import_movies(batch(vec![sourced("1", "First"), sourced("1", "Last")]), at(0)).await;
    assert_eq!(outcomes.unwrap(), [Added, Changed]);
    let films = walk(&site, query(MovieSort::Title, MovieFilter::default())).await;
    assert_eq!(films.iter().map(|film| film.title.as_str()).collect::<Vec<_>>(), ["Last"]);
    let found = |word: &str| MovieFilter { words: vec![word.into()], ..MovieFilter::default() };
    assert!(walk(&site, query(MovieSort::Relevance, found("first"))).await.is_empty());
    assert_eq!(walk(&site, query(MovieSort::Relevance, found("last"))).await.len(), 1);
    site.assert_settled().await;
}

#[tokio::test]
async fn a_batch_is_taken_whole_or_not_at_all() {
    let site = site();
    let id = MovieId::from_bytes([1; 16]);
    let twice = vec![(id, sourced("1", "One")), (id, sourced("2", "The same id"))];
    assert!(matches!(site.store.import_movies(twice, at(0)).await, Err(StoreError::Corrupt(_))));
    assert_eq!(site.store.count_movies().await.unwrap(), 0);
    assert_eq!(site.store.import_movies(batch(vec![sourced("1", "One")]), at(0)).await.unwrap(), [Added]);
    site.assert_settled().await;
}
