//! Films from files: opens what is given, lets a thread read and check the rows, and stores them in batches. What a row
//! must be is the API's own table of bounds; a row that is not so is counted and reported and stops nothing.
//!
//! Rows are stored by their source, so that the same import again changes nothing, and one that was stopped goes on.

mod csv;
mod feed;
mod format;
mod imdb;
mod input;
mod jsonl;
mod movielens;
mod options;
mod progress;
mod ratings;
mod row;
mod stored;
mod vega;

pub use format::Format;
pub use jsonl::parse_jsonl;
pub use options::{ImportError, ImportOptions, Summary};
pub use progress::Show;
pub use row::RowFault;

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use kenmovie_common::ports::{Clock, Movies, Random};

use feed::Feed;
use format::Rows;
use progress::Progress;
use ratings::Ratings;
use stored::Storing;

/// Reads the files one after another and stores their films. Nothing is written unless every file can be opened and is
/// of a known format.
pub async fn import(
    movies: &dyn Movies,
    clock: &dyn Clock,
    random: &dyn Random,
    options: &ImportOptions,
) -> Result<Summary, ImportError> {
    let began = Instant::now();
    let files =
        options.files.iter().map(|path| format::open(path, options.format)).collect::<Result<Vec<_>, _>>()?;
    let ratings = match &options.ratings {
        Some(path) if files.iter().any(|file| file.format == Format::Imdb) => {
            let path = path.clone();
            Some(Arc::new(work(move || Ratings::read(&path)).await??))
        }
        Some(path) => return Err(ImportError::LoneRatings(path.clone())),
        None => None,
    };
    let mut errors = options.errors.as_deref().map(|path| errors_file(path, options)).transpose()?;
    let mut storing = Storing::new(movies, clock, random);
    let year = clock.now().year();
    for file in files {
        let format::Opened { path, format, input } = file;
        let mut progress = Progress::start(options.show, &path, &input, storing.summary.rows());
        let (feed, mut batches) = Feed::new();
        let rows = Rows { format, year, ratings: ratings.clone() };
        let parser = tokio::task::spawn_blocking(move || rows.parse(input.reader, feed));
        while let Some(batch) = batches.recv().await {
            for reject in &batch.rejects {
                let line =
                    format!("{}: {} {}: {}", path.display(), format.unit(), reject.place, reject.fault);
                if let Some((path, file)) = &mut errors {
                    writeln!(file, "{line}").map_err(|error| ImportError::Errors(path.clone(), error))?;
                }
                storing.summary.reject(line);
            }
            storing.store(batch).await?;
            progress.show(&storing.summary);
        }
        let parsed = parser.await.map_err(|_| ImportError::Internal)?;
        progress.end();
        if let Err(feed::Stop::Input(reason)) = parsed {
            return Err(ImportError::Broken { path, reason, stored: storing.summary.stored() });
        }
    }
    if let Some((path, mut file)) = errors {
        file.flush().map_err(|error| ImportError::Errors(path, error))?;
    }
    let mut summary = storing.summary;
    summary.took = began.elapsed();
    Ok(summary)
}

/// Where all rejects go. It is not one of the files that are read.
fn errors_file(
    path: &Path,
    options: &ImportOptions,
) -> Result<(std::path::PathBuf, BufWriter<File>), ImportError> {
    let same = |other: &Path| matches!((path.canonicalize(), other.canonicalize()), (Ok(a), Ok(b)) if a == b);
    if let Some(read) = options.files.iter().chain(&options.ratings).find(|other| same(other)) {
        return Err(ImportError::ErrorsOverInput(read.clone()));
    }
    let file = File::create(path).map_err(|error| ImportError::Errors(path.to_owned(), error))?;
    Ok((path.to_owned(), BufWriter::new(file)))
}

async fn work<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> Result<T, ImportError> {
    tokio::task::spawn_blocking(job).await.map_err(|_| ImportError::Internal)
}
