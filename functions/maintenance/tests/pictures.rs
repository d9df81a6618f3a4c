//! Pictures that nobody uses.

use std::time::Duration;

use kenmovie_common::MediaId;
use kenmovie_common::domain::{Media, MediaPurpose};
use kenmovie_common::ports::Clock as _;
use kenmovie_maintenance::{maintain, sweep_pictures};
use kenmovie_testkit::{Client, PASSWORD, TestApp, picture};
use serde_json::json;

const AVATAR: &str = "/api/account/avatar";

async fn swept(app: &TestApp) -> u64 {
    sweep_pictures(app.store.as_ref(), app.blobs.as_ref(), app.clock.as_ref()).await.unwrap()
}

/// How many files there are of a picture.
async fn files(app: &TestApp, id: MediaId) -> usize {
    let mut files = 0;
    for key in [Media::upload_key(id), Media::copy_key(id)] {
        files += usize::from(app.blobs.get(&key, Media::MAX_BYTES).await.unwrap().is_some());
    }
    files
}

async fn avatar(ana: &Client) -> MediaId {
    let id = ana.uploads("avatar", picture(30, 20)).await;
    ana.put(AVATAR, &json!({ "media_id": id })).await.ok(200);
    id
}

#[tokio::test]
async fn what_was_never_used_goes_after_an_hour_and_what_is_used_stays() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let used = avatar(&ana).await;
    let uploaded = ana.uploads("message", picture(30, 20)).await;
    let ready = ana.uploads("avatar", picture(30, 20)).await;
    let intake = kenmovie_pictures::Intake::new(
        app.store.clone(),
        app.blobs.clone(),
        kenmovie_pictures::Tidier::default(),
    );
    intake.take(ana.id(), ready, MediaPurpose::Avatar, app.clock.now()).await.unwrap();
    ana.asks_to_upload("message", 10).await;
    app.clock.advance(Media::UNUSED);
    assert_eq!(swept(&app).await, 0);
    app.clock.advance(Duration::from_millis(1));
    assert_eq!(swept(&app).await, 3);
    for (id, left) in [(used, 1), (uploaded, 0), (ready, 0)] {
        assert_eq!(files(&app, id).await, left);
        assert_eq!(app.store.media(id).await.unwrap().is_some(), left == 1);
    }
    assert_eq!(swept(&app).await, 0);
    assert_eq!(app.visitor().get(&Media::url(used)).await.status, 302);
}

#[tokio::test]
async fn the_avatar_of_before_goes_at_once_and_its_record_when_nothing_can_be_uploaded_any_more() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let before = avatar(&ana).await;
    let now = avatar(&ana).await;
    assert_eq!(swept(&app).await, 0);
    assert_eq!((files(&app, before).await, files(&app, now).await), (0, 1));
    app.clock.advance(Media::UPLOAD + Duration::from_millis(1));
    assert_eq!(swept(&app).await, 1);
    assert_eq!(swept(&app).await, 0);
    assert_eq!(files(&app, now).await, 1);
}

#[tokio::test]
async fn of_whoever_is_no_more_no_picture_is_left_nor_one_that_comes_after() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let used = avatar(&ana).await;
    let bytes = picture(30, 20);
    let late = ana.asks_to_upload("message", bytes.len()).await;
    ana.delete("/api/account").json(&json!({ "password": PASSWORD })).await.ok(204);
    app.clock.advance(Duration::from_mins(2));
    maintain(app.store.as_ref(), app.clock.as_ref()).await.unwrap();
    assert_eq!(swept(&app).await, 0);
    assert_eq!(files(&app, used).await, 0);
    let url = late["upload"]["url"].as_str().unwrap();
    app.visitor().request("PUT", url).raw("image/png", bytes).await.ok(200);
    let late = late["media_id"].as_str().unwrap().parse().unwrap();
    assert_eq!(files(&app, late).await, 1);
    app.clock.advance(Media::UPLOAD);
    assert_eq!(swept(&app).await, 2);
    assert_eq!(files(&app, late).await, 0);
}

#[tokio::test]
async fn more_than_a_batch_goes_in_one_call() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    for _ in 0..130 {
        ana.asks_to_upload("message", 10).await;
    }
    app.clock.advance(Media::UNUSED + Duration::from_millis(1));
    assert_eq!(swept(&app).await, 130);
}
