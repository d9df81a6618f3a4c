//! From the wish to upload to our own copy.

use std::time::Duration;

use kenmovie_common::domain::{Media, MediaPurpose, MediaState, PictureSize};
use kenmovie_common::http::{FieldCode, Problem};
use kenmovie_common::ports::Clock as _;
use kenmovie_testkit::{TestApp, picture};
use serde_json::json;

use crate::{AVATAR, MEDIA, intake, taken};

fn code(taken: Result<(), Problem>) -> FieldCode {
    match taken {
        Err(Problem::Invalid(faults)) => faults[0].code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_upload_is_told_its_address_its_headers_and_its_time() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let asked = ana.asks_to_upload("message", 1234).await;
    let upload = &asked["upload"];
    assert_eq!(
        (&upload["method"], &upload["headers"], &upload["expires_at"]),
        (&json!("PUT"), &json!({ "content-type": "image/png" }), &json!("2026-01-01T12:10:00.000Z"))
    );
    let id = asked["media_id"].as_str().unwrap();
    assert!(upload["url"].as_str().unwrap().starts_with(&format!("/media/uploads/{id}?")));
    let known = app.store.media(id.parse().unwrap()).await.unwrap().unwrap();
    assert_eq!((known.owner, known.state, known.size), (ana.id(), MediaState::Awaited, 1234));
    assert_eq!((known.purpose, known.shared_with), (MediaPurpose::Message, None));
}

#[tokio::test]
async fn a_picture_is_taken_in_when_it_is_used_and_its_upload_is_gone() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let id = ana.uploads("message", picture(3000, 1000)).await;
    assert!(app.blobs.get(&Media::upload_key(id), 100_000).await.unwrap().is_some());
    for _ in 0..2 {
        taken(&app, &ana, id, MediaPurpose::Message).await.unwrap();
        let size = PictureSize { width: 2048, height: 683 };
        assert_eq!(app.store.media(id).await.unwrap().unwrap().state, MediaState::Ready(size));
        assert_eq!(app.blobs.get(&Media::upload_key(id), 100_000).await.unwrap(), None);
        let copy = app.blobs.get(&Media::copy_key(id), 1_000_000).await.unwrap().unwrap();
        assert!(copy.starts_with(b"\xff\xd8\xff"));
    }
}

#[tokio::test]
async fn a_call_that_stopped_half_way_is_gone_on_with() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    // The copy stood, its record did not know of it.
    let id = ana.uploads("avatar", picture(300, 300)).await;
    app.blobs.put(&Media::copy_key(id), b"half").await.unwrap();
    taken(&app, &ana, id, MediaPurpose::Avatar).await.unwrap();
    assert!(app.blobs.get(&Media::copy_key(id), 100_000).await.unwrap().unwrap().starts_with(b"\xff\xd8"));
    // The record knew of it, and the upload lay on.
    let id = ana.uploads("avatar", picture(300, 300)).await;
    app.blobs.put(&Media::copy_key(id), b"copy").await.unwrap();
    app.store.finish_media(id, PictureSize { width: 256, height: 256 }).await.unwrap();
    taken(&app, &ana, id, MediaPurpose::Avatar).await.unwrap();
    assert_eq!(app.blobs.get(&Media::copy_key(id), 100).await.unwrap().as_deref(), Some(&b"copy"[..]));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_picture_taken_by_many_at_once_is_taken() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let (intake, now) = (intake(&app), app.clock.now());
    let id = ana.uploads("avatar", picture(500, 400)).await;
    let all: Vec<_> = (0..8)
        .map(|_| {
            let (intake, owner) = (intake.clone(), ana.id());
            tokio::spawn(async move { intake.take(owner, id, MediaPurpose::Avatar, now).await })
        })
        .collect();
    for one in all {
        one.await.unwrap().unwrap();
    }
    assert!(app.blobs.get(&Media::copy_key(id), 100_000).await.unwrap().is_some());
}

#[tokio::test]
async fn only_its_owners_upload_for_that_purpose_in_time_is_taken() {
    let app = TestApp::new().await;
    let (ana, bea) = (app.user().await, app.user().await);
    let id = ana.uploads("message", picture(30, 30)).await;
    assert_eq!(code(taken(&app, &bea, id, MediaPurpose::Message).await), FieldCode::InvalidValue);
    assert_eq!(code(taken(&app, &ana, id, MediaPurpose::Avatar).await), FieldCode::InvalidValue);
    let none = ana.asks_to_upload("message", 10).await["media_id"].as_str().unwrap().parse().unwrap();
    assert_eq!(code(taken(&app, &ana, none, MediaPurpose::Message).await), FieldCode::InvalidValue);
    app.clock.advance(Media::UNUSED.checked_sub(Duration::from_mins(4)).unwrap());
    assert_eq!(code(taken(&app, &ana, id, MediaPurpose::Message).await), FieldCode::InvalidValue);
}

#[tokio::test]
async fn what_is_no_picture_is_refused_and_removed() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let whole = picture(40, 40);
    for bytes in [b"<svg onload='alert(1)'/>".to_vec(), vec![0; 100], whole[..whole.len() / 2].to_vec()] {
        let id = ana.uploads("message", bytes).await;
        assert_eq!(code(taken(&app, &ana, id, MediaPurpose::Message).await), FieldCode::UnreadablePicture);
        assert_eq!(app.blobs.get(&Media::upload_key(id), 1000).await.unwrap(), None);
        assert_eq!(app.blobs.get(&Media::copy_key(id), 1000).await.unwrap(), None);
        assert_eq!(code(taken(&app, &ana, id, MediaPurpose::Message).await), FieldCode::InvalidValue);
    }
    // Another length than was said, which no address takes.
    let id = ana.uploads("avatar", whole.clone()).await;
    app.blobs.put(&Media::upload_key(id), &[&whole[..], b"more"].concat()).await.unwrap();
    ana.put(AVATAR, &json!({ "media_id": id })).await.invalid(&["media_id unreadable_picture"]);
    assert_eq!(ana.get("/api/account").await.ok(200).get("avatar_url"), None);
}

#[tokio::test]
async fn every_bad_member_is_named_and_the_edges_are_known() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let plan =
        |size: serde_json::Value| json!({ "purpose": "message", "content_type": "image/jpeg", "size": size });
    for size in [1, 5_242_880] {
        ana.post(MEDIA, &plan(json!(size))).await.ok(201);
    }
    ana.post(MEDIA, &plan(json!(0))).await.invalid(&["size too_small"]);
    ana.post(MEDIA, &plan(json!(5_242_881))).await.invalid(&["size too_large"]);
    ana.post(MEDIA, &plan(json!(1.5))).await.invalid(&["size invalid_type"]);
    let bad = json!({ "purpose": "cover", "content_type": "image/svg+xml", "size": -1, "owner": ana.id() });
    ana.post(MEDIA, &bad).await.invalid(&[
        "purpose invalid_value",
        "content_type invalid_value",
        "size too_small",
        "owner unknown_field",
    ]);
    ana.post(MEDIA, &json!({})).await.invalid(&[
        "purpose required",
        "content_type required",
        "size required",
    ]);
}
