//! Where a sign-in ends.

use crate::stage::{BEGIN, Stage, person, return_to, sent_to};

#[tokio::test]
async fn a_sign_in_ends_on_the_page_that_it_began_on() {
    let stage = Stage::new().await;
    let ana = person("1", "ana@gmail.com");
    for (asked, place) in [
        ("/movies/7?tab=comments#top", "/movies/7?tab=comments#top"),
        ("/search?q=año", "/search?q=a%C3%B1o"),
        ("", "/"),
    ] {
        let back = stage.leave(&stage.app.visitor(), &return_to(asked), &ana).await;
        sent_to(&back.arrive().await, place);
    }
}

#[tokio::test]
async fn no_sign_in_ends_on_another_site() {
    let stage = Stage::new().await;
    let ana = person("1", "ana@gmail.com");
    for evil in [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/%2f%2fevil.example",
        "/\t/evil.example",
        "/\r\nlocation: https://evil.example",
        "/..//evil.example",
        "javascript:alert(1)",
        "/api/oauth/google?link=true",
    ] {
        let back = stage.leave(&stage.app.visitor(), &return_to(evil), &ana).await;
        sent_to(&back.arrive().await, "/");
    }
    let long = return_to(&format!("/{}", "a".repeat(3000)));
    sent_to(&stage.leave(&stage.app.visitor(), &long, &ana).await.arrive().await, "/");
}

#[tokio::test]
async fn the_page_cannot_be_changed_on_the_way() {
    let stage = Stage::new().await;
    let mut back = stage.leave(&stage.app.visitor(), &return_to("/a"), &person("1", "ana@gmail.com")).await;
    back.path.push_str("&return_to=/b");
    sent_to(&back.arrive().await, "/a");
}

#[tokio::test]
async fn nothing_of_the_site_stands_in_the_address_at_the_provider_but_what_must() {
    let stage = Stage::new().await;
    let begun = stage.app.visitor().get(&format!("{BEGIN}{}", return_to("/secret-page"))).await;
    let place = begun.header("location").unwrap();
    assert!(!place.contains("secret"), "{place}");
    let held = begun.cookie("km_oauth").unwrap();
    assert!(!place.contains(&held), "the browser's secret stays here");
}
