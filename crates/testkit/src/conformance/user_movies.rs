//! People's lists.

use kenmovie_common::domain::{Deletion, MovieSort, Reaction, Target, UserMovie};
use kenmovie_common::ports::{Erasure, MovieFilter, MovieQuery};
use kenmovie_common::{MovieId, UserId};

use super::movie_lists::{query, walk};
use super::reports::new_report;
use super::stage::{LATER, NO_MOVIE, Stage, at, at_once};

/// A person's list, whole, by pages of this size.
async fn list(stage: &Stage, user: UserId, limit: usize) -> Vec<UserMovie> {
    let (mut items, mut after) = (Vec::new(), None);
    loop {
        let page = stage.store.list_user_movies(user, after, limit).await.unwrap();
        assert!(page.items.len() <= limit);
        items.extend(page.items);
        after = page.next;
        if after.is_none() {
            return items;
        }
    }
}

async fn ids(stage: &Stage, user: UserId) -> Vec<MovieId> {
    list(stage, user, 100).await.into_iter().map(|item| item.movie.id).collect()
}

pub async fn what_is_added_last_stands_first(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    let mut films = Vec::new();
    for number in 0..7 {
        let movie = stage.movie(&format!("Film {number}")).await;
        // Two by two at the same moment.
        assert!(stage.store.add_to_list(ana, movie, at(number / 2)).await.unwrap());
        films.push((number / 2, movie));
    }
    films.sort_unstable_by(|one, other| other.cmp(one));
    for limit in [1, 2, 3, 7, 100] {
        let listed = list(stage, ana, limit).await;
        let places: Vec<_> = listed.iter().map(|item| (item.added_at, item.movie.id)).collect();
        assert_eq!(
            places,
            films.iter().map(|(millis, id)| (at(*millis), *id)).collect::<Vec<_>>(),
            "{limit}"
        );
    }
}

pub async fn a_film_stands_in_a_list_once_and_leaves_it(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let movie = stage.movie("Arrival").await;
    for millis in [1, 5] {
        assert!(stage.store.add_to_list(ana, movie, at(millis)).await.unwrap());
    }
    let listed = list(stage, ana, 10).await;
    assert_eq!((listed.len(), listed[0].added_at), (1, at(1)));
    assert!(list(stage, eva, 10).await.is_empty());
    for (viewer, here) in [(ana, true), (eva, false)] {
        let film = stage.store.movie(movie, Some(viewer)).await.unwrap().unwrap();
        assert_eq!(film.card.mine.unwrap().listed, here);
        let query = MovieQuery { viewer: Some(viewer), ..query(MovieSort::Title, MovieFilter::default()) };
        assert_eq!(walk(stage, query).await[0].mine.unwrap().listed, here);
    }
    assert!(stage.store.remove_from_list(eva, movie).await.unwrap());
    assert_eq!(ids(stage, ana).await, [movie]);
    for _ in 0..2 {
        assert!(stage.store.remove_from_list(ana, movie).await.unwrap());
        assert!(ids(stage, ana).await.is_empty());
    }
    assert!(stage.store.add_to_list(ana, movie, at(9)).await.unwrap());
    assert_eq!(list(stage, ana, 10).await[0].added_at, at(9));
}

pub async fn a_list_shows_what_its_owner_thinks_of_a_film(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    let movie = stage.movie("Arrival").await;
    stage.store.add_to_list(ana, movie, at(0)).await.unwrap();
    stage.store.set_reaction(ana, Target::Movie(movie), Some(Reaction::Like), at(1)).await.unwrap();
    let score = 7_u8.try_into().unwrap();
    stage.store.set_rating(ana, movie, Some(score), at(1)).await.unwrap();
    let listed = list(stage, ana, 10).await.remove(0).movie;
    let mine = listed.mine.unwrap();
    assert_eq!(
        (mine.reaction, mine.rating, mine.listed, mine.blocked),
        (Some(Reaction::Like), Some(score), true, false)
    );
    assert_eq!((listed.reactions.likes, listed.rating.count), (1, 1));
}

pub async fn a_reported_film_leaves_its_reporters_list_until_it_is_shown_again(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let (one, two) = (stage.movie("One").await, stage.movie("Two").await);
    for (user, movie, millis) in [(ana, one, 1), (ana, two, 2), (eva, one, 3)] {
        stage.store.add_to_list(user, movie, at(millis)).await.unwrap();
    }
    stage.store.report(new_report(ana, one, 4)).await.unwrap().unwrap();
    assert_eq!((ids(stage, ana).await, ids(stage, eva).await), (vec![two], vec![one]));
    let blocked = stage.store.list_blocked_movies(ana, None, 10).await.unwrap().items.remove(0);
    assert!(blocked.movie.mine.unwrap().listed);
    stage.store.unblock_movie(ana, one).await.unwrap();
    assert_eq!(ids(stage, ana).await, [two, one]);
}

pub async fn what_is_not_there_is_not_listed_and_what_goes_leaves_every_list(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    let (goes, stays) = (stage.movie("Goes").await, stage.movie("Stays").await);
    assert!(!stage.store.add_to_list(ana, NO_MOVIE, at(0)).await.unwrap());
    assert!(!stage.store.remove_from_list(ana, NO_MOVIE).await.unwrap());
    for movie in [goes, stays] {
        stage.store.add_to_list(ana, movie, at(0)).await.unwrap();
    }
    stage.store.delete_movie(goes, None, at(1)).await.unwrap();
    assert_eq!(ids(stage, ana).await, [stays]);
    assert!(!stage.store.add_to_list(ana, goes, at(2)).await.unwrap());
    while stage.store.erase(Deletion::Movie(goes), 10, LATER).await.unwrap() != Erasure::Gone {}
    assert_eq!(ids(stage, ana).await, [stays]);
}

pub async fn adding_and_taking_out_at_once_leaves_one_row_or_none(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    let movie = stage.movie("Arrival").await;
    for round in 0..3 {
        at_once(20, |number| {
            let store = stage.store.clone();
            async move {
                if number % 3 == 0 {
                    assert!(store.remove_from_list(ana, movie).await.unwrap());
                } else {
                    assert!(store.add_to_list(ana, movie, at(round)).await.unwrap());
                }
            }
        })
        .await;
        assert!(list(stage, ana, 10).await.len() <= 1);
        assert!(stage.store.add_to_list(ana, movie, at(round)).await.unwrap());
        assert_eq!(ids(stage, ana).await, [movie]);
    }
}
