//! The list of what a person blocked, and the way back.

use std::time::Duration;

use kenmovie_common::domain::Role;
use kenmovie_testkit::{MALFORMED_IDS, NOBODYS_ID, TestApp, at_once};

use crate::{BLOCKED, block_of, blocked, reports_of, settled, spam};

#[tokio::test]
async fn a_person_who_reported_nothing_has_an_empty_list() {
    let app = TestApp::new().await;
    assert_eq!(app.user().await.get(BLOCKED).await.ok(200), serde_json::json!({"items": []}));
}

#[tokio::test]
async fn the_latest_report_stands_first_and_every_page_size_gives_the_same_list() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let mut expected = Vec::new();
    for number in 0..45 {
        let title = format!("Film {number}");
        ana.post(&reports_of(app.movie(&title).await), &spam()).await.ok(201);
        expected.insert(0, title);
        app.clock.advance(Duration::from_millis(1));
    }
    for limit in [1, 2, 20, 44, 45, 46, 100] {
        let pages = ana.pages(&format!("{BLOCKED}?limit={limit}")).await;
        assert!(pages.iter().rev().skip(1).all(|page| page.len() == limit), "{limit}");
        assert!(pages.last().is_some_and(|page| !page.is_empty()), "{limit}");
        let titles: Vec<&str> =
            pages.iter().flatten().map(|item| item["movie"]["title"].as_str().unwrap()).collect();
        assert_eq!(titles, expected, "{limit}");
    }
    let (first, next) = ana.page(BLOCKED, None).await;
    assert_eq!((first.len(), next.is_some()), (20, true));
}

#[tokio::test]
async fn pages_neither_miss_nor_repeat_what_stays_while_films_come_and_go() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let mut movies = Vec::new();
    for number in 0..30 {
        let movie = app.movie(&format!("Film {number}")).await;
        ana.post(&reports_of(movie), &spam()).await.ok(201);
        movies.push(movie);
        app.clock.advance(Duration::from_millis(1));
    }
    let mut seen = Vec::new();
    let mut next = None;
    for step in 0.. {
        let (items, following) = ana.page(&format!("{BLOCKED}?limit=3"), next.as_deref()).await;
        seen.extend(items.iter().map(|item| item["movie"]["title"].as_str().unwrap().to_owned()));
        next = following;
        if next.is_none() {
            break;
        }
        // One that was read, or will be, goes; a new one comes.
        ana.delete(&block_of(movies[step * 3])).await.ok(204);
        ana.post(&reports_of(app.movie("Nueva").await), &spam()).await.ok(201);
        app.clock.advance(Duration::from_millis(1));
    }
    let stayed = |title: &String| (0..30).any(|number| number % 3 != 0 && *title == format!("Film {number}"));
    let read: Vec<String> = seen.iter().filter(|title| stayed(title)).cloned().collect();
    let expected: Vec<String> =
        (0..30).rev().filter(|number| number % 3 != 0).map(|number| format!("Film {number}")).collect();
    assert_eq!(read, expected);
    let mut once = seen.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), seen.len(), "a film came twice");
}

#[tokio::test]
async fn a_cursor_that_is_none_of_this_list_is_refused() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    for _ in 0..3 {
        ana.post(&reports_of(app.movie("Arrebato").await), &spam()).await.ok(201);
        app.movie("Plácido").await;
    }
    let (_, of_films) = ana.page("/api/movies?limit=1", None).await;
    let garbage = ["x", "AAAA", "bnVsbA", "W10", "%00", "..", "🎬"].map(kenmovie_testkit::encoded);
    for cursor in garbage.into_iter().chain(of_films) {
        ana.get(&format!("{BLOCKED}?cursor={cursor}")).await.problem(400, "bad_cursor");
    }
}

#[tokio::test]
async fn a_page_has_one_to_a_hundred_films() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    for (limit, code) in [
        ("0", "too_small"),
        ("-1", "too_small"),
        ("101", "too_large"),
        ("9999999999", "too_large"),
        ("abc", "invalid_type"),
        ("1.5", "invalid_type"),
        ("99999999999999999999", "invalid_type"),
    ] {
        ana.get(&format!("{BLOCKED}?limit={limit}")).await.invalid(&[&format!("limit {code}")]);
    }
}

#[tokio::test]
async fn showing_a_film_again_twice_finds_nothing_the_second_time() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    ana.post(&reports_of(movie), &spam()).await.ok(201);
    ana.delete(&block_of(movie)).await.ok(204);
    ana.delete(&block_of(movie)).await.problem(404, "not_found");
    settled(&app).await;
}

#[tokio::test]
async fn showing_a_film_again_twenty_times_at_once_succeeds_once() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    ana.post(&reports_of(movie), &spam()).await.ok(201);
    let replies = at_once((0..20).map(|_| ana.delete(&block_of(movie)))).await;
    let (shown, missing): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 204);
    assert_eq!((shown.len(), missing.len()), (1, 19));
    for reply in missing {
        reply.problem(404, "not_found");
    }
    settled(&app).await;
}

#[tokio::test]
async fn a_film_that_was_never_blocked_is_not_found() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    ana.delete(&block_of(movie)).await.problem(404, "not_found");
    for id in [NOBODYS_ID].into_iter().chain(MALFORMED_IDS) {
        ana.delete(&format!("{BLOCKED}/{id}")).await.problem(404, "not_found");
    }
}

#[tokio::test]
async fn nobody_shows_a_film_again_for_another() {
    let app = TestApp::new().await;
    let (ana, berta, movie) = (app.user().await, app.user().await, app.movie("Arrebato").await);
    ana.post(&reports_of(movie), &spam()).await.ok(201);
    for other in [&berta, &app.moderator().await, &app.admin().await] {
        other.delete(&block_of(movie)).await.problem(404, "not_found");
    }
    assert_eq!(blocked(&ana).await, ["Arrebato"]);
    berta.post(&reports_of(movie), &spam()).await.ok(201);
    berta.delete(&block_of(movie)).await.ok(204);
    assert_eq!(blocked(&ana).await, ["Arrebato"]);
    settled(&app).await;
}

#[tokio::test]
async fn a_moderators_own_report_hides_the_film_from_them_like_from_anybody() {
    let app = TestApp::new().await;
    let moderator = app.signed_in(&app.person(Role::Moderator).await).await;
    let movie = app.movie("Arrebato").await;
    moderator.post(&reports_of(movie), &spam()).await.ok(201);
    assert_eq!(blocked(&moderator).await, ["Arrebato"]);
    assert!(moderator.all("/api/movies").await.is_empty());
}
