//! Films found by words.

use std::collections::BTreeSet;

use kenmovie_common::domain::search::RANKED;
use kenmovie_common::domain::{MovieCard, MovieDraft, MovieSort, Reactions, SourceRating, score};
use kenmovie_common::ports::{MovieFilter, MovieQuery};
use kenmovie_common::text::fold;

use super::movie_lists::{SORTS, query, walk};
use super::stage::{Stage, at, draft, movie_id, sourced};

fn sought(words: &str) -> MovieFilter {
    MovieFilter { words: words.split(' ').map(Into::into).collect(), ..MovieFilter::default() }
}

async fn found(stage: &Stage, words: &str, sort: MovieSort) -> Vec<MovieCard> {
    walk(stage, query(sort, sought(words))).await
}

async fn titles(stage: &Stage, words: &str, sort: MovieSort) -> Vec<String> {
    found(stage, words, sort).await.into_iter().map(|card| card.title).collect()
}

fn known(title: &str, votes: u64) -> MovieDraft {
    MovieDraft { source_rating: Some(SourceRating { average: 7.0, votes }), ..draft(title) }
}

pub async fn films_are_found_by_beginnings_of_words_of_titles_and_people(stage: &Stage) {
    stage
        .drafted(MovieDraft {
            original_title: Some("七人の侍".into()),
            directors: vec!["Akira Kurosawa".into()],
            cast: vec!["Toshirō Mifune".into()],
            ..draft("Los siete samuráis")
        })
        .await;
    stage.movie("Schindler's List").await;
    for sort in SORTS {
        for words in
            ["siete", "sam", "samurais si", "aki kuro", "mifune toshiro", "七人", "los kurosawa", "s"]
        {
            let titles = titles(stage, words, sort).await;
            assert!(titles.contains(&"Los siete samuráis".into()), "{words} {sort:?}");
        }
        for words in ["iete", "samuraisx", "siete ocho", "の侍", "toshiromifune"] {
            assert!(titles(stage, words, sort).await.is_empty(), "{words} {sort:?}");
        }
        assert_eq!(titles(stage, "schindlers", sort).await, ["Schindler's List"]);
    }
}

pub async fn case_accents_and_the_ways_to_write_them_do_not_matter(stage: &Stage) {
    stage.movie("El Niño y la ÁGUILA").await;
    stage.movie("Nino").await;
    for words in ["niño", "NIÑO", "nin\u{303}o", "nino", "Niñ"] {
        assert_eq!(found(stage, words, MovieSort::Title).await.len(), 2, "{words}");
    }
    for words in ["águila", "aguila", "ÀGUI", "el águila niño"] {
        assert_eq!(titles(stage, words, MovieSort::Relevance).await, ["El Niño y la ÁGUILA"], "{words}");
    }
}

pub async fn each_word_may_stand_elsewhere_but_each_must_stand_somewhere(stage: &Stage) {
    let cast = vec!["Norma Aleandro".to_owned(), "Héctor Alterio".to_owned()];
    stage.drafted(MovieDraft { cast, ..draft("La historia oficial") }).await;
    stage.drafted(MovieDraft { original_title: Some("La historia".into()), ..draft("Otra") }).await;
    for words in ["historia alterio", "alterio historia", "oficial norma la", "hector aleandro"] {
        assert_eq!(titles(stage, words, MovieSort::Popular).await, ["La historia oficial"], "{words}");
    }
    assert_eq!(found(stage, "historia la historia", MovieSort::Relevance).await.len(), 2);
    assert!(found(stage, "historia alterio nadie", MovieSort::Relevance).await.is_empty());
}

pub async fn words_of_the_title_come_first_then_its_beginnings_the_original_title_and_people(stage: &Stage) {
    stage.drafted(known("Solaris", 10)).await;
    stage.drafted(known("Solar Sol", 1)).await;
    stage.drafted(known("El sol", 5)).await;
    stage.drafted(MovieDraft { original_title: Some("Sol".into()), ..known("The Sun", 1_000) }).await;
    stage.drafted(MovieDraft { cast: vec!["Ana Sol".into()], ..known("Otra", 1_000_000) }).await;
    let expected = ["El sol", "Solar Sol", "Solaris", "The Sun", "Otra"];
    for limit in [1, 2, 3, 100] {
        let paged = walk(stage, MovieQuery { limit, ..query(MovieSort::Relevance, sought("sol")) }).await;
        assert_eq!(paged.into_iter().map(|card| card.title).collect::<Vec<_>>(), expected, "{limit}");
    }
    assert_eq!(
        titles(stage, "sol", MovieSort::Popular).await,
        ["Otra", "The Sun", "Solaris", "El sol", "Solar Sol"]
    );
}

pub async fn words_of_which_nothing_is_left_find_every_film(stage: &Stage) {
    for title in ["One", "Two"] {
        stage.movie(title).await;
    }
    for sort in SORTS {
        assert_eq!(found(stage, "\" ** ¿?", sort).await.len(), 2);
    }
}

