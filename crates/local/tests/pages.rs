//! The built pages as they are sent: their kinds, their compressed forms, how long they are kept, and the site's headers.

use std::path::Path;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use axum::routing::get;
use kenmovie_local::{Built, PagesError, gateway, pages, site_headers};
use kenmovie_page::Shells as _;
use tempfile::TempDir;
use tower::ServiceExt as _;

const INDEX: &str = "<!--head--><title>a</title><!--/head--><div><!--body--></div>";

/// A folder as the build leaves it. What stands in a compressed form here is its name.
fn built() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    std::fs::create_dir(folder.path().join("assets")).unwrap();
    write("index.html", INDEX);
    write("index.html.br", "br");
    write("index.html.gz", "gz");
    write("assets/app-1a2b3c4d.js", "plain");
    write("assets/app-1a2b3c4d.js.br", "br");
    write("assets/app-1a2b3c4d.js.gz", "gz");
    write("assets/face-5e6f7a8b.woff2", "font");
    write("sw.js", "worker");
    write("manifest.webmanifest", "{}");
    write("mark.svg", "<svg/>");
    folder
}

struct Sent {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Sent {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

async fn ask(app: &Router, path: &str, headers: &[(&str, &str)]) -> Sent {
    let request =
        headers.iter().fold(Request::get(path), |request, (name, value)| request.header(*name, *value));
    let answer = app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = answer.into_parts();
    let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    Sent { status: parts.status.as_u16(), headers: parts.headers, body }
}

/// The gateway, whose API answers with what it was asked.
fn site(folder: &Path, secure: bool) -> Router {
    let echo = get(async |request: Request<Body>| request.uri().path().to_owned());
    let api = Router::new().fallback_service(echo);
    gateway(api, pages(folder), &site_headers(secure, ""))
}

#[tokio::test]
async fn hashed_assets_are_kept_for_good_and_everything_else_is_asked_for_again() {
    let folder = built();
    let site = site(folder.path(), false);
    let forever = "public, max-age=31536000, immutable";
    for (path, kind, kept) in [
        ("/assets/app-1a2b3c4d.js", "text/javascript", forever),
        ("/assets/face-5e6f7a8b.woff2", "font/woff2", forever),
        ("/", "text/html", "no-cache"),
        ("/index.html", "text/html", "no-cache"),
        ("/settings", "text/html", "no-cache"),
        ("/people/01890a5d-ac96-774b-bcce-b302099a8057", "text/html", "no-cache"),
        ("/sw.js", "text/javascript", "no-cache"),
        ("/manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("/mark.svg", "image/svg+xml", "no-cache"),
    ] {
        let sent = ask(&site, path, &[]).await;
        assert_eq!((sent.status, sent.header("cache-control")), (200, kept), "{path}");
        assert_eq!(sent.header("content-type"), kind, "{path}");
        let unchanged = [("if-modified-since", sent.header("last-modified"))];
        let again = ask(&site, path, &unchanged).await;
        assert_eq!((again.status, again.header("cache-control")), (304, kept), "{path}");
    }
}

#[tokio::test]
async fn a_file_that_is_not_there_is_not_found_and_not_kept() {
    let folder = built();
    let site = site(folder.path(), false);
    for path in ["/assets/app-00000000.js", "/assets/", "/nothing.png", "/a/b.js", "/assets/../index.htm"] {
        let sent = ask(&site, path, &[]).await;
        assert_eq!((sent.status, sent.header("cache-control")), (404, "no-cache"), "{path}");
        assert_eq!(sent.body, "", "{path}");
    }
}

#[tokio::test]
async fn the_smallest_form_that_a_browser_takes_is_sent() {
    let folder = built();
    let site = site(folder.path(), false);
    for (takes, encoding) in [
        (None, ""),
        (Some(""), ""),
        (Some("identity"), ""),
        (Some("deflate"), ""),
        (Some("gzip"), "gzip"),
        (Some("br"), "br"),
        (Some("gzip, deflate, br, zstd"), "br"),
        (Some("gzip;q=1.0, br;q=0.5"), "gzip"),
        (Some("br;q=0, gzip"), "gzip"),
        (Some("br;q=0, gzip;q=0"), ""),
        (Some("br;q=nonsense"), ""),
    ] {
        for (path, plain) in [("/assets/app-1a2b3c4d.js", "plain"), ("/settings", INDEX), ("/", INDEX)] {
            let headers: Vec<_> = takes.map(|takes| ("accept-encoding", takes)).into_iter().collect();
            let sent = ask(&site, path, &headers).await;
            let expected = match encoding {
                "br" => "br",
                "gzip" => "gz",
                _ => plain,
            };
            assert_eq!((sent.status, sent.body.as_str()), (200, expected), "{path} {takes:?}");
            assert_eq!(sent.header("content-encoding"), encoding, "{path} {takes:?}");
            assert_eq!(sent.header("vary").to_ascii_lowercase(), "accept-encoding", "{path} {takes:?}");
            let kind = if path == "/" || path == "/settings" { "text/html" } else { "text/javascript" };
            assert_eq!(sent.header("content-type"), kind, "{path} {takes:?}");
        }
    }
}

#[tokio::test]
async fn every_page_carries_the_sites_headers_and_no_answer_of_the_api_does() {
    let folder = built();
    let site = site(folder.path(), true);
    for path in
        ["/", "/settings", "/assets/app-1a2b3c4d.js", "/sw.js", "/nothing.png", "/films/x", "/sitemap.xml"]
    {
        let sent = ask(&site, path, &[]).await;
        for (name, value) in &site_headers(true, "") {
            assert_eq!(sent.headers.get(name), Some(value), "{path} {name}");
        }
    }
    for path in ["/api", "/api/movies", "/.well-known/jwks.json", "/ws"] {
        let sent = ask(&site, path, &[]).await;
        assert_eq!((sent.body.as_str(), sent.header("content-security-policy")), (path, ""));
    }
}

#[tokio::test]
async fn rendered_pages_are_the_apis_and_all_other_addresses_the_built_ones() {
    let folder = built();
    let site = site(folder.path(), false);
    for path in ["/films/x", "/films/", "/films/a/b", "/sitemap.xml", "/robots.txt"] {
        assert_eq!(ask(&site, path, &[]).await.body, path);
    }
    for path in ["/films", "/filmstrip", "/apis", "/sitemap", "/robots"] {
        assert_eq!(ask(&site, path, &[]).await.body, INDEX, "{path}");
    }
}

#[test]
fn only_an_https_site_asks_for_https_and_only_scripts_and_styles_of_the_site_run() {
    let (plain, secure) = (site_headers(false, ""), site_headers(true, "https://uploads.example"));
    assert!(!plain.contains_key("strict-transport-security"));
    assert_eq!(secure["strict-transport-security"], "max-age=63072000");
    for (headers, connect) in
        [(&plain, "connect-src 'self';"), (&secure, "connect-src 'self' https://uploads.example;")]
    {
        let policy = headers["content-security-policy"].to_str().unwrap();
        for rule in ["default-src 'none';", "script-src 'self';", "style-src 'self';", connect] {
            assert!(policy.contains(rule), "{policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
    }
}

#[test]
fn the_shell_follows_the_pages_when_they_are_built_again() {
    let folder = built();
    let index = folder.path().join("index.html");
    let built = Built::open(folder.path()).unwrap().unwrap();
    let before = built.shell();
    let write = |text: &str, seconds: u64| {
        std::fs::write(&index, text).unwrap();
        let later = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
        std::fs::File::options().write(true).open(&index).unwrap().set_modified(later).unwrap();
    };
    write("half a page", 1_000);
    assert_eq!(built.shell(), before);
    std::fs::remove_file(&index).unwrap();
    assert_eq!(built.shell(), before);
    write(&INDEX.replace("title", "b"), 2_000);
    let after = built.shell();
    assert_ne!(after, before);
    assert_eq!(built.shell(), after);
}

#[test]
fn pages_that_are_not_built_have_no_shell_and_what_is_not_ours_is_told() {
    let folder = TempDir::new().unwrap();
    assert!(Built::open(folder.path()).unwrap().is_none());
    std::fs::write(folder.path().join("index.html"), "<!doctype html>").unwrap();
    let error = Built::open(folder.path()).err().unwrap();
    assert!(matches!(error, PagesError::Shell(..)));
    let said = error.to_string();
    assert!(said.contains("index.html") && said.contains("<!--head-->"), "{said}");
}
