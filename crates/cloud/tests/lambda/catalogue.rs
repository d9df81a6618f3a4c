//! The catalogue, and what holds for every function's answers.

use serde_json::{Value, json};

use crate::events::Event;
use crate::site::Site;

/// What the authorizer says of an administrator.
pub(crate) fn administrator() -> Value {
    json!({
        "verdict": "ok",
        "sub": "01890a5d-ac96-774b-bcce-b302099a8057",
        "sid": "01890a5d-ac97-7c3e-8a11-7d5f5c1e9b42",
        "client": "web",
        "scope": "movies:create movies:update movies:delete",
        "auth_time": 1_795_253_000,
        "expires_at": 1_795_253_900,
    })
}

/// Makes a film; its id.
pub(crate) async fn film(site: &Site, title: &str) -> String {
    let event =
        Event::new("POST", "/api/movies").body(&json!({ "title": title })).authorized(&administrator());
    let made = site.ask("movies", event).await.assert(201);
    made.body()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_visitor_sees_a_page_that_may_be_kept_and_asks_again_for_nothing() {
    let site = Site::with(&["movies"]).await;
    for title in ["Alien", "Brazil", "Cléo de 5 à 7"] {
        film(&site, title).await;
    }
    let path = "/api/movies?sort=title&limit=2";
    let page = site.ask("movies", Event::new("GET", path)).await.assert(200);
    let titles: Vec<Value> =
        page.body()["items"].as_array().unwrap().iter().map(|one| one["title"].clone()).collect();
    assert_eq!(titles, ["Alien", "Brazil"]);
    assert!(page.header("cache-control").unwrap().starts_with("public, max-age="));
    let cursor = page.body()["next"].as_str().unwrap().to_owned();
    let rest = site.ask("movies", Event::new("GET", &format!("{path}&cursor={cursor}"))).await.assert(200);
    assert_eq!(rest.body()["items"][0]["title"], "Cléo de 5 à 7");

    let tag = page.header("etag").unwrap();
    site.ask("movies", Event::new("GET", path).header("if-none-match", tag)).await.assert(304);
}

#[tokio::test]
async fn a_films_page_is_written_into_the_index_that_was_packaged_with_the_function() {
    let site = Site::with(&["movies", "page"]).await;
    let film = film(&site, "Cléo de 5 à 7").await;
    let page = site.ask("page", Event::new("GET", &format!("/films/{film}"))).await.assert(200);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    let text = page.text();
    assert!(text.contains("<title>Cléo de 5 à 7 · KenMovie</title>"), "{text}");
    assert!(text.contains("<h1>Cléo de 5 à 7</h1>") && text.contains("src=\"/theme.js\""), "{text}");
    let lost = site.ask("page", Event::new("GET", "/films/unknown")).await.assert(404);
    assert!(lost.text().contains("<title>KenMovie</title>"));
    let index = site.ask("page", Event::new("GET", "/sitemap.xml")).await.assert(200);
    let sheet = format!("/sitemap.xml?from={film}");
    assert!(
        index.text().contains(&format!("<loc>https://kenmovie.example{sheet}</loc>")),
        "{}",
        index.text()
    );
    let sheet = site.ask("page", Event::new("GET", &sheet)).await.assert(200);
    let place = format!("<loc>https://kenmovie.example/films/{film}</loc>");
    assert!(sheet.text().contains(&place), "{}", sheet.text());
    let robots = site.ask("page", Event::new("GET", "/robots.txt")).await.assert(200);
    assert!(robots.text().contains("Sitemap: https://kenmovie.example/sitemap.xml"));
}

#[tokio::test]
async fn queries_are_read_however_they_are_written() {
    let site = Site::with(&["movies"]).await;
    film(&site, "Cléo de 5 à 7").await;
    for query in ["q=cl%C3%A9o", "q=cleo+de", "q=cleo%20\"5\"", "q=<cleo>", "q=Cléo"] {
        let found = site.ask("movies", Event::new("GET", &format!("/api/movies?{query}"))).await.assert(200);
        assert_eq!(found.body()["items"].as_array().unwrap().len(), 1, "{query}");
    }
    site.ask("movies", Event::new("GET", "/api/movies?limit=0"))
        .await
        .assert_problem(422, "validation_failed");
}

#[tokio::test]
async fn unknown_addresses_and_methods_are_problems_of_the_contract() {
    let site = Site::with(&["movies", "service"]).await;
    for path in ["/", "/api", "/api/nowhere", "/api/movies/../secrets", "/api/Ünbekannt x#y"] {
        let lost = site.ask("service", Event::new("GET", path)).await.assert_problem(404, "not_found");
        assert!(lost.header("x-request-id").is_some());
    }
    site.ask("movies", Event::new("GET", "/api/movies/no-id")).await.assert_problem(404, "not_found");
    let refused = site.ask("movies", Event::new("POST", "/api/genres")).await;
    let refused = refused.assert_problem(405, "method_not_allowed");
    assert_eq!(refused.header("allow"), Some("GET,HEAD"));
}

#[tokio::test]
async fn the_host_and_scheme_that_a_client_names_are_of_no_matter() {
    let site = Site::with(&["service"]).await;
    let event =
        Event::new("GET", "/api/health").header("host", "a b").header("x-forwarded-proto", "https, x y");
    assert_eq!(site.ask("service", event).await.assert(200).body()["status"], "ok");
    let keys = site.ask("service", Event::new("GET", "/.well-known/jwks.json")).await.assert(200);
    assert_eq!(keys.body()["keys"][0]["crv"], "Ed25519");
}
