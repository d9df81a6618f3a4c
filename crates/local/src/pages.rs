//! The pages: the built files of `web/`, and how long a browser keeps each.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use kenmovie_page::{BadShell, Shell, Shells};
use tower_http::services::{ServeDir, ServeFile};

#[derive(Debug, thiserror::Error)]
pub enum PagesError {
    #[error("{0}: {1}")]
    Read(PathBuf, std::io::Error),
    #[error("{0}: {1}")]
    Shell(PathBuf, BadShell),
}

/// The pages under a folder; every address without a file's ending is the one page that finds its way itself. Where the build
/// has made a file's compressed forms, they are sent to whoever takes them.
pub fn pages(folder: &Path) -> Router {
    let index = folder.join("index.html");
    if !index.is_file() {
        return Router::new().fallback(get(async || (StatusCode::NOT_FOUND, "The pages are not built.\n")));
    }
    let files = |folder: &Path| {
        ServeDir::new(folder).append_index_html_on_directories(false).precompressed_br().precompressed_gzip()
    };
    let index = ServeFile::new(index).precompressed_br().precompressed_gzip();
    Router::new()
        .nest_service("/assets", files(&folder.join("assets")))
        .fallback_service(files(folder).fallback(index))
        .layer(middleware::from_fn(kept))
}

/// Assets carry the hash of what is in them in their names; everything else is asked for again each time.
async fn kept(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let names_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let mut response = next.run(request).await;
    let html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if names_file && html && path != "/index.html" {
        response = StatusCode::NOT_FOUND.into_response();
    }
    let status = response.status();
    let is_good = status.is_success() || status == StatusCode::NOT_MODIFIED;
    let kept = if path.starts_with("/assets/") && is_good {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    response
}

/// The shell of the pages as they are built now: whoever builds them again under a running server is followed, since an old
/// shell names files that are gone.
pub struct Built {
    index: PathBuf,
    kept: Mutex<(SystemTime, Shell)>,
}

impl Built {
    /// None where the pages are not built.
    pub fn open(folder: &Path) -> Result<Option<Self>, PagesError> {
        let index = folder.join("index.html");
        match read(&index) {
            Ok(kept) => Ok(Some(Self { index, kept: Mutex::new(kept) })),
            Err(PagesError::Read(_, error)) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Shells for Built {
    /// While they are being built it is the shell before.
    fn shell(&self) -> Shell {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if written(&self.index).is_ok_and(|written| written != kept.0)
            && let Ok(now) = read(&self.index)
        {
            *kept = now;
        }
        kept.1.clone()
    }
}

fn written(index: &Path) -> std::io::Result<SystemTime> {
    fs::metadata(index)?.modified()
}

fn read(index: &Path) -> Result<(SystemTime, Shell), PagesError> {
    let unread = |error| PagesError::Read(index.to_owned(), error);
    let written = written(index).map_err(unread)?;
    let text = fs::read_to_string(index).map_err(unread)?;
    let shell = Shell::new(&text).map_err(|error| PagesError::Shell(index.to_owned(), error))?;
    Ok((written, shell))
}
