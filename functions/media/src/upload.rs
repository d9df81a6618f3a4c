//! `POST /api/media`

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::{Media, MediaPurpose, MediaState, PictureKind};
use kenmovie_common::http::{Access, Caller, Field, Json, Kind, Limit, Problem, Route};
use kenmovie_common::{MediaId, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Shelf;

const LARGEST: i64 = 5 * 1024 * 1024;
const _: () = assert!(LARGEST.unsigned_abs() == Media::MAX_BYTES);

pub(crate) const ROUTE: Route = Route::post("/api/media", Access::Scope(Scope::MessagesWrite))
    .summary(
        "Ask where to upload a picture, within 10 minutes and once. For an avatar account:write is needed too. It is \
         checked when it is used.",
    )
    .body(&[
        Field::required("purpose", Kind::Choice(&MediaPurpose::NAMES)),
        Field::required("content_type", Kind::Choice(&PictureKind::NAMES)),
        Field::required("size", Kind::Integer { min: 1, max: LARGEST }),
    ])
    .answers::<Awaited>(201)
    .limited(&Limit::MEDIA);

#[derive(Deserialize)]
pub(crate) struct Plan {
    purpose: MediaPurpose,
    content_type: PictureKind,
    size: u64,
}

/// A picture that is awaited.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AwaitedMedia")]
pub(crate) struct Awaited {
    media_id: MediaId,
    upload: Request,
}

/// The request that uploads it: its body is the picture's bytes, just as many as were said.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UploadRequest")]
struct Request {
    method: &'static str,
    /// An address of another origin, or a path of this one.
    url: String,
    headers: BTreeMap<String, String>,
    expires_at: Time,
}

/// The record comes first: nothing is uploaded that a sweep would not find.
pub(crate) async fn begin(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Json(plan): Json<Plan>,
) -> Result<(StatusCode, Json<Awaited>), Problem> {
    if plan.purpose == MediaPurpose::Avatar && !caller.scopes.has(Scope::AccountWrite) {
        return Err(Problem::InsufficientScope);
    }
    let now = shelf.front.now();
    let media = Media {
        id: MediaId::new(now, shelf.front.random()),
        owner: caller.user,
        purpose: plan.purpose,
        kind: plan.content_type,
        size: plan.size,
        state: MediaState::Awaited,
        shared_with: None,
        created_at: now,
    };
    if !shelf.pictures.await_media(&media).await? {
        return Err(Problem::Unauthenticated);
    }
    let expires_at = now + Media::UPLOAD;
    let key = Media::upload_key(media.id);
    let upload = shelf.blobs.sign_upload(&key, media.kind, media.size, now, expires_at).await?;
    let headers = upload.headers.into_iter().collect();
    let upload = Request { method: "PUT", url: upload.url, headers, expires_at };
    Ok((StatusCode::CREATED, Json(Awaited { media_id: media.id, upload })))
}
