//! Genres, with how many films have each.

use kenmovie_common::domain::{MovieChange, MovieDraft};

use super::stage::{Stage, at, at_once, draft, movie_id, new_movie, sourced};

async fn genres(stage: &Stage) -> Vec<(String, u64)> {
    let genres = stage.store.genres().await.unwrap();
    genres.into_iter().map(|genre| (genre.genre, genre.count)).collect()
}

fn of(genres: &[&str]) -> MovieDraft {
    MovieDraft { genres: genres.iter().map(|&genre| genre.into()).collect(), ..draft("Shane") }
}

fn counts(expected: &[(&str, u64)]) -> Vec<(String, u64)> {
    expected.iter().map(|&(genre, count)| (genre.into(), count)).collect()
}

pub async fn genres_are_counted_as_films_come_change_and_go(stage: &Stage) {
    assert_eq!(genres(stage).await, []);
    assert_eq!(stage.store.count_movies().await.unwrap(), 0);
    for genres in [&["Drama", "Comedia"][..], &["Drama"], &["Drama"], &["Comedia"], &[]] {
        stage.drafted(of(genres)).await;
    }
    assert_eq!(genres(stage).await, counts(&[("Drama", 3), ("Comedia", 2)]));
    let id = stage.drafted(of(&["Drama", "Western"])).await;
    assert_eq!(genres(stage).await, counts(&[("Drama", 4), ("Comedia", 2), ("Western", 1)]));
    let change = MovieChange { genres: Some(Some(vec!["Comedia".into()])), ..MovieChange::default() };
    stage.store.edit_movie(id, None, change, at(1)).await.unwrap();
    assert_eq!(genres(stage).await, counts(&[("Comedia", 3), ("Drama", 3)]));
    assert_eq!(stage.store.count_movies().await.unwrap(), 6);
    stage.store.delete_movie(id, None, at(9_000)).await.unwrap();
    assert_eq!(genres(stage).await, counts(&[("Drama", 3), ("Comedia", 2)]));
    assert_eq!(stage.store.count_movies().await.unwrap(), 5);
    stage.assert_settled().await;
}

pub async fn a_film_counts_once_in_a_genre_that_it_names_twice(stage: &Stage) {
    let id = stage.drafted(of(&["Drama", "Western", "Drama"])).await;
    assert_eq!(genres(stage).await, counts(&[("Drama", 1), ("Western", 1)]));
    stage.store.delete_movie(id, None, at(9_000)).await.unwrap();
    assert_eq!(genres(stage).await, []);
    stage.assert_settled().await;
}

pub async fn genres_are_what_was_written_to_the_letter(stage: &Stage) {
    for genre in ["Drama", "drama", "Dráma", "a.b", "$x", "Ñ 🎬"] {
        stage.drafted(of(&[genre])).await;
    }
    let mut found = genres(stage).await;
    found.sort();
    let mut expected =
        counts(&[("Drama", 1), ("drama", 1), ("Dráma", 1), ("a.b", 1), ("$x", 1), ("Ñ 🎬", 1)]);
    expected.sort();
    assert_eq!(found, expected);
}

pub async fn an_import_counts_its_genres(stage: &Stage) {
    let batch = |genre: &str| {
        let film = |number: u32| {
            let genres = if number < 20 { vec![genre.to_owned()] } else { vec!["Drama".to_owned()] };
            (movie_id(), MovieDraft { genres, ..sourced(&number.to_string(), "Film") })
        };
        (0..50).map(film).collect()
    };
    stage.store.import_movies(batch("Western"), at(0)).await.unwrap();
    assert_eq!(genres(stage).await, counts(&[("Drama", 30), ("Western", 20)]));
    stage.store.import_movies(batch("Musical"), at(1)).await.unwrap();
    assert_eq!(genres(stage).await, counts(&[("Drama", 30), ("Musical", 20)]));
    assert_eq!(stage.store.count_movies().await.unwrap(), 50);
    stage.assert_settled().await;
}

pub async fn films_made_changed_and_deleted_at_once_are_counted_exactly(stage: &Stage) {
    at_once(30, |number| {
        let store = stage.store.clone();
        async move {
            let id = store.create_movie(new_movie(of(&["Drama", "Western"]))).await.unwrap().value.card.id;
            match number % 3 {
                0 => {
                    let change =
                        MovieChange { genres: Some(Some(vec!["Drama".into()])), ..MovieChange::default() };
                    store.edit_movie(id, None, change, at(1)).await.map(drop)
                }
                1 => store.delete_movie(id, None, at(9_000)).await.map(drop),
                _ => Ok(()),
            }
            .unwrap();
        }
    })
    .await;
    assert_eq!(genres(stage).await, counts(&[("Drama", 20), ("Western", 10)]));
    assert_eq!(stage.store.count_movies().await.unwrap(), 20);
    stage.assert_settled().await;
}
