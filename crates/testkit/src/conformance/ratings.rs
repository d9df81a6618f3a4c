//! Scores, and the counts, averages and orders that follow them exactly.

use kenmovie_common::MovieId;
use kenmovie_common::domain::{Deletion, MovieDraft, MovieSort, RatingTally, Score, SourceRating, score};
use kenmovie_common::ports::{Erasure, MovieFilter};

use super::movie_lists::{query, walk};
use super::stage::{LATER, NO_MOVIE, Stage, at, at_once, draft, sourced, user_id};

fn of(score: u8) -> Score {
    Score::try_from(score).unwrap()
}

async fn rate(stage: &Stage, user: u8, movie: MovieId, score: impl Into<Option<Score>>) -> RatingTally {
    stage.store.set_rating(user_id(user), movie, score.into(), at(0)).await.unwrap().unwrap()
}

fn histogram(scores: &[usize]) -> [u64; 10] {
    let mut histogram = [0; 10];
    for score in scores {
        histogram[score - 1] += 1;
    }
    histogram
}

/// The tally that these scores make.
fn assert_tally(tally: RatingTally, scores: &[usize], mine: impl Into<Option<Score>>) {
    let sum: usize = scores.iter().sum();
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let average = (!scores.is_empty()).then(|| sum as f64 / scores.len() as f64);
    let average = average.map(|average| (average * 100.0).round() / 100.0);
    assert_eq!(tally.mine, mine.into());
    assert_eq!(tally.rating.summary.average, average);
    assert_eq!(tally.rating.summary.count, scores.len() as u64);
    assert_eq!(tally.rating.histogram, histogram(scores));
}

pub async fn a_score_is_set_changed_repeated_and_taken_back(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    assert_tally(rate(stage, 1, movie, None).await, &[], None);
    assert_tally(rate(stage, 1, movie, of(10)).await, &[10], of(10));
    assert_tally(rate(stage, 1, movie, of(10)).await, &[10], of(10));
    assert_tally(rate(stage, 2, movie, of(1)).await, &[10, 1], of(1));
    assert_tally(rate(stage, 3, movie, of(7)).await, &[10, 1, 7], of(7));
    assert_tally(rate(stage, 1, movie, of(4)).await, &[4, 1, 7], of(4));
    let whole = stage.whole(movie).await.card;
    assert_eq!((whole.rating.summary.count, whole.rating.histogram), (3, histogram(&[4, 1, 7])));
    assert_tally(rate(stage, 2, movie, None).await, &[4, 7], None);
    assert_tally(rate(stage, 2, movie, None).await, &[4, 7], None);
    assert_tally(rate(stage, 1, movie, None).await, &[7], None);
    assert_tally(rate(stage, 3, movie, None).await, &[], None);
    stage.assert_settled().await;
    assert_eq!(stage.store.settle(at(60_000)).await.unwrap(), 0);
}

pub async fn a_viewer_sees_their_score_wherever_the_film_is(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    rate(stage, 1, movie, of(9)).await;
    for (viewer, mine) in [(1, Some(of(9))), (2, None)] {
        let viewer = Some(user_id(viewer));
        let film = stage.store.movie(movie, viewer).await.unwrap().unwrap();
        assert_eq!(film.card.mine.unwrap().rating, mine);
        for filter in
            [MovieFilter::default(), MovieFilter { words: vec!["arr".into()], ..MovieFilter::default() }]
        {
            let listed = walk(
                stage,
                kenmovie_common::ports::MovieQuery { viewer, ..query(MovieSort::Popular, filter) },
            );
            let listed = listed.await;
            assert_eq!(listed[0].mine.unwrap().rating, mine);
            assert_eq!(listed[0].rating.count, 1);
        }
    }
}

pub async fn what_is_not_there_takes_no_score(stage: &Stage) {
    let gone = stage.movie("Gone").await;
    stage.store.delete_movie(gone, None, at(0)).await.unwrap();
    for movie in [NO_MOVIE, gone] {
        for score in [Some(of(5)), None] {
            assert_eq!(stage.store.set_rating(user_id(1), movie, score, at(0)).await.unwrap(), None);
        }
    }
    while stage.store.erase(Deletion::Movie(gone), 100, LATER).await.unwrap() != Erasure::Gone {}
    stage.assert_settled().await;
    assert_eq!(stage.store.settle(at(60_000)).await.unwrap(), 0);
}

pub async fn scores_move_a_film_in_both_orders(stage: &Stage) {
    let many = SourceRating { average: 7.0, votes: 5_000 };
    let known = stage.drafted(MovieDraft { source_rating: Some(many), ..draft("Known") }).await;
    let (loved, once) = (stage.movie("Loved").await, stage.movie("Once").await);
    for user in 1..=40 {
        rate(stage, user, loved, of(9)).await;
    }
    rate(stage, 1, once, of(10)).await;
    let order = async |sort| -> Vec<MovieId> {
        walk(stage, query(sort, MovieFilter::default())).await.into_iter().map(|card| card.id).collect()
    };
    // One score of ten does not win: 8.5, 7.0, 6.82.
    assert_eq!(order(MovieSort::TopRated).await, [loved, known, once]);
    assert!(score::top_rated(None, 10, 1) < score::top_rated(Some(many), 0, 0));
    assert_eq!(order(MovieSort::Popular).await, [known, loved, once]);
    for user in 1..=40 {
        rate(stage, user, loved, None).await;
    }
    assert_eq!(order(MovieSort::TopRated).await, [known, once, loved]);
    stage.assert_settled().await;
}

pub async fn many_scores_at_once_and_one_who_wavers_are_counted_exactly(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    at_once(48, |number| {
        let store = stage.store.clone();
        async move {
            let person = user_id(u8::try_from(number).unwrap());
            let times = if number == 47 { 30 } else { 1 };
            for time in 0..times {
                let score = Some(of(u8::try_from((number + time) % 10 + 1).unwrap()));
                let tally = store.set_rating(person, movie, score, at(0)).await.unwrap().unwrap();
                assert_eq!(tally.mine, score);
            }
        }
    })
    .await;
    let rating = stage.whole(movie).await.card.rating;
    assert_eq!(rating.summary.count, 48);
    assert_eq!(rating.histogram.iter().sum::<u64>(), 48);
    stage.assert_settled().await;
    assert_eq!(stage.store.settle(at(60_000)).await.unwrap(), 0);
}

pub async fn the_same_person_rating_at_once_counts_once(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    for round in 0..3 {
        at_once(20, |number| {
            let store = stage.store.clone();
            async move {
                let score = (number % 5 != 4).then(|| of(u8::try_from(number % 10 + 1).unwrap()));
                store.set_rating(user_id(1), movie, score, at(round)).await.unwrap().unwrap();
            }
        })
        .await;
        stage.assert_settled().await;
        let last = rate(stage, 1, movie, of(8)).await;
        assert_tally(last, &[8], of(8));
    }
}

pub async fn an_import_over_a_rated_film_keeps_its_scores(stage: &Stage) {
    let import = async |title: &str| {
        let batch = vec![(super::stage::movie_id(), sourced("1", title))];
        stage.store.import_movies(batch, at(1)).await.unwrap();
        walk(stage, query(MovieSort::Title, MovieFilter::default())).await[0].clone()
    };
    let movie = import("One").await.id;
    rate(stage, 1, movie, of(3)).await;
    let card = import("Uno").await;
    assert_eq!((card.id, card.title.as_str(), card.rating.count), (movie, "Uno", 1));
    stage.assert_settled().await;
}
