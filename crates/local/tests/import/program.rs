use std::io::Write as _;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use kenmovie_common::ports::Upkeep as _;

use crate::support::program::{Ran, Running, program, run_in};
use crate::support::{House, imdb_rows, rating_rows};

const FILMS: u32 = 50_000;

#[cfg(target_os = "linux")]
#[tokio::test]
async fn fifty_thousand_films_with_ratings_are_imported_in_bounded_memory() {
    let house = House::new();
    house.file("title.basics.tsv", imdb_rows(FILMS));
    house.file("title.ratings.tsv", rating_rows(FILMS));
    let mut child = program(house.folder.path())
        .args(["import", "title.basics.tsv", "--ratings", "title.ratings.tsv", "--data", "."])
        .spawn()
        .unwrap();
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        peak = peak.max(peak_kib(child.id()).unwrap_or(0));
        // A look at another process every so often; nothing tells when its memory grows.
        thread::sleep(Duration::from_millis(5));
    }
    let ran = Ran::of(child.wait_with_output().unwrap()).ended(0);
    assert!(
        ran.out.starts_with("added 50000, changed 0, unchanged 0, rejected 0, skipped 0\n50000 rows in "),
        "{}",
        ran.out
    );
    assert_eq!(house.films().await, u64::from(FILMS));
    assert!((1..200 * 1024).contains(&peak), "{peak} KiB");
}

/// The most memory that a process has had, in KiB.
#[cfg(target_os = "linux")]
fn peak_kib(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn an_import_that_is_killed_goes_on_where_it_was() {
    let house = House::new();
    let rows = imdb_rows(FILMS);
    house.file("title.basics.tsv", &rows);
    let mut child = Running(
        program(house.folder.path())
            .args(["import", "/dev/stdin", "--format", "imdb", "--data", "."])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let mut pipe = child.0.stdin.take().unwrap();
    // It ends when the other side is gone; the pipe stays open, so that the import cannot come to its end before.
    let pouring = thread::spawn(move || {
        let _ = pipe.write_all(rows.as_bytes());
        pipe
    });
    let began = Instant::now();
    while house.films().await < 5_000 {
        assert!(began.elapsed() < Duration::from_mins(1), "no film arrives");
        // Another process writes; nothing tells when it has.
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    child.0.kill().unwrap();
    child.0.wait().unwrap();
    drop(pouring.join().unwrap());
    let stored = house.films().await;
    assert_eq!(stored % 5_000, 0, "a batch is stored whole or not at all");
    let ran = run_in(house.folder.path(), &["import", "title.basics.tsv", "--data", "."]).ended(0);
    let added = u64::from(FILMS) - stored;
    let expected = format!("added {added}, changed 0, unchanged {stored}, rejected 0, skipped 0\n");
    assert!(ran.out.starts_with(&expected), "{} after {stored}", ran.out);
    assert_eq!(house.films().await, u64::from(FILMS));
    assert_eq!(house.database.verify_counters().await.unwrap(), []);
}

#[tokio::test]
async fn rejects_are_told_and_end_well_and_what_cannot_be_read_ends_with_1() {
    let house = House::new();
    house.file("films.csv", "id,title\n1,\n2,\n3,\n4,\n5,\n6,\n7,\n8,\n9,Good\n");
    let ran = run_in(house.folder.path(), &["import", "films.csv", "--errors", "rejects.txt"]).ended(0);
    assert!(ran.out.starts_with("added 1, changed 0, unchanged 0, rejected 8, skipped 0\n"), "{}", ran.out);
    assert_eq!(ran.err.matches("films.csv: line ").count(), 5, "{}", ran.err);
    assert!(ran.err.contains("and 3 more, all in rejects.txt"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(house.path("rejects.txt")).unwrap().lines().count(), 8);
    let ran = run_in(house.folder.path(), &["import", "nothing.csv"]).ended(1);
    assert!(ran.err.starts_with("error: nothing.csv cannot be read"), "{}", ran.err);
    run_in(house.folder.path(), &["import"]).ended(2);
}
