//! A signed-in person adds the provider's account to theirs.

use std::time::Duration;

use kenmovie_common::auth::Preset;

use crate::stage::{BEGIN, Stage, person, sent_to, turned_away};

const LINK: &str = "?link=true&return_to=/account";

#[tokio::test]
async fn it_is_added_whatever_its_address_and_opens_the_account_from_then_on() {
    let stage = Stage::new().await;
    let browser = stage.register("ana@example.com").await;
    let id = stage.account_of("ana@example.com").await.unwrap().id.to_string();
    let google = person("1", "otra@gmail.com");
    let reply = stage.leave(&browser, LINK, &google).await.arrive().await;
    sent_to(&reply, "/account");
    assert_eq!(reply.cookie("km_access"), None, "the session goes on as it was");
    assert_eq!(stage.who(&stage.sign_in(&google).await).await["id"], id);
    assert!(stage.account_of("otra@gmail.com").await.is_none());
    sent_to(&stage.leave(&browser, LINK, &google).await.arrive().await, "/account");
}

#[tokio::test]
async fn one_that_is_somebody_elses_is_not() {
    let stage = Stage::new().await;
    let google = person("1", "ana@gmail.com");
    let owner = stage.who(&stage.sign_in(&google).await).await;
    let browser = stage.register("eva@example.com").await;
    turned_away(&stage.leave(&browser, LINK, &google).await.arrive().await, "provider_taken");
    assert_eq!(stage.who(&stage.sign_in(&google).await).await["id"], owner["id"]);
}

#[tokio::test]
async fn only_somebody_who_has_just_shown_who_they_are_may() {
    let stage = Stage::new().await;
    let browser = stage.app.user().await;
    let link = format!("{BEGIN}{LINK}");
    turned_away(&stage.app.visitor().get(&link).await, "unauthenticated");
    stage.app.clock.advance(Duration::from_mins(10));
    assert!(browser.get(&link).await.header("location").unwrap().starts_with(stage.provider.issuer()));
    stage.app.clock.advance(Duration::from_secs(1));
    turned_away(&browser.get(&link).await, "reauthentication_required");
}

#[tokio::test]
async fn a_link_on_another_site_does_not_begin_it() {
    let stage = Stage::new().await;
    let user = stage.app.person(kenmovie_common::domain::Role::User).await;
    for site in ["cross-site", "same-site", "odd"] {
        let browser = stage.app.signed_in(&user).await;
        let reply = browser.get(&format!("{BEGIN}{LINK}")).header("sec-fetch-site", site).await;
        turned_away(&reply, "csrf");
    }
}

#[tokio::test]
async fn a_machine_does_not_begin_it() {
    let stage = Stage::new().await;
    let user = stage.app.person(kenmovie_common::domain::Role::User).await;
    let machine = stage.app.machine(&user, Preset::Site).await;
    turned_away(&machine.get(&format!("{BEGIN}{LINK}")).await, "insufficient_scope");
}

#[tokio::test]
async fn whoever_comes_back_must_be_who_left() {
    let stage = Stage::new().await;
    let google = person("1", "ana@gmail.com");
    let ana = stage.register("ana@example.com").await;
    let eva = stage.register("eva@example.com").await;
    let back = stage.leave(&ana, LINK, &google).await;
    turned_away(&eva.clone().with("cookie", &back.cookie).get(&back.path).await, "unauthenticated");
    let back = stage.leave(&ana, LINK, &google).await;
    let visitor = stage.app.visitor().with("cookie", &back.cookie);
    turned_away(&visitor.get(&back.path).await, "unauthenticated");
    let back = stage.leave(&ana, LINK, &google).await;
    ana.delete("/api/session").await.ok(204);
    stage.app.clock.advance(Duration::from_secs(10));
    turned_away(&back.arrive().await, "unauthenticated");
    let account = stage.who(&stage.sign_in(&google).await).await;
    assert_eq!(account["email"], "ana@gmail.com", "it was linked to nobody");
}

#[tokio::test]
async fn a_sign_in_under_way_links_nothing_to_whoever_is_signed_in() {
    let stage = Stage::new().await;
    let ana = stage.register("ana@example.com").await;
    let back = stage.leave(&ana, "", &person("1", "eva@gmail.com")).await;
    assert_eq!(stage.who(&back.arrive().await).await["email"], "eva@gmail.com");
}
