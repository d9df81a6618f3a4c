//! Reports of films, and what they hide.

use kenmovie_common::domain::{MovieSort, Reaction, Reason, ReportStatus, Target};
use kenmovie_common::ports::{Constraint, Created, MovieFilter, MovieQuery, NewReport, StoreError};
use kenmovie_common::{MovieId, ReportId, UserId};
use kenmovie_embedded::SystemRandom;

use super::stage::{NO_MOVIE, Stage, at, at_once, key, user_id};

pub(super) fn new_report(user: UserId, movie: MovieId, millis: i64) -> NewReport {
    let now = at(millis);
    let id = ReportId::new(now, &SystemRandom);
    NewReport {
        id,
        user,
        target: Target::Movie(movie),
        reason: Reason::Spam,
        text: Some("look".into()),
        idempotency: None,
        now,
    }
}

async fn listed(stage: &Stage, viewer: Option<UserId>) -> usize {
    let filter = MovieFilter::default();
    let query = MovieQuery { filter, sort: MovieSort::Popular, after: None, limit: 100, viewer };
    stage.store.list_movies(query).await.unwrap().items.len()
}

pub async fn a_report_hides_the_film_from_its_maker_alone(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let movie = stage.movie("Arrival").await;
    let new = new_report(ana, movie, 5);
    let id = new.id;
    let Created { value, replayed } = stage.store.report(new).await.unwrap().unwrap();
    assert!(!replayed);
    assert_eq!(
        (value.id, value.movie_id, value.status, value.created_at),
        (id, movie, ReportStatus::Open, at(5))
    );
    assert_eq!(
        (value.reason, value.text.as_deref(), value.note.as_ref()),
        (Reason::Spam, Some("look"), None)
    );
    for (viewer, films) in [(Some(ana), 0), (Some(eva), 1), (None, 1)] {
        assert_eq!(listed(stage, viewer).await, films);
    }
    for (viewer, blocked) in [(ana, true), (eva, false)] {
        let whole = stage.store.movie(movie, Some(viewer)).await.unwrap().unwrap();
        assert_eq!(whole.card.mine.unwrap().blocked, blocked);
    }
    let blocked = stage.store.list_blocked_movies(ana, None, 10).await.unwrap();
    assert!(blocked.items.len() == 1 && blocked.next.is_none());
    assert_eq!(blocked.items[0].report, value);
    assert!(blocked.items[0].movie.mine.unwrap().blocked);
    assert!(stage.store.list_blocked_movies(eva, None, 10).await.unwrap().items.is_empty());
    stage.assert_settled().await;
}

pub async fn every_reason_reads_back(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    for (reason, text) in Reason::ALL.into_iter().zip([None, Some("ñ 🎬".to_owned())].into_iter().cycle())
    {
        let movie = stage.movie("Arrival").await;
        let new = NewReport { reason, text: text.clone(), ..new_report(ana, movie, 0) };
        let made = stage.store.report(new).await.unwrap().unwrap().value;
        assert_eq!((made.reason, &made.text), (reason, &text));
        let blocked = stage.store.list_blocked_movies(ana, None, 100).await.unwrap().items;
        assert!(blocked.iter().any(|blocked| blocked.report == made && blocked.movie.id == movie));
    }
}

pub async fn a_second_open_report_is_refused_until_the_film_is_shown_again(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let movie = stage.movie("Arrival").await;
    stage.store.report(new_report(ana, movie, 0)).await.unwrap().unwrap();
    for idempotency in [None, Some(key("k", 1))] {
        let again = NewReport { idempotency, ..new_report(ana, movie, 1) };
        let again = stage.store.report(again).await;
        assert!(matches!(again, Err(StoreError::Conflict(Constraint::OpenReport))), "{again:?}");
    }
    stage.store.report(new_report(eva, movie, 1)).await.unwrap().unwrap();
    assert!(stage.store.unblock_movie(ana, movie).await.unwrap());
    assert!(!stage.store.unblock_movie(ana, movie).await.unwrap());
    assert_eq!((listed(stage, Some(ana)).await, listed(stage, Some(eva)).await), (1, 0));
    stage.assert_settled().await;
    stage.store.report(new_report(ana, movie, 2)).await.unwrap().unwrap();
    assert_eq!(listed(stage, Some(ana)).await, 0);
    stage.assert_settled().await;
}

