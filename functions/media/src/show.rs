//! `GET /api/media/{media_id}`

use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use kenmovie_common::domain::{Media, MediaPurpose, MediaState};
use kenmovie_common::http::{Access, Path, Problem, Route, Viewer};
use kenmovie_common::{MediaId, UserId};

use crate::Shelf;

/// An address of our copy holds for so long;
const SIGNED: Duration = Duration::from_mins(5);
/// the way to it may be kept for a minute less.
const KEPT: &str = "private, max-age=240";

pub(crate) const ROUTE: Route = Route::get("/api/media/{media_id}", Access::Public)
    .summary("A picture: an avatar for everybody, one in a message for the two who it is between.")
    .redirects()
    .problems(&["not_found"]);

pub(crate) async fn show(
    State(shelf): State<Shelf>,
    Viewer(viewer): Viewer,
    Path(id): Path<MediaId>,
) -> Result<impl IntoResponse, Problem> {
    let media = shelf.pictures.media(id).await?.ok_or(Problem::NotFound)?;
    if !may_see(&media, viewer.map(|viewer| viewer.user)) {
        return Err(Problem::NotFound);
    }
    let now = shelf.front.now();
    let url = shelf.blobs.sign_download(&Media::copy_key(id), now, now + SIGNED).await?;
    Ok((StatusCode::FOUND, [(header::LOCATION, url), (header::CACHE_CONTROL, KEPT.to_owned())]))
}

fn may_see(media: &Media, viewer: Option<UserId>) -> bool {
    let is_used = matches!(media.state, MediaState::Used(_));
    is_used
        && match media.purpose {
            MediaPurpose::Avatar => true,
            MediaPurpose::Message => {
                viewer.is_some_and(|viewer| viewer == media.owner || Some(viewer) == media.shared_with)
            }
        }
}
