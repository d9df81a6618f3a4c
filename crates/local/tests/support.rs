//! A store of one's own, a clock that stands still, films read back, and the program itself.

pub(crate) mod program;
pub(crate) mod servers;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use kenmovie_common::Time;
use kenmovie_common::domain::{Movie, MovieCard, MovieSort};
use kenmovie_common::ports::{Clock, MovieFilter, MovieQuery, Movies as _};
use kenmovie_embedded::{Embedded, SystemRandom};
use kenmovie_local::import::{ImportError, ImportOptions, Summary, import};
use tempfile::TempDir;

/// The 28th of May 2026, always.
pub(crate) struct Still;

#[async_trait::async_trait]
impl Clock for Still {
    fn now(&self) -> Time {
        Time::from_millis(1_780_000_000_000)
    }

    async fn until(&self, _: Time) {
        std::future::pending::<()>().await;
    }
}

/// A fresh data folder with its database.
pub(crate) struct House {
    pub(crate) folder: TempDir,
    pub(crate) database: Embedded,
}

impl House {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let database = Embedded::open(folder.path().join("kenmovie.db")).unwrap();
        Self { folder, database }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) async fn try_import(&self, options: &ImportOptions) -> Result<Summary, ImportError> {
        import(&self.database, &Still, &SystemRandom, options).await
    }

    /// Imports one file, its format found by itself.
    pub(crate) async fn import(&self, path: &Path) -> Summary {
        self.try_import(&options(path)).await.unwrap()
    }

    pub(crate) async fn films(&self) -> u64 {
        self.database.count_movies().await.unwrap()
    }

    /// Every film, by title.
    pub(crate) async fn all(&self) -> Vec<MovieCard> {
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let query = MovieQuery {
                filter: MovieFilter::default(),
                sort: MovieSort::Title,
                after,
                limit: 100,
                viewer: None,
            };
            let page = self.database.list_movies(query).await.unwrap();
            all.extend(page.items);
            match page.next {
                Some(next) => after = Some(next),
                None => return all,
            }
        }
    }

    /// The film with this source id.
    pub(crate) async fn film(&self, id: &str) -> Movie {
        let all = self.all().await;
        let card = all.iter().find(|card| card.source.as_ref().is_some_and(|source| source.id == id));
        let card = card.unwrap_or_else(|| panic!("no film {id}"));
        self.database.movie(card.id, None).await.unwrap().unwrap()
    }
}

pub(crate) fn options(path: &Path) -> ImportOptions {
    ImportOptions { files: vec![path.to_owned()], ..ImportOptions::default() }
}

pub(crate) fn gzipped(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

/// `title.basics.tsv` with so many films.
pub(crate) fn imdb_rows(films: u32) -> String {
    use std::fmt::Write as _;
    let mut text = String::from(
        "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n",
    );
    for n in 1..=films {
        let (year, minutes) = (1930 + n % 90, 70 + n % 80);
        writeln!(
            text,
            "tt{n:07}\tmovie\tThe Night Train {n}\tDer Nachtzug {n}\t0\t{year}\t\\N\t{minutes}\tDrama,Thriller"
        )
        .unwrap();
    }
    text
}

/// `title.ratings.tsv` for them.
pub(crate) fn rating_rows(films: u32) -> String {
    let rows = (1..=films).map(|n| format!("tt{n:07}\t{}.{}\t{}\n", 1 + n % 9, n % 10, n * 3));
    std::iter::once("tconst\taverageRating\tnumVotes\n".to_owned()).chain(rows).collect()
}
