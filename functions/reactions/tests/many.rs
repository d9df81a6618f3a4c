//! Fifty people at the same time.

use kenmovie_testkit::{Client, TestApp};
use serde_json::{Value, json};

use crate::{at, comment, dislike, like};

const PEOPLE: usize = 50;
const ACTS: u64 = 24;

async fn people(app: &TestApp) -> Vec<Client> {
    let mut people = Vec::new();
    for _ in 0..PEOPLE {
        people.push(app.user().await);
    }
    people
}

/// Everybody votes on one of these things after another, back and forth, all at the same time.
async fn toggle(people: &[Client], things: &[String]) {
    let running: Vec<_> = (0_u64..)
        .zip(people)
        .map(|(number, person)| {
            let (person, things) = (person.clone(), things.to_vec());
            tokio::spawn(async move {
                let mut dice = number;
                for _ in 0..ACTS {
                    dice =
                        dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    let thing = &things[usize::try_from(dice >> 40).unwrap() % things.len()];
                    let reply = match (dice >> 33) % 3 {
                        0 => person.put(&at(thing), &like()).await,
                        1 => person.put(&at(thing), &dislike()).await,
                        _ => person.delete(&at(thing)).await,
                    };
                    reply.ok(200);
                }
            })
        })
        .collect();
    for one in running {
        one.await.unwrap();
    }
}

/// The likes and dislikes that a thing shows equal those that its voters see as theirs.
async fn settled(app: &TestApp, people: &[Client], things: &[String]) {
    let mut votes = 0_u64;
    for thing in things {
        let mut counted = [0_u64; 2];
        for person in people {
            match person.get(thing).await.ok(200)["mine"].get("reaction").and_then(Value::as_str) {
                Some("like") => counted[0] += 1,
                Some("dislike") => counted[1] += 1,
                other => assert_eq!(other, None),
            }
        }
        let shown = app.visitor().get(thing).await.ok(200);
        assert_eq!(shown["reactions"], json!({"likes": counted[0], "dislikes": counted[1]}), "{thing}");
        votes += counted[0] + counted[1];
    }
    assert!(votes > 0, "nobody's vote was left");
    assert_eq!(app.store.verify_counters().await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_people_who_toggle_on_one_film_leave_exact_counters() {
    let app = TestApp::new().await;
    let people = people(&app).await;
    let things = [format!("/api/movies/{}", app.movie("Viridiana").await)];
    toggle(&people, &things).await;
    settled(&app, &people, &things).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_people_who_toggle_on_one_comment_leave_exact_counters() {
    let app = TestApp::new().await;
    let people = people(&app).await;
    let movie = format!("/api/movies/{}", app.movie("Viridiana").await);
    let things = [comment(&people[0], &movie).await];
    toggle(&people, &things).await;
    settled(&app, &people, &things).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_people_who_toggle_on_many_things_leave_exact_counters() {
    let app = TestApp::new().await;
    let people = people(&app).await;
    let mut things = Vec::new();
    for person in people.iter().take(5) {
        let movie = format!("/api/movies/{}", app.movie("Viridiana").await);
        things.push(comment(person, &movie).await);
        things.push(movie);
    }
    toggle(&people, &things).await;
    settled(&app, &people, &things).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_in_fifty_tabs_has_one_vote() {
    let app = TestApp::new().await;
    let person = app.user().await;
    let things = [format!("/api/movies/{}", app.movie("Viridiana").await)];
    person.put(&at(&things[0]), &like()).await.ok(200);
    toggle(&vec![person.clone(); PEOPLE], &things).await;
    let shown = person.get(&things[0]).await.ok(200);
    let votes =
        shown["reactions"]["likes"].as_u64().unwrap() + shown["reactions"]["dislikes"].as_u64().unwrap();
    assert_eq!(votes, u64::from(shown["mine"].get("reaction").is_some()));
    assert_eq!(app.store.verify_counters().await.unwrap(), []);
}
