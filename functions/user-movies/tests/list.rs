//! A person's own list.

use std::time::Duration;

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::{TestApp, at_once};
use serde_json::{Value, json};

use crate::{LIST, at, titles};

const MOMENT: Duration = Duration::from_millis(1);

#[tokio::test]
async fn what_was_added_last_stands_first_and_what_is_added_again_stays_where_it_is() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let mut films = Vec::new();
    for title in ["Uno", "Dos", "Tres"] {
        let film = app.movie(title).await;
        assert_eq!(ana.request("PUT", &at(film)).await.ok(204), Value::Null);
        films.push(film);
        app.clock.advance(MOMENT);
    }
    ana.request("PUT", &at(films[0])).await.ok(204);
    assert_eq!(titles(&ana).await, ["Tres", "Dos", "Uno"]);
    let reply = ana.get(LIST).await;
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    let first = reply.ok(200)["items"][2].clone();
    assert_eq!(first["added_at"], "2026-01-01T12:00:00.000Z");
    assert_eq!(first["movie"]["mine"], json!({ "listed": true, "blocked": false }));
    for _ in 0..2 {
        assert_eq!(ana.delete(&at(films[1])).await.ok(204), Value::Null);
    }
    assert_eq!(titles(&ana).await, ["Tres", "Uno"]);
    ana.request("PUT", &at(films[1])).await.ok(204);
    assert_eq!(titles(&ana).await, ["Dos", "Tres", "Uno"]);
}

#[tokio::test]
async fn a_list_is_its_persons_alone() {
    let app = TestApp::new().await;
    let (ana, berta) = (app.user().await, app.user().await);
    let film = app.movie("Tasio").await;
    ana.request("PUT", &at(film)).await.ok(204);
    assert!(titles(&berta).await.is_empty());
    berta.delete(&at(film)).await.ok(204);
    assert_eq!(titles(&ana).await, ["Tasio"]);
    for (person, listed) in [(&ana, true), (&berta, false)] {
        assert_eq!(person.get(&format!("/api/movies/{film}")).await.ok(200)["mine"]["listed"], listed);
        assert_eq!(person.all("/api/movies").await[0]["mine"]["listed"], listed);
    }
}

#[tokio::test]
async fn a_client_that_shows_films_keeps_lists_for_its_people() {
    let app = TestApp::new().await;
    let person = app.person(Role::User).await;
    let (client, browser) = (app.machine(&person, Preset::Public).await, app.signed_in(&person).await);
    client.request("PUT", &at(app.movie("Tasio").await)).await.ok(204);
    assert_eq!(titles(&browser).await, ["Tasio"]);
}

#[tokio::test]
async fn a_film_that_its_owner_reported_is_left_out_until_it_is_shown_again() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let [hidden, kept] = [app.movie("Fuera").await, app.movie("Dentro").await];
    for film in [hidden, kept] {
        ana.request("PUT", &at(film)).await.ok(204);
        app.clock.advance(MOMENT);
    }
    ana.post(&format!("/api/movies/{hidden}/reports"), &json!({ "reason": "spam" })).await.ok(201);
    assert_eq!(titles(&ana).await, ["Dentro"]);
    ana.delete(&format!("/api/blocked-movies/{hidden}")).await.ok(204);
    assert_eq!(titles(&ana).await, ["Dentro", "Fuera"]);
}

#[tokio::test]
async fn a_deleted_film_leaves_every_list() {
    let app = TestApp::new().await;
    let (ana, admin) = (app.user().await, app.admin().await);
    let [gone, kept] = [app.movie("Ida").await, app.movie("Vuelta").await];
    for film in [gone, kept] {
        ana.request("PUT", &at(film)).await.ok(204);
    }
    admin.delete(&format!("/api/movies/{gone}")).await.ok(204);
    assert_eq!(titles(&ana).await, ["Vuelta"]);
    ana.request("PUT", &at(gone)).await.problem(404, "not_found");
}

#[tokio::test]
async fn pages_miss_and_repeat_nothing_while_the_list_grows() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let mut expected = Vec::new();
    for number in 0..7 {
        let title = format!("Film {number}");
        ana.request("PUT", &at(app.movie(&title).await)).await.ok(204);
        expected.insert(0, title);
        // Two at a time have the same moment.
        if number % 2 == 1 {
            app.clock.advance(MOMENT);
        }
    }
    let paged = ana.pages(&format!("{LIST}?limit=2")).await;
    assert_eq!(paged.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 2, 1]);
    let named = |items: &[Value]| {
        items.iter().map(|item| item["movie"]["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let whole = named(&paged.concat());
    let mut sorted = whole.clone();
    sorted.sort();
    sorted.reverse();
    assert_eq!(sorted, expected);
    let (first, next) = ana.page(&format!("{LIST}?limit=3"), None).await;
    app.clock.advance(MOMENT);
    ana.request("PUT", &at(app.movie("Later").await)).await.ok(204);
    let (second, _) = ana.page(&format!("{LIST}?limit=3"), next.as_deref()).await;
    assert_eq!(named(&[first, second].concat()), whole[..6]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_film_added_twenty_times_at_once_stands_once_and_twenty_films_all_do() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let film = app.movie("Tasio").await;
    let put = |film| ana.request("PUT", &at(film));
    for reply in at_once((0..20).map(|_| put(film))).await {
        reply.ok(204);
    }
    assert_eq!(titles(&ana).await, ["Tasio"]);
    let mut films = Vec::new();
    for number in 0..20 {
        films.push(app.movie(&format!("Film {number}")).await);
    }
    for reply in at_once(films.into_iter().map(put)).await {
        reply.ok(204);
    }
    assert_eq!(titles(&ana).await.len(), 21);
    for reply in at_once((0..20).map(|_| ana.delete(&at(film)))).await {
        reply.ok(204);
    }
    assert_eq!(titles(&ana).await.len(), 20);
}
