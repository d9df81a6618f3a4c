use kenmovie_common::MovieId;
use kenmovie_common::domain::{MovieDraft, MovieSort, SourceRating};
use kenmovie_common::ports::{MovieFilter, MovieQuery, Movies as _};
use kenmovie_common::text::fold;
use kenmovie_embedded::SystemRandom;

use super::list::{SORTS, query, walk};
use crate::site::{Site, at, draft, site, sourced};

fn sought(words: &str) -> MovieFilter {
    MovieFilter { words: words.split(' ').map(Into::into).collect(), ..MovieFilter::default() }
}

async fn titles(site: &Site, words: &str, sort: MovieSort) -> Vec<String> {
    walk(site, query(sort, sought(words))).await.into_iter().map(|item| item.title).collect()
}

#[tokio::test]
async fn films_are_found_by_beginnings_of_words_of_titles_and_people() {
    let site = site();
    site.drafted(MovieDraft {
        original_title: Some("七人の侍".into()),
        directors: vec!["Akira Kurosawa".into()],
        cast: vec!["Toshirō Mifune".into()],
        ..draft("Los siete samuráis")
    })
    .await;
    site.movie("Schindler's List").await;
    for words in ["siete", "sam", "samurais si", "aki kuro", "mifune toshiro", "七人", "los kurosawa", "s"]
    {
        assert!(
            titles(&site, words, MovieSort::Popular).await.contains(&"Los siete samuráis".into()),
            "{words}"
        );
    }
    for words in ["iete", "samuraisx", "siete ocho", "の侍"] {
        assert!(titles(&site, words, MovieSort::Popular).await.is_empty(), "{words}");
    }
    assert_eq!(titles(&site, "schindlers", MovieSort::Relevance).await, ["Schindler's List"]);
}

#[tokio::test]
async fn words_of_the_title_come_first_then_its_beginnings_the_original_title_and_people() {
    let site = site();
    let known = |title: &str, votes| {
        let source_rating = Some(SourceRating { average: 7.0, votes });
        MovieDraft { source_rating, ..draft(title) }
    };
    site.drafted(known("Solaris", 10)).await;
    site.drafted(known("Solar Sol", 1)).await;
    site.drafted(known("El sol", 5)).await;
    site.drafted(MovieDraft { original_title: Some("Sol".into()), ..known("The Sun", 1_000) }).await;
    site.drafted(MovieDraft { cast: vec!["Ana Sol".into()], ..known("Otra", 1_000_000) }).await;
    let expected = ["El sol", "Solar Sol", "Solaris", "The Sun", "Otra"];
    assert_eq!(titles(&site, "sol", MovieSort::Relevance).await, expected);
    let paged = walk(&site, MovieQuery { limit: 2, ..query(MovieSort::Relevance, sought("sol")) }).await;
    assert_eq!(paged.into_iter().map(|item| item.title).collect::<Vec<_>>(), expected);
    assert_eq!(titles(&site, "sol", MovieSort::Popular).await[0], "Otra");
}

#[tokio::test]
async fn hostile_words_are_only_words() {
    let site = site();
    site.movie("One NEAR two AND three").await;
    for words in [
        "\"",
        "\"one\" OR",
        "one*",
        "^one",
        "NEAR(one two)",
        "title:one",
        "- one",
        "one\0two",
        "(((",
        "'; DROP TABLE",
    ] {
        for sort in SORTS {
            let filter = MovieFilter { words: vec![words.into()], ..MovieFilter::default() };
            site.store.list_movies(query(sort, filter)).await.unwrap();
        }
    }
    let many: Vec<String> = (0..2_000).map(|number| format!("w{number}")).collect();
    let filter = MovieFilter { words: many, ..MovieFilter::default() };
    assert!(site.store.list_movies(query(MovieSort::Relevance, filter)).await.unwrap().items.is_empty());
    let filter = MovieFilter { words: vec!["x".repeat(100_000)], ..MovieFilter::default() };
    assert!(site.store.list_movies(query(MovieSort::Title, filter)).await.unwrap().items.is_empty());
    assert_eq!(titles(&site, "near and", MovieSort::Relevance).await.len(), 1);
}

#[tokio::test]
async fn an_edited_or_deleted_film_is_found_by_its_new_words_only() {
    let site = site();
    let id = site.movie("Alpha").await;
    let change = MovieDraft { cast: vec!["Gamma Delta".into()], ..draft("Beta") }.into();
    site.store.edit_movie(id, None, change, at(1)).await.unwrap();
    assert!(titles(&site, "alpha", MovieSort::Relevance).await.is_empty());
    assert_eq!(titles(&site, "beta", MovieSort::Relevance).await, ["Beta"]);
    assert_eq!(titles(&site, "delta", MovieSort::Popular).await, ["Beta"]);
    site.store.delete_movie(id, None).await.unwrap();
    assert!(titles(&site, "beta", MovieSort::Relevance).await.is_empty());
}

/// Enough films that a common word is looked for along the list's own order, and a rare one in the index.
#[tokio::test]
async fn common_and_rare_words_are_found_alike_in_every_order() {
    let site = site();
    let title = |number: u32| match number {
        n if n % 997 == 0 => format!("Común raro {n}"),
        n if n % 5 == 0 => format!("Común medio {}", n % 100),
        n => format!("Común {}", n % 100),
    };
    for batch in 0..7 {
        let films = (batch * 2_000..(batch + 1) * 2_000).map(|number| {
            let source_rating = Some(SourceRating { average: 6.0, votes: u64::from(number * 37 % 5_000) });
            let year = Some(1900 + i32::try_from(number % 100).unwrap());
            let draft = MovieDraft { source_rating, year, ..sourced(&number.to_string(), &title(number)) };
            (MovieId::new(at(0), &SystemRandom), draft)
        });
        site.store.import_movies(films.collect(), at(0)).await.unwrap();
    }
    for sort in SORTS {
        for (words, years, expected) in [
            ("comun", None, if sort == MovieSort::Relevance { 1_000 } else { 14_000 }),
            ("raro", None, 15),
            ("medio", None, if sort == MovieSort::Relevance { 1_000 } else { 2_797 }),
            ("medio", Some(1910), 140),
            ("comun raro", None, 15),
            ("comun 7", None, if sort == MovieSort::Relevance { 1_000 } else { expected_sevens(title) }),
            ("c", Some(1950), 140),
            ("c ra", Some(1997), 1),
        ] {
            let filter = MovieFilter { year_from: years, year_to: years, ..sought(words) };
            let items = walk(&site, MovieQuery { limit: 100, ..query(sort, filter) }).await;
            let mut ids: Vec<_> = items.iter().map(|item| item.id).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!((items.len(), ids.len()), (expected, expected), "{words} {sort:?}");
            let fits = |title: &str| {
                let title = fold(title);
                words.split(' ').all(|word| title.split(' ').any(|other| other.starts_with(word)))
            };
            assert!(items.iter().all(|item| fits(&item.title)), "{words} {sort:?}");
        }
    }
}

fn expected_sevens(title: impl Fn(u32) -> String) -> usize {
    (0..14_000).filter(|number| title(*number).split(' ').any(|word| word.starts_with('7'))).count()
}
