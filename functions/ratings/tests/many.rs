//! Many scores at the same time.

use kenmovie_testkit::{TestApp, at_once};
use serde_json::{Value, json};

use crate::{at, rating_of, ratings, score, settled};

#[tokio::test(flavor = "multi_thread")]
async fn fifty_people_who_change_their_minds_at_once_leave_exact_ratings() {
    let app = TestApp::new().await;
    let movie = app.movie("Viridiana").await;
    let mut people = Vec::new();
    for _ in 0..50 {
        people.push(app.user().await);
    }
    for round in 0..4 {
        let sent = people.iter().zip(0_u64..).map(|(person, number)| match (number + round) % 4 {
            0 => person.delete(&rating_of(movie)),
            _ => person.put(&rating_of(movie), &score((number * 7 + round) % 10 + 1)),
        });
        for reply in at_once(sent).await {
            reply.ok(200);
        }
    }
    let mut left = Vec::new();
    for person in &people {
        left.extend(person.get(&at(movie)).await.ok(200)["mine"].get("rating").and_then(Value::as_u64));
    }
    assert!(!left.is_empty());
    assert_eq!(app.visitor().get(&at(movie)).await.ok(200)["rating"], ratings(&left));
    settled(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_in_thirty_tabs_has_one_score() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Viridiana").await);
    let sent = (0..30).map(|number| ana.put(&rating_of(movie), &score(number % 10 + 1)));
    for reply in at_once(sent).await {
        assert_eq!(reply.ok(200)["count"], 1);
    }
    let shown = ana.get(&at(movie)).await.ok(200);
    let own = shown["mine"]["rating"].as_u64().unwrap();
    assert_eq!(shown["rating"], ratings(&[own]));
    settled(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn scores_and_votes_of_one_film_at_once_are_both_exact() {
    let app = TestApp::new().await;
    let movie = app.movie("Viridiana").await;
    let reaction = format!("/api/movies/{movie}/reaction");
    let mut people = Vec::new();
    for _ in 0..20 {
        people.push(app.user().await);
    }
    let (like, eight) = (json!({ "value": "like" }), score(8));
    let sent = people
        .iter()
        .flat_map(|person| [person.put(&reaction, &like), person.put(&rating_of(movie), &eight)]);
    for reply in at_once(sent).await {
        reply.ok(200);
    }
    let shown = app.visitor().get(&at(movie)).await.ok(200);
    assert_eq!((&shown["reactions"]["likes"], &shown["rating"]), (&json!(20), &ratings(&[8; 20])));
    settled(&app).await;
}
