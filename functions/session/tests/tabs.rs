//! Many tabs, and many at once.

use std::collections::HashSet;
use std::time::Duration;

use kenmovie_common::auth::TOKEN_LIFE;
use kenmovie_testkit::{TestApp, at_once};
use serde_json::json;

use crate::{PATH, PROTECTED, REFRESH, SignedIn, holding, refresh};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_tabs_that_renew_at_once_two_hundred_times_stay_signed_in() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    let mut secret = ana.refresh.clone();
    for round in 0..200 {
        app.clock.advance(TOKEN_LIFE);
        let tab = holding(&app, &secret);
        let replies = at_once([tab.post(REFRESH, &json!({})), tab.post(REFRESH, &json!({}))]).await;
        let next: HashSet<String> = replies.iter().filter_map(|reply| reply.cookie("km_refresh")).collect();
        assert_eq!(next.len(), 1, "round {round}: both hold the same secret");
        for reply in &replies {
            assert_eq!(reply.status, 200, "round {round}: {:#}", reply.body);
            app.visitor().browser(&reply.jar()).get(PROTECTED).await.ok(200);
        }
        secret = next.into_iter().next().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn thirty_at_once_with_one_secret_all_get_the_same_next() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    let tab = ana.browser(&app);
    let replies = at_once((0..30).map(|_| tab.post(REFRESH, &json!({})))).await;
    for reply in replies {
        assert_eq!(reply.cookie("km_refresh"), Some(ana.number(&app, 1)));
        reply.ok(200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_thirty_at_once_with_a_spent_secret_nobody_is_renewed() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    refresh(&ana.browser(&app)).await.ok(200);
    app.clock.advance(Duration::from_millis(10_001));
    let tab = ana.browser(&app);
    for reply in at_once((0..30).map(|_| tab.post(REFRESH, &json!({})))).await {
        reply.problem(401, "unauthenticated");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_signs_out_while_another_tab_renews_is_signed_out() {
    let app = TestApp::new().await;
    for round in 0..20 {
        let ana = SignedIn::new(&app).await;
        let browser = ana.browser(&app);
        let replies =
            at_once([browser.delete(PATH), browser.post(REFRESH, &json!({})), browser.delete(PATH)]).await;
        assert_eq!((replies[0].status, replies[2].status), (204, 204));
        for secret in [ana.refresh.clone(), ana.number(&app, 1)] {
            assert_eq!(refresh(&holding(&app, &secret)).await.status, 401, "round {round}");
        }
        let renewed = app.visitor().browser(&replies[1].jar());
        app.clock.advance(Duration::from_secs(8));
        assert_eq!(renewed.get(PROTECTED).await.status, 401, "round {round}");
    }
}

#[tokio::test]
async fn sessions_of_one_person_are_renewed_apart() {
    let app = TestApp::new().await;
    let laptop = SignedIn::new(&app).await;
    let phone = SignedIn::of(&app, laptop.user.clone()).await;
    refresh(&laptop.browser(&app)).await.ok(200);
    app.clock.advance(Duration::from_mins(1));
    refresh(&laptop.browser(&app)).await.problem(401, "unauthenticated");
    refresh(&phone.browser(&app)).await.ok(200);
}
