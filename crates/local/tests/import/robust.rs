use std::fmt::Write as _;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use kenmovie_common::domain::{Genre, Movie, MovieCard, MovieChange, MovieDraft};
use kenmovie_common::ports::{
    Created, Edit, ImportOutcome, MovieQuery, Movies, NewMovie, Page, SortKey, StoreError, StoreResult,
    Upkeep as _,
};
use kenmovie_common::{MovieId, Time, UserId};
use kenmovie_embedded::SystemRandom;
use kenmovie_local::import::import;

use crate::support::{House, Still, gzipped, imdb_rows, options};

/// A store that does not answer between two of its calls.
struct Flaky {
    calls: AtomicU32,
    away: std::ops::Range<u32>,
}

impl Flaky {
    fn new(away: std::ops::Range<u32>) -> Self {
        Self { calls: AtomicU32::new(0), away }
    }
}

#[async_trait]
impl Movies for Flaky {
    async fn import_movies(
        &self,
        batch: Vec<(MovieId, MovieDraft)>,
        _: Time,
    ) -> StoreResult<Vec<ImportOutcome>> {
        if self.away.contains(&self.calls.fetch_add(1, Ordering::Relaxed)) {
            return Err(StoreError::Unavailable("out for lunch".to_owned()));
        }
        Ok(vec![ImportOutcome::Added; batch.len()])
    }

    async fn list_movies(&self, _: MovieQuery) -> StoreResult<Page<MovieCard, (SortKey, MovieId)>> {
        unreachable!()
    }
    async fn movie(&self, _: MovieId, _: Option<UserId>) -> StoreResult<Option<Movie>> {
        unreachable!()
    }
    async fn genres(&self) -> StoreResult<Vec<Genre>> {
        unreachable!()
    }
    async fn count_movies(&self) -> StoreResult<u64> {
        unreachable!()
    }
    async fn walk_movies(&self, _: Option<MovieId>, _: usize, _: usize) -> StoreResult<Vec<MovieId>> {
        unreachable!()
    }
    async fn create_movie(&self, _: NewMovie) -> StoreResult<Created<Movie>> {
        unreachable!()
    }
    async fn edit_movie(
        &self,
        _: MovieId,
        _: Option<u64>,
        _: MovieChange,
        _: Time,
    ) -> StoreResult<Edit<Movie>> {
        unreachable!()
    }
    async fn delete_movie(&self, _: MovieId, _: Option<u64>, _: Time) -> StoreResult<Edit<()>> {
        unreachable!()
    }
}

#[tokio::test(start_paused = true)]
async fn a_store_that_comes_back_is_waited_for() {
    let house = House::new();
    let file = house.file("title.basics.tsv", imdb_rows(12_500));
    let summary = import(&Flaky::new(1..5), &Still, &SystemRandom, &options(&file)).await.unwrap();
    assert_eq!(summary.added, 12_500);
}

#[tokio::test(start_paused = true)]
async fn a_store_that_stays_away_ends_the_import_and_says_how_far_it_came() {
    let house = House::new();
    let file = house.file("title.basics.tsv", imdb_rows(17_500));
    let error = import(&Flaky::new(2..100), &Still, &SystemRandom, &options(&file)).await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("out for lunch") && text.contains("10000 rows are stored") && text.contains("goes on"),
        "{text}"
    );
}

#[tokio::test]
async fn a_quote_that_is_not_closed_does_not_take_the_file_into_memory() {
    let house = House::new();
    let text = format!("id,title\n1,Good\n2,\"{}", "never closed\n".repeat(400_000));
    let file = house.file("films.csv", text);
    let error = house.try_import(&options(&file)).await.unwrap_err().to_string();
    assert!(error.contains("longer than 1 MiB") && error.contains("1 rows are stored"), "{error}");
    assert_eq!(house.films().await, 1);
    let json = house.file("movies.json", format!("[{{\"Title\": \"{}\"}}]", "x".repeat(3 * 1024 * 1024)));
    let error = house.try_import(&options(&json)).await.unwrap_err().to_string();
    assert!(error.contains("longer than 1 MiB"), "{error}");
}

#[tokio::test]
async fn of_a_file_that_breaks_off_everything_before_is_stored() {
    let house = House::new();
    let whole = gzipped(&imdb_rows(5_000));
    let file = house.file("title.basics.tsv.gz", &whole[..whole.len() / 2]);
    let error = house.try_import(&options(&file)).await.unwrap_err().to_string();
    let films = house.films().await;
    assert!((1..5_000).contains(&films), "{films}");
    assert!(error.contains(&format!("{films} rows are stored")), "{error}");
    let file = house.file("title.basics.tsv.gz", whole);
    let summary = house.import(&file).await;
    assert_eq!((summary.added, summary.unchanged), (5_000 - films, films));
}

#[tokio::test]
async fn bad_rows_in_every_batch_stop_nothing_and_leave_nothing_half_written() {
    let house = House::new();
    let mut rows = imdb_rows(0);
    for n in 1..=12_000 {
        let title = if n % 3 == 0 { "x".repeat(201) } else { format!("Film {n}") };
        writeln!(rows, "tt{n:07}\tmovie\t{title}\t{title}\t0\t1990\t\\N\t90\tDrama").unwrap();
    }
    let file = house.file("title.basics.tsv", rows);
    let summary = house.import(&file).await;
    assert_eq!((summary.added, summary.rejected, summary.first_rejects.len()), (8_000, 4_000, 5));
    let all = house.all().await;
    assert_eq!(all.len(), 8_000);
    assert!(all.iter().all(|film| film.title.starts_with("Film ") && film.genres == ["Drama"]));
    assert_eq!(house.database.verify_counters().await.unwrap(), []);
}
