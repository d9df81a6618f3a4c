//! `PUT` and `DELETE` of `/api/account/avatar`

use kenmovie_common::domain::Media;
use kenmovie_testkit::{NOBODYS_ID, TestApp, at_once, picture};
use serde_json::json;

use crate::account;

const AVATAR: &str = "/api/account/avatar";

#[tokio::test]
async fn an_upload_becomes_the_avatar_until_another_does_or_none_is_wanted() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    for _ in 0..2 {
        let id = ana.uploads("avatar", picture(300, 200)).await;
        for _ in 0..2 {
            let changed = ana.put(AVATAR, &json!({ "media_id": id })).await.ok(200);
            assert_eq!(changed["avatar_url"], Media::url(id));
            assert_eq!(account(&ana).await, changed);
        }
        let shown = app.visitor().get(&format!("/api/users/{}", ana.id())).await.ok(200);
        assert_eq!(shown["avatar_url"], Media::url(id));
    }
    for _ in 0..2 {
        assert_eq!(ana.delete(AVATAR).await.ok(200).get("avatar_url"), None);
    }
    assert_eq!(account(&ana).await.get("avatar_url"), None);
}

#[tokio::test]
async fn a_picture_that_is_not_ones_own_or_not_for_that_is_no_avatar() {
    let app = TestApp::new().await;
    let (ana, bea) = (app.user().await, app.user().await);
    let hers = bea.uploads("avatar", picture(30, 20)).await;
    bea.put(AVATAR, &json!({ "media_id": hers })).await.ok(200);
    let message = ana.uploads("message", picture(30, 20)).await;
    let gone = ana.uploads("avatar", picture(30, 20)).await;
    ana.put(AVATAR, &json!({ "media_id": gone })).await.ok(200);
    ana.delete(AVATAR).await.ok(200);
    for id in [hers.to_string(), message.to_string(), gone.to_string(), NOBODYS_ID.to_owned()] {
        ana.put(AVATAR, &json!({ "media_id": id })).await.invalid(&["media_id invalid_value"]);
    }
    ana.put(AVATAR, &json!({ "media_id": "x" })).await.invalid(&["media_id invalid_format"]);
    assert_eq!(account(&ana).await.get("avatar_url"), None);
    app.visitor().put(AVATAR, &json!({ "media_id": hers })).await.problem(401, "unauthenticated");
    assert_eq!(account(&bea).await["avatar_url"], Media::url(hers));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_avatars_at_once_one_stays() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let mut uploads = Vec::new();
    for _ in 0..6 {
        uploads.push(ana.uploads("avatar", picture(30, 20)).await);
    }
    let sent = uploads.iter().map(|id| ana.put(AVATAR, &json!({ "media_id": id })));
    for reply in at_once(sent).await {
        reply.ok(200);
    }
    let mut seen = 0;
    for id in &uploads {
        let is_seen = app.visitor().get(&Media::url(*id)).await.status == 302;
        assert_eq!(is_seen, account(&ana).await["avatar_url"] == Media::url(*id));
        seen += usize::from(is_seen);
    }
    assert_eq!(seen, 1);
}
