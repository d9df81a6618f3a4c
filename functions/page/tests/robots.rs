//! `GET /robots.txt`

use kenmovie_testkit::TestApp;

use crate::text;

#[tokio::test]
async fn search_engines_are_told_what_is_not_for_them_and_where_the_sitemap_is() {
    let app = TestApp::secure().await;
    let reply = app.visitor().get("/robots.txt").await;
    assert_eq!(reply.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(reply.header("cache-control"), Some("public, max-age=3600"));
    let text = text(reply.ok(200));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.first(), Some(&"User-agent: *"));
    for line in [
        "Allow: /api/movies",
        "Allow: /api/session$",
        "Disallow: /api/",
        "Disallow: /settings",
        "Disallow: /messages",
        "Sitemap: https://kenmovie.example/sitemap.xml",
    ] {
        assert!(lines.contains(&line), "{line}\n{text}");
    }
    assert!(!text.contains("/films"));
}
