//! `GET /sitemap.xml`

use std::time::Duration;

use kenmovie_common::MovieId;
use kenmovie_common::domain::MovieDraft;
use kenmovie_testkit::{Client, TestApp};

use crate::text;

/// The addresses that a sitemap names.
fn places(xml: &str) -> Vec<String> {
    xml.split("<loc>").skip(1).map(|rest| rest.split_once("</loc>").unwrap().0.to_owned()).collect()
}

async fn sitemap(visitor: &Client, path: &str) -> String {
    let reply = visitor.get(path).await;
    assert_eq!(reply.header("content-type"), Some("application/xml"));
    assert_eq!(reply.header("cache-control"), Some("public, max-age=3600"));
    text(reply.ok(200))
}

/// The path at this site of an address that its sitemap names.
fn path(place: &str) -> &str {
    place.strip_prefix("https://kenmovie.example").unwrap()
}

#[tokio::test]
async fn the_index_leads_to_sheets_that_together_name_every_film_once() {
    let app = TestApp::secure().await;
    let films = 10_003;
    let now = kenmovie_common::ports::Clock::now(app.clock.as_ref());
    let film = |number: u32| MovieDraft { title: format!("Película {number}"), ..MovieDraft::default() };
    let batch: Vec<_> = (0..films).map(|number| (MovieId::new(now, app.random()), film(number))).collect();
    let mut expected: Vec<String> =
        batch.iter().map(|(id, _)| format!("https://kenmovie.example/films/{id}")).collect();
    expected.sort();
    for part in batch.chunks(1_000) {
        app.store.import_movies(part.to_vec(), now).await.unwrap();
    }
    let visitor = app.visitor();
    let index = sitemap(&visitor, "/sitemap.xml").await;
    assert!(index.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex "), "{index}");
    let sheets = places(&index);
    assert_eq!(sheets.len(), 2, "{index}");
    let mut named = Vec::new();
    for sheet in &sheets {
        let xml = sitemap(&visitor, path(sheet)).await;
        assert!(xml.contains("<urlset ") && xml.len() < 2_000_000);
        named.extend(places(&xml));
    }
    assert_eq!(named, expected);
}

#[tokio::test]
async fn a_sheet_names_films_at_once_and_the_index_new_sheets_within_the_hour() {
    let app = TestApp::secure().await;
    let visitor = app.visitor();
    assert_eq!(places(&sitemap(&visitor, "/sitemap.xml").await), [""; 0]);
    let film = app.movie("Roma").await;
    let sheet = format!("https://kenmovie.example/sitemap.xml?from={film}");
    assert_eq!(places(&sitemap(&visitor, "/sitemap.xml").await), [""; 0]);
    app.clock.advance(Duration::from_hours(1));
    assert_eq!(places(&sitemap(&visitor, "/sitemap.xml").await), std::slice::from_ref(&sheet));
    app.clock.advance(Duration::from_secs(1));
    let other = app.movie("Amarcord").await;
    let named = [film, other].map(|id| format!("https://kenmovie.example/films/{id}"));
    assert_eq!(places(&sitemap(&visitor, path(&sheet)).await), named);
    // The sheet is a stretch: it stays where its first film was.
    app.admin().await.delete(&format!("/api/movies/{film}")).await.ok(204);
    assert_eq!(places(&sitemap(&visitor, path(&sheet)).await), named[1..]);
}

#[tokio::test]
async fn a_sheet_that_is_none_is_a_problem() {
    let app = TestApp::new().await;
    for from in ["1", "x", "01890A5D-AC96-774B-BCCE-B302099A8057", "%00"] {
        let reply = app.visitor().get(&format!("/sitemap.xml?from={from}")).await;
        reply.invalid(&["from invalid_format"]);
    }
}
