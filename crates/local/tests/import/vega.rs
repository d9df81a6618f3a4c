use std::path::PathBuf;

use kenmovie_common::domain::MovieDraft;
use kenmovie_common::ports::Upkeep as _;
use kenmovie_common::text::fold;
use kenmovie_local::import::parse_jsonl;

use crate::support::{House, options};

fn movies_json() -> PathBuf {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../web/node_modules/vega-datasets/data/movies.json");
    assert!(path.is_file(), "{} is missing: run `npm ci` in web/", path.display());
    path
}

#[tokio::test]
async fn all_3201_films_are_imported_or_rejected_with_a_reason_and_the_second_time_none_changes() {
    let house = House::new();
    let mut options = options(&movies_json());
    let errors = house.path("errors.txt");
    options.errors = Some(errors.clone());
    let first = house.try_import(&options).await.unwrap();
    assert_eq!(first.added + first.changed + first.unchanged + first.rejected, 3_201);
    assert_eq!((first.changed, first.unchanged), (0, 0));
    let reasons = std::fs::read_to_string(&errors).unwrap();
    assert_eq!(reasons.lines().count() as u64, first.rejected);
    // A title that is missing, and years of the last century that became years of this one.
    assert!(
        reasons.lines().all(|line| line.contains("title: ") || line.contains("year: At most")),
        "{reasons}"
    );
    assert!(first.rejected < 20, "{reasons}");
    assert_eq!(house.films().await, first.added);

    let second = house.try_import(&options).await.unwrap();
    assert_eq!((second.added, second.changed, second.unchanged), (0, 0, first.added));
    assert_eq!(second.rejected, first.rejected);
    assert_eq!(house.database.verify_counters().await.unwrap(), []);
    let all = house.all().await;
    for mended in ["Léon", "Le Fabuleux destin d'Amélie Poulain", "Ri¢hie Ri¢h", "300"] {
        assert!(all.iter().any(|film| film.title == mended), "{mended}");
    }
}

/// Where vega is wrong, or means another film: title, its year, its director, and why.
const DEPARTURES: [(&str, i32, Option<&str>, &str); 5] = [
    ("Casablanca", 1941, Some("Michael Curtiz"), "shown first in November 1942"),
    ("Shichinin no samurai", 1956, Some("Akira Kurosawa"), "the year of its release in the United States"),
    (
        "Amores Perros",
        2001,
        Some("Alejandro Gonzalez Inarritu"),
        "the year of its release in the United States",
    ),
    (
        "Cidade de Deus",
        2003,
        Some("Katia Lund"),
        "the year of its release there; she directed it with Meirelles",
    ),
    ("Night of the Living Dead", 1990, None, "the film made after Romero's"),
];

#[tokio::test]
async fn the_bundled_films_have_the_year_and_the_director_that_vega_has() {
    let house = House::new();
    house.import(&movies_json()).await;
    let lines = include_str!("../../../../catalog/classics.jsonl").lines();
    let ours: Vec<MovieDraft> = lines.map(|line| parse_jsonl(line, 2026).unwrap()).collect();
    let theirs = house.all().await;
    let (mut agreed, mut departed) = (0, Vec::new());
    for film in &ours {
        let title = film.original_title.as_deref().unwrap_or(&film.title).to_lowercase();
        for other in theirs.iter().filter(|other| other.title.to_lowercase() == title) {
            let director = other.directors.first().map(String::as_str);
            let departure = (other.title.as_str(), other.year.unwrap(), director);
            if DEPARTURES.iter().any(|(title, year, director, _)| departure == (*title, *year, *director)) {
                departed.push(other.title.clone());
                continue;
            }
            assert_eq!(film.year, other.year, "{title}");
            let directs =
                director.is_none_or(|name| film.directors.iter().any(|ours| fold(ours) == fold(name)));
            assert!(directs, "{title}: {:?} and {director:?}", film.directors);
            agreed += 1;
        }
    }
    departed.sort();
    departed.dedup();
    assert_eq!(departed.len(), DEPARTURES.len(), "each departure is still there: {departed:?}");
    assert!(agreed >= 12, "{agreed} films are in both");
    // Vega has it in 2039, by King Vidor, who directed the scenes in Kansas.
    assert!(!theirs.iter().any(|film| film.title == "The Wizard of Oz"));
}