pub async fn no_film_and_no_account_make_no_report(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    assert!(stage.store.report(new_report(ana, NO_MOVIE, 0)).await.unwrap().is_none());
    let movie = stage.movie("Arrival").await;
    assert!(stage.store.report(new_report(user_id(1), movie, 0)).await.unwrap().is_none());
    assert!(!stage.store.unblock_movie(ana, NO_MOVIE).await.unwrap());
    assert!(!stage.store.unblock_movie(ana, movie).await.unwrap());
    assert!(stage.store.list_blocked_movies(user_id(1), None, 10).await.unwrap().items.is_empty());
    stage.assert_settled().await;
}

pub async fn the_same_key_many_times_at_once_makes_one_report(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    let movie = stage.movie("Arrival").await;
    let made = at_once(20, |_| {
        let store = stage.store.clone();
        let new = NewReport { idempotency: Some(key("k", 1)), ..new_report(ana, movie, 0) };
        async move { store.report(new).await.unwrap().unwrap() }
    })
    .await;
    assert_eq!(made.iter().filter(|made| !made.replayed).count(), 1);
    assert!(made.iter().all(|other| other.value == made[0].value));
    stage.assert_settled().await;
}

pub async fn a_key_is_of_one_body_and_one_person(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let (one, two) = (stage.movie("One").await, stage.movie("Two").await);
    let new = |user, movie, fingerprint| NewReport {
        idempotency: Some(key("k", fingerprint)),
        ..new_report(user, movie, 0)
    };
    let first = stage.store.report(new(ana, one, 1)).await.unwrap().unwrap();
    let again = stage.store.report(new(ana, one, 1)).await.unwrap().unwrap();
    assert!(!first.replayed && again.replayed && again.value == first.value);
    for movie in [one, two] {
        let other = stage.store.report(new(ana, movie, 2)).await;
        assert!(matches!(other, Err(StoreError::Conflict(Constraint::IdempotencyKey))), "{other:?}");
    }
    assert!(!stage.store.report(new(eva, one, 2)).await.unwrap().unwrap().replayed);
    stage.assert_settled().await;
}

pub async fn of_many_reports_by_one_person_at_once_one_is_open(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    let movie = stage.movie("Arrival").await;
    let made = at_once(20, |_| {
        let store = stage.store.clone();
        async move { store.report(new_report(ana, movie, 0)).await }
    })
    .await;
    assert_eq!(made.iter().filter(|made| made.is_ok()).count(), 1);
    let refused =
        |made: &&Result<_, StoreError>| matches!(made, Err(StoreError::Conflict(Constraint::OpenReport)));
    assert_eq!(made.iter().filter(refused).count(), 19);
    stage.assert_settled().await;
}

pub async fn many_people_who_report_and_take_it_back_at_once_are_counted_exactly(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let mut people = Vec::new();
    for number in 0..16 {
        people.push(stage.user(&format!("{number}@example.org")).await.id);
    }
    at_once(people.len(), |number| {
        let (store, person) = (stage.store.clone(), people[number]);
        async move {
            store.report(new_report(person, movie, 0)).await.unwrap().unwrap();
            if number % 2 == 0 {
                assert!(store.unblock_movie(person, movie).await.unwrap());
            }
            if number % 4 == 0 {
                store.report(new_report(person, movie, 1)).await.unwrap().unwrap();
            }
        }
    })
    .await;
    for (number, &person) in people.iter().enumerate() {
        let hidden = number % 2 != 0 || number % 4 == 0;
        assert_eq!(
            stage.store.list_blocked_movies(person, None, 10).await.unwrap().items.len(),
            usize::from(hidden)
        );
    }
    stage.assert_settled().await;
}

pub async fn blocked_films_come_latest_first_page_by_page(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    let mut movies = Vec::new();
    for number in 0..7 {
        let movie = stage.movie(&format!("Film {number}")).await;
        // Some at the same millisecond: then the latest id comes first.
        let report = stage.store.report(new_report(ana, movie, number / 2)).await.unwrap().unwrap().value;
        movies.push((report.id, movie));
    }
    movies.sort_by(|one, other| other.cmp(one));
    stage.store.set_reaction(ana, Target::Movie(movies[0].1), Some(Reaction::Dislike), at(9)).await.unwrap();
    for limit in [1, 3, 100] {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = stage.store.list_blocked_movies(ana, after, limit).await.unwrap();
            seen.extend(page.items);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(
            seen.iter().map(|item| (item.report.id, item.movie.id)).collect::<Vec<_>>(),
            movies,
            "{limit}"
        );
        assert_eq!(seen[0].movie.mine.unwrap().reaction, Some(Reaction::Dislike));
    }
}
