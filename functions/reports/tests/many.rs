//! Many reports at the same time, and too many.

use std::time::Duration;

use kenmovie_common::domain::Role;
use kenmovie_testkit::{TestApp, at_once};

use crate::{BLOCKED, blocked, reports_of, settled, spam};

#[tokio::test(flavor = "multi_thread")]
async fn one_person_who_reports_twenty_times_at_once_has_one_report() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Arrebato").await);
    let replies = at_once((0..20).map(|_| ana.post(&reports_of(movie), &spam()))).await;
    let (made, refused): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 201);
    assert_eq!((made.len(), refused.len()), (1, 19));
    for reply in refused {
        reply.problem(409, "already_reported");
    }
    assert_eq!(blocked(&ana).await, ["Arrebato"]);
    settled(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_people_who_report_one_film_at_once_all_succeed() {
    let app = TestApp::new().await;
    let movie = app.movie("Arrebato").await;
    let mut people = Vec::new();
    for _ in 0..30 {
        people.push(app.user().await);
    }
    for reply in at_once(people.iter().map(|person| person.post(&reports_of(movie), &spam()))).await {
        reply.ok(201);
    }
    for person in &people {
        assert_eq!(blocked(person).await, ["Arrebato"]);
    }
    settled(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_can_report_many_films_at_once() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let mut paths = Vec::new();
    for number in 0..25 {
        paths.push(reports_of(app.movie(&format!("Film {number}")).await));
    }
    for reply in at_once(paths.iter().map(|path| ana.post(path, &spam()))).await {
        reply.ok(201);
    }
    assert_eq!(blocked(&ana).await.len(), 25);
    assert!(ana.all("/api/movies").await.is_empty());
    settled(&app).await;
}

#[tokio::test]
async fn an_account_reports_thirty_films_an_hour_at_most() {
    let app = TestApp::strict().await;
    let person = app.person(Role::User).await;
    let ana = app.signed_in(&person).await;
    for left in (0..30).rev() {
        let reply = ana.post(&reports_of(app.movie("Arrebato").await), &spam()).await;
        assert_eq!(reply.header("ratelimit-policy"), Some("\"report\";q=30;w=3600"));
        assert_eq!(reply.header("ratelimit"), Some(format!("\"report\";r={left};t=3600").as_str()));
        reply.ok(201);
    }
    app.clock.advance(Duration::from_secs(100));
    let one_more = reports_of(app.movie("Arrebato").await);
    let reply = ana.post(&one_more, &spam()).await;
    assert_eq!(reply.header("retry-after"), Some("3500"));
    assert_eq!(reply.header("ratelimit"), Some("\"report\";r=0;t=3500"));
    reply.problem(429, "rate_limited");
    assert_eq!(ana.all(BLOCKED).await.len(), 30);
    app.user().await.post(&one_more, &spam()).await.ok(201);
    app.clock.advance(Duration::from_secs(3500));
    app.signed_in(&person).await.post(&one_more, &spam()).await.ok(201);
}
