//! How long a session lives.

use std::time::Duration;

use kenmovie_common::domain::Session;
use kenmovie_testkit::TestApp;

use crate::{PROTECTED, SignedIn, clears, holding, refresh};

const DAY: Duration = Duration::from_hours(24);
const MOMENT: Duration = Duration::from_millis(1);

#[tokio::test]
async fn a_session_that_nobody_renews_ends_after_14_days() {
    assert_eq!(Session::IDLE, 14 * DAY);
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    app.clock.advance((14 * DAY).saturating_sub(MOMENT));
    let bea = refresh(&ana.only_refresh(&app)).await;
    assert_eq!(bea.status, 200);
    app.clock.advance(14 * DAY);
    let reply = refresh(&holding(&app, &ana.number(&app, 1))).await;
    assert!(clears(&reply));
    reply.problem(401, "unauthenticated");
}

#[tokio::test]
async fn no_session_lives_longer_than_60_days() {
    assert_eq!(Session::LIFE, 60 * DAY);
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    for number in 0..5 {
        app.clock.advance(10 * DAY);
        refresh(&holding(&app, &ana.number(&app, number))).await.ok(200);
    }
    app.clock.advance((10 * DAY).saturating_sub(Duration::from_mins(1)));
    let last = refresh(&holding(&app, &ana.number(&app, 5))).await;
    let line = &last.cookies()[1];
    assert!(line.contains("; Max-Age=60;"), "the cookie ends with the session: {line}");
    let browser = app.visitor().browser(&last.jar());
    browser.get(PROTECTED).await.ok(200);
    app.clock.advance(Duration::from_mins(1));
    refresh(&browser).await.problem(401, "unauthenticated");
    browser.get(PROTECTED).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn the_cookie_lasts_as_long_as_the_session_may() {
    let app = TestApp::new().await;
    let ana = SignedIn::new(&app).await;
    let max_age =
        |line: &str| line.split("Max-Age=").nth(1).and_then(|rest| rest.split(';').next()).map(str::to_owned);
    for (number, days) in [(0, 14), (1, 14), (2, 14), (3, 14), (4, 10)] {
        let reply = refresh(&holding(&app, &ana.number(&app, number))).await;
        assert_eq!(max_age(&reply.cookies()[1]), Some((days * DAY.as_secs()).to_string()), "{number}");
        assert_eq!(max_age(&reply.cookies()[0]), Some("900".to_owned()));
        app.clock.advance(Duration::from_secs(DAY.as_secs() * 25 / 2));
    }
}
