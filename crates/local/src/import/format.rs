//! Which format a file has, by its content and then its name, and who reads it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::feed::{Feed, Stop};
use super::input::{self, Input, Reader};
use super::options::ImportError;
use super::ratings::Ratings;
use super::{csv, imdb, jsonl, movielens, vega};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Our own JSON Lines.
    Jsonl,
    /// CSV with a header of our own members.
    Csv,
    /// IMDb's `title.basics.tsv`.
    Imdb,
    /// MovieLens' `movies.csv`.
    Movielens,
    /// vega-datasets' `movies.json`.
    Vega,
}

impl Format {
    pub const ALL: [Self; 5] = [Self::Jsonl, Self::Csv, Self::Imdb, Self::Movielens, Self::Vega];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Imdb => "imdb",
            Self::Movielens => "movielens",
            Self::Vega => "vega",
        }
    }

    /// What rows are counted as.
    pub(super) const fn unit(self) -> &'static str {
        match self {
            Self::Vega => "element",
            _ => "line",
        }
    }
}

/// A file that is ready to be read.
pub(super) struct Opened {
    pub(super) path: PathBuf,
    pub(super) format: Format,
    pub(super) input: Input,
}

/// Opens a file, finds its format where none is given, and looks at its header.
pub(super) fn open(path: &Path, format: Option<Format>) -> Result<Opened, ImportError> {
    let (input, head) = input::open(path)
        .map_err(|error| ImportError::Unreadable { path: path.to_owned(), reason: error.to_string() })?;
    let wrong = |reason: String| ImportError::Header { path: path.to_owned(), reason };
    if first_line(&head).starts_with("tconst\taverageRating") {
        return Err(wrong("is IMDb's ratings: give it with --ratings beside title.basics.tsv".to_owned()));
    }
    let format =
        format.or_else(|| detect(path, &head)).ok_or_else(|| ImportError::UnknownFormat(path.to_owned()))?;
    let header = match format {
        Format::Jsonl | Format::Vega => Ok(()),
        Format::Csv => csv::check_header(&head),
        Format::Imdb => imdb::Columns::of(&first_line(&head)).map(|_| ()),
        Format::Movielens => movielens::check_header(&head),
    };
    header.map_err(wrong)?;
    Ok(Opened { path: path.to_owned(), format, input })
}

fn detect(path: &Path, head: &[u8]) -> Option<Format> {
    let line = first_line(head);
    let by_content = match head.trim_ascii_start().first() {
        Some(b'[') => Some(Format::Vega),
        Some(b'{') => Some(Format::Jsonl),
        _ if imdb::Columns::of(&line).is_ok() => Some(Format::Imdb),
        _ if movielens::check_header(head).is_ok() => Some(Format::Movielens),
        _ if csv::check_header(head).is_ok() => Some(Format::Csv),
        _ => None,
    };
    by_content.or_else(|| {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let (_, ending) = name.strip_suffix(".gz").unwrap_or(&name).rsplit_once('.')?;
        match ending {
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            "csv" => Some(Format::Csv),
            "tsv" => Some(Format::Imdb),
            _ => None,
        }
    })
}

fn first_line(head: &[u8]) -> String {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    String::from_utf8_lossy(line).trim_end().to_owned()
}

/// How the rows of one file are read.
pub(super) struct Rows {
    pub(super) format: Format,
    pub(super) year: i64,
    pub(super) ratings: Option<Arc<Ratings>>,
}

impl Rows {
    pub(super) fn parse(self, reader: Reader, mut feed: Feed) -> Result<(), Stop> {
        let parsed = match self.format {
            Format::Jsonl => jsonl::parse(reader, self.year, &mut feed),
            Format::Csv => csv::parse(reader, self.year, &mut feed),
            Format::Imdb => imdb::parse(reader, self.year, self.ratings.as_deref(), &mut feed),
            Format::Movielens => movielens::parse(reader, self.year, &mut feed),
            Format::Vega => vega::parse(reader, self.year, &mut feed),
        };
        // What was read before the file broke is good.
        feed.finish()?;
        parsed
    }
}
