//! `GET /robots.txt` (RFC 9309).

use std::fmt::Write as _;

use axum::extract::State;
use kenmovie_common::http::{Access, Front, Route};

pub(crate) const ROUTE: Route = Route::get("/robots.txt", Access::Public)
    .summary("What search engines may look at, and where the sitemap is.")
    .page()
    .cached(3600);

/// What a film's page and the catalogue read: whoever runs their scripts must get it, or sees a page that failed.
const READ_BY_PAGES: [&str; 5] =
    ["/api/comments/", "/api/config$", "/api/genres$", "/api/movies", "/api/session$"];
/// Nothing there is for whoever is not signed in, or for more than one visitor.
const PRIVATE: [&str; 14] = [
    "/admin",
    "/api/",
    "/blocked",
    "/forgot",
    "/login",
    "/messages",
    "/moderation",
    "/my-list",
    "/notifications",
    "/people",
    "/register",
    "/reset",
    "/settings",
    "/verify",
];

pub(crate) async fn show(State(front): State<Front>) -> String {
    let mut text = "User-agent: *\n".to_owned();
    for path in READ_BY_PAGES {
        let _ = writeln!(text, "Allow: {path}");
    }
    for path in PRIVATE {
        let _ = writeln!(text, "Disallow: {path}");
    }
    let _ = writeln!(text, "\nSitemap: {}/sitemap.xml", front.site().origin());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_for_search_engines_or_closed_to_them() {
        let app = include_str!("../../../web/src/app.tsx");
        let routes = app.split("<Route path=\"").skip(1).filter_map(|rest| rest.split_once('"'));
        let mut seen = 0;
        for (path, _) in routes {
            let is_open = path == "/" || path == "/help" || path.starts_with("/films/");
            let is_closed = PRIVATE.iter().any(|private| path.starts_with(private));
            assert!(is_open != is_closed, "{path}");
            seen += 1;
        }
        assert!(seen > 10, "{seen} pages");
    }
}
