//! Deletions that stopped half way.

use kenmovie_common::domain::{Deletion, Role};
use kenmovie_common::ports::{Clock as _, Edit, Erasure};
use kenmovie_maintenance::{Kept, maintain};
use kenmovie_testkit::TestApp;
use serde_json::{Value, json};

async fn finished(app: &TestApp) -> u64 {
    let Kept { finished, drifts } = maintain(app.store.as_ref(), app.clock.as_ref()).await.unwrap();
    assert_eq!(drifts, 0);
    finished
}

async fn settled(app: &TestApp) {
    assert_eq!(app.store.unfinished_deletions(10).await.unwrap(), []);
    assert_eq!(app.store.verify_counters().await.unwrap(), []);
    assert_eq!(finished(app).await, 0);
}

#[tokio::test]
async fn a_deletion_that_stopped_is_finished_and_nobody_else_loses_anything() {
    let app = TestApp::new().await;
    let film = app.movie("Arrebato").await;
    let comments = format!("/api/movies/{film}/comments");
    let (ana, bea) = (app.person(Role::User).await, app.user().await);
    let browser = app.signed_in(&ana).await;
    for number in 0..3 {
        let body = json!({ "body": format!("Palabra {number}.") });
        browser.post(&comments, &body).await.ok(201);
        bea.post(&comments, &body).await.ok(201);
    }
    app.store.begin_deletion(ana.id, ana.auth_epoch, app.clock.now()).await.unwrap().unwrap();
    assert_eq!(finished(&app).await, 0, "what is left is looked at once more, later");
    assert_eq!(app.visitor().get(&comments).await.ok(200)["items"].as_array().map(Vec::len), Some(3));
    app.clock.advance(Erasure::LINGER);
    assert_eq!(finished(&app).await, 1);
    assert_eq!(app.store.records_of(ana.id).await.unwrap(), []);
    settled(&app).await;
}

#[tokio::test]
async fn what_hung_on_a_deleted_film_goes_and_what_hangs_on_another_stays() {
    let app = TestApp::new().await;
    let person = app.person(Role::User).await;
    let ana = app.signed_in(&person).await;
    let [gone, kept] = [app.movie("Ida").await, app.movie("Vuelta").await];
    for film in [gone, kept] {
        let at = |rest: &str| format!("/api/movies/{film}/{rest}");
        let said = ana.post(&at("comments"), &json!({ "body": "Hola." })).await.ok(201);
        let said = format!("/api/comments/{}", said["id"].as_str().unwrap());
        ana.put(&format!("{said}/reaction"), &json!({ "value": "like" })).await.ok(200);
        ana.request("PUT", &format!("{said}/mute")).await.ok(204);
        ana.put(&at("reaction"), &json!({ "value": "like" })).await.ok(200);
        ana.put(&at("rating"), &json!({ "score": 9 })).await.ok(200);
        ana.request("PUT", &format!("/api/user-movies/{film}")).await.ok(204);
        ana.post(&at("reports"), &json!({ "reason": "spam" })).await.ok(201);
    }
    let held = app.store.records_of(person.id).await.unwrap().len();
    let begun = app.store.delete_movie(gone, None, app.clock.now()).await.unwrap();
    assert_eq!(begun, Edit::Done(()));
    app.visitor().get(&format!("/api/movies/{gone}")).await.problem(404, "not_found");
    assert_eq!(app.store.unfinished_deletions(10).await.unwrap(), [Deletion::Movie(gone)]);
    assert_eq!(finished(&app).await, 0);
    app.clock.advance(Erasure::LINGER);
    assert_eq!(finished(&app).await, 1);
    // The person, and of the other film its comment, three votes and scores, a mute, a place in the list, a report and what it hid.
    assert_eq!((held, app.store.records_of(person.id).await.unwrap().len()), (17, 9));
    let moderator = app.moderator().await;
    let cases: Vec<Value> = moderator.all("/api/reports").await;
    assert_eq!(cases.iter().map(|case| &case["target"]["movie_id"]).collect::<Vec<_>>(), [&json!(kept)]);
    settled(&app).await;
}
