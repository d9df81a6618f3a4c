//! The table of all routes, gathered from the functions that declare them.

use kenmovie_common::http::Route;

/// Every route of every function.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    [
        kenmovie_register::ROUTES,
        kenmovie_login::ROUTES,
        kenmovie_session::ROUTES,
        kenmovie_oauth::ROUTES,
        kenmovie_account::ROUTES,
        kenmovie_movies::ROUTES,
        kenmovie_comments::ROUTES,
        kenmovie_reactions::ROUTES,
        kenmovie_ratings::ROUTES,
        kenmovie_user_movies::ROUTES,
        kenmovie_reports::ROUTES,
        kenmovie_service::ROUTES,
        kenmovie_tokens::ROUTES,
        kenmovie_people::ROUTES,
        kenmovie_notifications::ROUTES,
        kenmovie_messages::ROUTES,
        kenmovie_media::ROUTES,
        kenmovie_socket::ROUTES,
        kenmovie_page::ROUTES,
    ]
    .into_iter()
    .flatten()
}
