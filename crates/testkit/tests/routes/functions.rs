//! Which function a route is of.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kenmovie_common::http::Route;
use kenmovie_local::routes;

/// The functions behind the HTTP API.
pub(crate) const FUNCTIONS: [(&str, &[Route]); 19] = [
    ("account", kenmovie_account::ROUTES),
    ("comments", kenmovie_comments::ROUTES),
    ("login", kenmovie_login::ROUTES),
    ("media", kenmovie_media::ROUTES),
    ("messages", kenmovie_messages::ROUTES),
    ("movies", kenmovie_movies::ROUTES),
    ("notifications", kenmovie_notifications::ROUTES),
    ("oauth", kenmovie_oauth::ROUTES),
    ("page", kenmovie_page::ROUTES),
    ("people", kenmovie_people::ROUTES),
    ("ratings", kenmovie_ratings::ROUTES),
    ("reactions", kenmovie_reactions::ROUTES),
    ("register", kenmovie_register::ROUTES),
    ("reports", kenmovie_reports::ROUTES),
    ("service", kenmovie_service::ROUTES),
    ("session", kenmovie_session::ROUTES),
    ("socket", kenmovie_socket::ROUTES),
    ("tokens", kenmovie_tokens::ROUTES),
    ("user-movies", kenmovie_user_movies::ROUTES),
];

/// The function of each path.
pub(crate) fn owners() -> BTreeMap<&'static str, &'static str> {
    let paths = FUNCTIONS.iter().flat_map(|(name, routes)| routes.iter().map(|route| (route.path, *name)));
    paths.collect()
}

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn a_path_is_of_one_function_and_every_function_is_listed() {
    for (name, routes) in FUNCTIONS {
        for route in routes {
            assert_eq!(owners()[route.path], name, "{} is of two functions", route.path);
        }
    }
    assert_eq!(FUNCTIONS.iter().map(|(_, routes)| routes.len()).sum::<usize>(), routes().count());
}
