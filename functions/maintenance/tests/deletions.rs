//! Deletions of accounts that stopped half way.

use kenmovie_common::domain::Role;
use kenmovie_common::ports::Clock as _;
use kenmovie_maintenance::maintain;
use kenmovie_testkit::TestApp;
use serde_json::json;

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
    assert_eq!(maintain(app.store.as_ref(), app.clock.now()).await.unwrap(), 1);
    assert_eq!(app.store.unfinished_deletions(10).await.unwrap(), []);
    assert_eq!(app.store.records_of(ana.id).await.unwrap(), []);
    assert_eq!(app.store.verify_counters().await.unwrap(), []);
    assert_eq!(app.visitor().get(&comments).await.ok(200)["items"].as_array().map(Vec::len), Some(3));
    assert_eq!(maintain(app.store.as_ref(), app.clock.now()).await.unwrap(), 0);
}
