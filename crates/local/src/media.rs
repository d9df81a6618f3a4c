//! `/media/…`: pictures that lie in a folder of this machine, behind addresses that were signed. In the cloud the store of
//! pictures does this itself.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use http_body_util::{BodyExt as _, Limited};
use kenmovie_common::domain::Media;
use kenmovie_common::ports::{Blobs as _, Clock, StoreError};
use kenmovie_embedded::{Folder, SignedDownload, SignedUpload};

/// An upload has this long to arrive.
const ARRIVAL: Duration = Duration::from_mins(2);

#[derive(Clone)]
struct Gate {
    folder: Folder,
    clock: Arc<dyn Clock>,
}

/// Takes pictures into the folder and gives them out, as far as an address allows.
pub fn media(folder: Folder, clock: Arc<dyn Clock>) -> Router {
    let path = format!("{}{{*key}}", Folder::PATH);
    Router::new().route(&path, get(give).put(take)).with_state(Gate { folder, clock })
}

/// Nothing that lies here is anything but a picture to a browser, whoever opens it.
async fn give(
    State(gate): State<Gate>,
    key: Result<Path<String>, PathRejection>,
    signed: Result<Query<SignedDownload>, QueryRejection>,
) -> Result<Response, StatusCode> {
    let (Ok(Path(key)), Ok(Query(signed))) = (key, signed) else { return Err(StatusCode::FORBIDDEN) };
    if !gate.folder.may_download(&key, &signed, gate.clock.now()) {
        return Err(StatusCode::FORBIDDEN);
    }
    let found = gate.folder.get(&key, Media::MAX_COPY).await.map_err(|error| failed(&error))?;
    let mut response = found.ok_or(StatusCode::NOT_FOUND)?.into_response();
    for (name, value) in [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_DISPOSITION, "inline"),
        (header::CACHE_CONTROL, "private, max-age=300"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

/// 403 where anything is not as it was signed, 412 where something was uploaded already.
async fn take(
    State(gate): State<Gate>,
    key: Result<Path<String>, PathRejection>,
    signed: Result<Query<SignedUpload>, QueryRejection>,
    request: Request,
) -> Result<StatusCode, StatusCode> {
    let (Ok(Path(key)), Ok(Query(signed))) = (key, signed) else { return Err(StatusCode::FORBIDDEN) };
    if !gate.folder.may_upload(&key, &signed, gate.clock.now()) || !is_as_signed(request.headers(), &signed) {
        return Err(StatusCode::FORBIDDEN);
    }
    let bytes = body(request, signed.size).await?;
    match gate.folder.put_new(&key, bytes.into()).await {
        Ok(true) => Ok(StatusCode::OK),
        Ok(false) => Err(StatusCode::PRECONDITION_FAILED),
        Err(error) => Err(failed(&error)),
    }
}

/// Whether the headers announce what was signed; a length that is not told is counted.
fn is_as_signed(headers: &HeaderMap, signed: &SignedUpload) -> bool {
    let told = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let length = told(header::CONTENT_LENGTH).is_none_or(|length| length.parse() == Ok(signed.size));
    length && told(header::CONTENT_TYPE) == Some(signed.kind.as_str())
}

/// The body, if it has just this size.
async fn body(request: Request, size: u64) -> Result<Bytes, StatusCode> {
    let most = usize::try_from(size.min(Media::MAX_BYTES)).map_err(|_| StatusCode::FORBIDDEN)?;
    let arrives = tokio::time::timeout(ARRIVAL, Limited::new(request.into_body(), most).collect());
    let arrived = arrives.await.map_err(|_| StatusCode::REQUEST_TIMEOUT)?;
    let bytes = arrived.map_err(|_| StatusCode::FORBIDDEN)?.to_bytes();
    if bytes.len() as u64 == size { Ok(bytes) } else { Err(StatusCode::FORBIDDEN) }
}

fn failed(error: &StoreError) -> StatusCode {
    tracing::error!(%error, "the folder of pictures could not be used");
    StatusCode::SERVICE_UNAVAILABLE
}
