//! Who sees a picture.

use std::time::Duration;

use kenmovie_common::domain::MediaPurpose;
use kenmovie_common::ports::{Clock as _, NewMessage};
use kenmovie_common::{MediaId, MessageId};
use kenmovie_testkit::{Client, MALFORMED_IDS, NOBODYS_ID, TestApp, picture};
use serde_json::json;

use crate::{AVATAR, taken};

fn at(id: MediaId) -> String {
    format!("/api/media/{id}")
}

/// A picture that one sent the other.
async fn sent(app: &TestApp, from: &Client, to: &Client) -> MediaId {
    let id = from.uploads("message", picture(30, 20)).await;
    taken(app, from, id, MediaPurpose::Message).await.unwrap();
    let now = app.clock.now();
    let message = NewMessage {
        id: MessageId::new(now, app.random()),
        from: from.id(),
        to: to.id(),
        client_id: "1".to_owned(),
        text: None,
        media: Some(id),
        now,
    };
    app.store.send_message(message).await.unwrap().unwrap();
    id
}

#[tokio::test]
async fn an_avatar_is_seen_by_everybody_through_an_address_of_five_minutes() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let id = ana.uploads("avatar", picture(300, 200)).await;
    let account = ana.put(AVATAR, &json!({ "media_id": id })).await.ok(200);
    assert_eq!(account["avatar_url"], at(id));
    for viewer in [&ana, &app.user().await, &app.visitor()] {
        let way = viewer.get(&at(id)).await;
        assert_eq!((way.status, way.header("cache-control")), (302, Some("private, max-age=240")));
        let url = way.header("location").unwrap().to_owned();
        let shown = app.visitor().get(&url).await;
        assert_eq!(shown.status, 200);
        for (name, value) in [
            ("content-type", "image/jpeg"),
            ("x-content-type-options", "nosniff"),
            ("content-disposition", "inline"),
            ("cache-control", "private, max-age=300"),
            ("content-security-policy", "default-src 'none'; sandbox"),
        ] {
            assert_eq!(shown.header(name), Some(value));
        }
        assert!(shown.body.as_str().unwrap().contains("JFIF"));
        app.visitor().request("PUT", &url).raw("image/jpeg", "x").await.ok(403);
        for changed in [
            url.replace("/pictures/", "/uploads/"),
            url.replace(".jpg", ""),
            url.replace("until=1", "until=2"),
        ] {
            app.visitor().get(&changed).await.ok(403);
        }
    }
    let url = ana.get(&at(id)).await.header("location").unwrap().to_owned();
    app.clock.advance(Duration::from_mins(5));
    app.visitor().get(&url).await.ok(403);
}

#[tokio::test]
async fn a_picture_in_a_message_is_seen_by_the_two_and_by_nobody_else() {
    let app = TestApp::new().await;
    let (ana, bea) = (app.user().await, app.user().await);
    let id = sent(&app, &ana, &bea).await;
    for one in [&ana, &bea] {
        let url = one.get(&at(id)).await.header("location").unwrap().to_owned();
        assert_eq!(one.get(&url).await.status, 200);
    }
    for stranger in [app.visitor(), app.user().await, app.admin().await] {
        stranger.get(&at(id)).await.problem(404, "not_found");
    }
}

#[tokio::test]
async fn what_is_not_used_or_used_no_more_is_not_there() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let first = ana.uploads("avatar", picture(30, 20)).await;
    ana.get(&at(first)).await.problem(404, "not_found");
    taken(&app, &ana, first, MediaPurpose::Avatar).await.unwrap();
    ana.get(&at(first)).await.problem(404, "not_found");
    ana.put(AVATAR, &json!({ "media_id": first })).await.ok(200);
    let second = ana.uploads("avatar", picture(30, 20)).await;
    ana.put(AVATAR, &json!({ "media_id": second })).await.ok(200);
    ana.get(&at(first)).await.problem(404, "not_found");
    ana.delete(AVATAR).await.ok(200);
    ana.get(&at(second)).await.problem(404, "not_found");
}

#[tokio::test]
async fn nothing_has_an_id_that_nobody_gave() {
    let app = TestApp::new().await;
    for id in [NOBODYS_ID].into_iter().chain(MALFORMED_IDS.into_iter().filter(|id| !id.is_empty())) {
        app.visitor().get(&format!("/api/media/{id}")).await.problem(404, "not_found");
    }
}
