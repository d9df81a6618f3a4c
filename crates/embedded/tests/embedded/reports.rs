use kenmovie_common::domain::MovieSort;
use kenmovie_common::domain::{Reaction, Reason, ReportStatus, Target};
use kenmovie_common::ports::{
    Constraint, Created, MovieFilter, MovieQuery, Movies as _, NewReport, ReactionStore as _, Reports as _,
    StoreError,
};
use kenmovie_common::{MovieId, ReportId, UserId};
use kenmovie_embedded::SystemRandom;

use crate::site::{Site, at, key, site, user_id};

fn new_report(user: UserId, movie: MovieId, millis: i64) -> NewReport {
    let now = at(millis);
    let id = ReportId::new(now, &SystemRandom);
    NewReport { id, user, movie, reason: Reason::Spam, text: Some("look".into()), idempotency: None, now }
}

async fn listed(site: &Site, viewer: Option<UserId>) -> usize {
    let filter = MovieFilter::default();
    let query = MovieQuery { filter, sort: MovieSort::Popular, after: None, limit: 100, viewer };
    site.store.list_movies(query).await.unwrap().items.len()
}

#[tokio::test]
async fn a_report_hides_the_film_from_its_maker_alone() {
    let site = site();
    let (ana, eva) = (site.user("ana@example.org").await.id, site.user("eva@example.org").await.id);
    let movie = site.movie("Arrival").await;
    let Created { value, replayed } =
        site.store.report_movie(new_report(ana, movie, 5)).await.unwrap().unwrap();
    assert!(!replayed);
    assert_eq!((value.movie_id, value.status, value.created_at), (movie, ReportStatus::Open, at(5)));
    assert_eq!(listed(&site, Some(ana)).await, 0);
    assert_eq!(listed(&site, Some(eva)).await, 1);
    assert_eq!(listed(&site, None).await, 1);
    let whole = site.store.movie(movie, Some(ana)).await.unwrap().unwrap();
    assert!(whole.card.mine.unwrap().blocked);
    assert!(!site.store.movie(movie, Some(eva)).await.unwrap().unwrap().card.mine.unwrap().blocked);
    let blocked = site.store.list_blocked_movies(ana, None, 10).await.unwrap();
    assert_eq!(blocked.items.len(), 1);
    assert_eq!(blocked.items[0].report, value);
    assert!(blocked.items[0].movie.mine.unwrap().blocked);
    assert!(site.store.list_blocked_movies(eva, None, 10).await.unwrap().items.is_empty());
    site.assert_settled().await;
}

#[tokio::test]
async fn a_second_open_report_is_refused_until_the_film_is_shown_again() {
    let site = site();
    let ana = site.user("ana@example.org").await.id;
    let movie = site.movie("Arrival").await;
    site.store.report_movie(new_report(ana, movie, 0)).await.unwrap().unwrap();
    let again = site.store.report_movie(new_report(ana, movie, 1)).await;
    assert!(matches!(again, Err(StoreError::Conflict(Constraint::OpenReport))));
    assert!(site.store.unblock_movie(ana, movie).await.unwrap());
    assert!(!site.store.unblock_movie(ana, movie).await.unwrap());
    assert_eq!(listed(&site, Some(ana)).await, 1);
    site.assert_settled().await;
    site.store.report_movie(new_report(ana, movie, 2)).await.unwrap().unwrap();
    assert_eq!(listed(&site, Some(ana)).await, 0);
    site.assert_settled().await;
}

#[tokio::test]
async fn a_decided_report_stays_when_the_film_is_shown_again_and_a_new_one_can_follow() {
    let site = site();
    let ana = site.user("ana@example.org").await.id;
    let movie = site.movie("Arrival").await;
    site.store.report_movie(new_report(ana, movie, 0)).await.unwrap().unwrap();
    let other = rusqlite::Connection::open(site.folder.path().join("kenmovie.db")).unwrap();
    other.execute("UPDATE reports SET status = 'resolved', note = 'thanks'", ()).unwrap();
    let blocked = site.store.list_blocked_movies(ana, None, 10).await.unwrap();
    assert_eq!(blocked.items[0].report.status, ReportStatus::Resolved);
    assert_eq!(blocked.items[0].report.note.as_deref(), Some("thanks"));
    let new = site.store.report_movie(new_report(ana, movie, 1)).await.unwrap().unwrap().value;
    let blocked = site.store.list_blocked_movies(ana, None, 10).await.unwrap();
    assert_eq!(blocked.items.iter().map(|item| item.report.id).collect::<Vec<_>>(), [new.id]);
    assert!(site.store.unblock_movie(ana, movie).await.unwrap());
    assert_eq!(other.query_row("SELECT count(*) FROM reports", (), |row| row.get::<_, i64>(0)).unwrap(), 1);
    site.assert_settled().await;
}

#[tokio::test]
async fn no_film_and_no_account_make_no_report() {
    let site = site();
    let ana = site.user("ana@example.org").await.id;
    let missing = new_report(ana, MovieId::from_bytes([1; 16]), 0);
    assert!(site.store.report_movie(missing).await.unwrap().is_none());
    let movie = site.movie("Arrival").await;
    assert!(site.store.report_movie(new_report(user_id(1), movie, 0)).await.unwrap().is_none());
    assert!(!site.store.unblock_movie(ana, MovieId::from_bytes([1; 16])).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_many_times_at_once_makes_one_report() {
    let site = site();
    let ana = site.user("ana@example.org").await.id;
    let movie = site.movie("Arrival").await;
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let store = site.store.clone();
            let new = NewReport { idempotency: Some(key("k", 1)), ..new_report(ana, movie, 0) };
            tokio::spawn(async move { store.report_movie(new).await.unwrap().unwrap() })
        })
        .collect();
    let mut made = Vec::new();
    for task in tasks {
        made.push(task.await.unwrap());
    }
    assert_eq!(made.iter().filter(|made| !made.replayed).count(), 1);
    assert!(made.iter().all(|other| other.value == made[0].value));
    let other = NewReport { idempotency: Some(key("k", 2)), ..new_report(ana, movie, 0) };
    let conflict = site.store.report_movie(other).await;
    assert!(matches!(conflict, Err(StoreError::Conflict(Constraint::IdempotencyKey))));
    site.assert_settled().await;
}

#[tokio::test]
async fn blocked_films_come_latest_first_page_by_page() {
    let site = site();
    let ana = site.user("ana@example.org").await.id;
    let mut movies = Vec::new();
    for number in 0..7 {
        let movie = site.movie(&format!("Film {number}")).await;
        site.store.report_movie(new_report(ana, movie, number)).await.unwrap().unwrap();
        movies.insert(0, movie);
    }
    site.store.set_reaction(ana, Target::Movie(movies[0]), Some(Reaction::Dislike), at(9)).await.unwrap();
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = site.store.list_blocked_movies(ana, after, 3).await.unwrap();
        seen.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen.iter().map(|item| item.movie.id).collect::<Vec<_>>(), movies);
    assert_eq!(seen[0].movie.mine.unwrap().reaction, Some(Reaction::Dislike));
}