pub async fn hostile_words_are_only_words(stage: &Stage) {
    stage.movie("One NEAR two AND three").await;
    let hostile = [
        "\"",
        "\"one\" OR",
        "one*",
        "^one",
        "NEAR(one two)",
        "title:one",
        "- one",
        "one\0two",
        "(((",
        "'; DROP",
        ".*",
    ];
    for words in hostile.into_iter().chain(["$where", "\\Qone", "[a-z]+", "o|t"]) {
        for sort in SORTS {
            let filter = MovieFilter { words: vec![words.into()], ..MovieFilter::default() };
            stage.store.list_movies(query(sort, filter)).await.unwrap();
        }
    }
    let many: Vec<String> = (0..2_000).map(|number| format!("w{number}")).collect();
    let filter = MovieFilter { words: many, ..MovieFilter::default() };
    assert!(stage.store.list_movies(query(MovieSort::Relevance, filter)).await.unwrap().items.is_empty());
    let filter = MovieFilter { words: vec!["x".repeat(100_000)], ..MovieFilter::default() };
    assert!(stage.store.list_movies(query(MovieSort::Title, filter)).await.unwrap().items.is_empty());
    assert!(titles(stage, "[a-z]+x", MovieSort::Relevance).await.is_empty());
    assert_eq!(titles(stage, "near and", MovieSort::Relevance).await.len(), 1);
}

pub async fn an_edited_or_deleted_film_is_found_by_its_new_words_only(stage: &Stage) {
    let id = stage.movie("Alpha").await;
    let change = MovieDraft { cast: vec!["Gamma Delta".into()], ..draft("Beta") }.into();
    stage.store.edit_movie(id, None, change, at(1)).await.unwrap();
    assert!(titles(stage, "alpha", MovieSort::Relevance).await.is_empty());
    assert_eq!(titles(stage, "beta", MovieSort::Relevance).await, ["Beta"]);
    assert_eq!(titles(stage, "delta", MovieSort::Popular).await, ["Beta"]);
    stage.store.delete_movie(id, None, at(9_000)).await.unwrap();
    assert!(titles(stage, "beta", MovieSort::Relevance).await.is_empty());
}

pub async fn common_and_rare_words_are_found_alike_and_relevance_ranks_the_best(stage: &Stage) {
    let title = |number: u32| match number {
        n if n % 397 == 0 => format!("Común raro {n}"),
        n if n % 5 == 0 => format!("Común medio {}", n % 100),
        n => format!("Común {}", n % 100),
    };
    let votes = |number: u32| u64::from(number * 37 % 5_000);
    for batch in 0..3 {
        let films = (batch * 400..(batch + 1) * 400).map(|number| {
            let source_rating = Some(SourceRating { average: 6.0, votes: votes(number) });
            let year = Some(1900 + i32::try_from(number % 100).unwrap());
            (movie_id(), MovieDraft { source_rating, year, ..sourced(&number.to_string(), &title(number)) })
        });
        stage.store.import_movies(films.collect(), at(0)).await.unwrap();
    }
    for sort in SORTS {
        for (words, year) in
            [("comun", None), ("raro", None), ("medio", Some(1910)), ("comun 7", None), ("c ra", Some(1997))]
        {
            let fits = |title: &str| {
                let title = fold(title);
                words.split(' ').all(|word| title.split(' ').any(|other| other.starts_with(word)))
            };
            let in_year =
                |number: u32| year.is_none_or(|year| u32::try_from(year - 1900).unwrap() == number % 100);
            let all = (0..1_200).filter(|&number| in_year(number) && fits(&title(number))).count();
            // Those whose title is what was typed come on top of the most popular.
            let titled =
                (0..1_200).filter(|&number| in_year(number) && fold(&title(number)) == words).count();
            let expected = match sort {
                MovieSort::Relevance => all.min(RANKED)..=all.min(RANKED + titled),
                _ => all..=all,
            };
            let filter = MovieFilter { year_from: year, year_to: year, ..sought(words) };
            let items = walk(stage, MovieQuery { limit: 100, ..query(sort, filter) }).await;
            let once: BTreeSet<_> = items.iter().map(|item| item.id).collect();
            assert_eq!(items.len(), once.len(), "{words} {sort:?}");
            assert!(expected.contains(&once.len()), "{words} {sort:?}: {} of {expected:?}", once.len());
            assert!(items.iter().all(|item| fits(&item.title)), "{words} {sort:?}");
        }
    }
    let ranked = walk(stage, MovieQuery { limit: 100, ..query(MovieSort::Relevance, sought("com")) }).await;
    let score = |number| {
        let source = SourceRating { average: 6.0, votes: votes(number) };
        score::popular(Some(source), Reactions::default(), 0, 0)
    };
    let of = |card: &MovieCard| score(card.source.as_ref().unwrap().id.parse().unwrap());
    let mut every: Vec<i64> = (0..1_200).map(score).collect();
    every.sort_unstable_by(|one, other| other.cmp(one));
    assert_eq!(ranked.iter().map(of).collect::<Vec<_>>(), every[..RANKED]);
}
