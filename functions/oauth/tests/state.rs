//! A callback is the end of a flow that this very browser began, once.

use std::time::Duration;

use crate::stage::{CALLBACK, Stage, person, sent_to, turned_away};

#[tokio::test]
async fn without_its_state_or_with_a_made_up_one_a_callback_is_refused() {
    let stage = Stage::new().await;
    let back = stage.leave(&stage.app.visitor(), "", &person("1", "ana@gmail.com")).await;
    let code = back.code();
    for query in [
        String::new(),
        format!("?code={code}"),
        format!("?code={code}&state="),
        format!("?code={code}&state={}", "a".repeat(43)),
        format!("?code={code}&state={}", "a".repeat(9_000)),
        format!("?code={code}&state={}x", back.state()),
        format!("?code={code}&state={}", back.state().to_lowercase()),
        format!("?code={code}&state=%00"),
        format!("?code={code}&state[$ne]=x"),
    ] {
        turned_away(&back.browser.get(&format!("{CALLBACK}{query}")).await, "state");
    }
    sent_to(&back.arrive().await, "/");
}

#[tokio::test]
async fn another_browser_cannot_end_it() {
    let stage = Stage::new().await;
    let back = stage.leave(&stage.app.visitor(), "", &person("1", "ana@gmail.com")).await;
    let other = stage.leave(&stage.app.visitor(), "", &person("2", "eva@gmail.com")).await;
    // The attacker's code in the victim's browser, and the other way round.
    turned_away(&other.browser.get(&back.path).await, "state");
    turned_away(&back.browser.get(&other.path).await, "state");
    turned_away(&stage.app.visitor().get(&back.path).await, "state");
    turned_away(&stage.app.visitor().with("cookie", "km_oauth=").get(&back.path).await, "state");
    let forged = format!("km_oauth={}", "a".repeat(43));
    turned_away(&stage.app.visitor().with("cookie", &forged).get(&back.path).await, "state");
    sent_to(&back.arrive().await, "/");
    sent_to(&other.arrive().await, "/");
}

#[tokio::test]
async fn it_ends_once() {
    let stage = Stage::new().await;
    let back = stage.leave(&stage.app.visitor(), "", &person("1", "ana@gmail.com")).await;
    sent_to(&back.arrive().await, "/");
    turned_away(&back.arrive().await, "state");
}

#[tokio::test]
async fn of_many_at_once_one_ends_it() {
    let stage = Stage::new().await;
    let back = stage.leave(&stage.app.visitor(), "", &person("1", "ana@gmail.com")).await;
    let replies = kenmovie_testkit::at_once((0..10).map(|_| back.browser.get(&back.path))).await;
    let signed_in = replies.iter().filter(|reply| reply.cookie("km_access").is_some()).count();
    assert_eq!(signed_in, 1);
}

#[tokio::test]
async fn it_has_to_end_within_ten_minutes() {
    let stage = Stage::new().await;
    let ana = person("1", "ana@gmail.com");
    let back = stage.leave(&stage.app.visitor(), "", &ana).await;
    stage.app.clock.advance(Duration::from_secs(599));
    sent_to(&back.arrive().await, "/");
    let back = stage.leave(&stage.app.visitor(), "", &ana).await;
    stage.app.clock.advance(Duration::from_mins(10));
    turned_away(&back.arrive().await, "state");
}

#[tokio::test]
async fn a_code_that_was_used_in_one_flow_is_no_good_in_another() {
    let stage = Stage::new().await;
    let ana = person("1", "ana@gmail.com");
    let used = stage.leave(&stage.app.visitor(), "", &ana).await;
    sent_to(&used.arrive().await, "/");
    let next = stage.leave(&stage.app.visitor(), "", &ana).await;
    let replayed = format!("{CALLBACK}?code={}&state={}", used.code(), next.state());
    turned_away(&next.browser.get(&replayed).await, "provider_refused");
}

#[tokio::test]
async fn a_code_of_somebody_elses_flow_is_no_good_in_ones_own() {
    let stage = Stage::new().await;
    let victim = stage.leave(&stage.app.visitor(), "", &person("1", "ana@gmail.com")).await;
    let own = stage.leave(&stage.app.visitor(), "", &person("2", "eva@gmail.com")).await;
    let injected = format!("{CALLBACK}?code={}&state={}", victim.code(), own.state());
    turned_away(&own.browser.get(&injected).await, "provider_refused");
}

#[tokio::test]
async fn a_no_of_the_person_or_of_the_provider_is_told_and_ends_the_flow() {
    let stage = Stage::new().await;
    for (error, code) in [
        ("error=access_denied", "provider_denied"),
        ("error=login_required&code=code-0", "provider_denied"),
        ("error=temporarily_unavailable", "provider_unavailable"),
        ("error=server_error", "provider_unavailable"),
        ("error=%3Cscript%3E", "provider_denied"),
        ("", "provider_refused"),
        ("code=", "provider_refused"),
        ("code=made-up", "provider_refused"),
    ] {
        let back = stage.leave(&stage.app.visitor(), "", &person("1", "ana@gmail.com")).await;
        let query = format!("{CALLBACK}?{error}&state={}", back.state());
        let reply = back.browser.get(&query).await;
        turned_away(&reply, code);
        assert_eq!(reply.cookie("km_oauth").as_deref(), Some(""), "{error}");
        turned_away(&back.arrive().await, "state");
    }
    assert!(stage.account_of("ana@gmail.com").await.is_none());
}
