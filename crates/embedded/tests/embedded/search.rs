use kenmovie_common::MovieId;
use kenmovie_common::domain::search::RANKED;
use kenmovie_common::domain::{MovieCard, MovieDraft, MovieSort, SourceRating};
use kenmovie_common::ports::{MovieFilter, MovieQuery, Movies as _};
use kenmovie_common::text::fold;
use kenmovie_embedded::SystemRandom;

use crate::site::{Site, at, site, sourced};

const SORTS: [MovieSort; 5] =
    [MovieSort::Popular, MovieSort::TopRated, MovieSort::Newest, MovieSort::Title, MovieSort::Relevance];

/// Every film of a list, page by page.
async fn walk(site: &Site, mut query: MovieQuery) -> Vec<MovieCard> {
    let mut items = Vec::new();
    loop {
        let page = site.store.list_movies(query.clone()).await.unwrap();
        items.extend(page.items);
        query.after = page.next;
        if query.after.is_none() {
            return items;
        }
    }
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
            ("comun", None, 14_000),
            ("raro", None, 15),
            ("medio", None, 2_797),
            ("medio", Some(1910), 140),
            ("comun raro", None, 15),
            ("comun 7", None, expected_sevens(title)),
            ("c", Some(1950), 140),
            ("c ra", Some(1997), 1),
        ] {
            let expected = if sort == MovieSort::Relevance { expected.min(RANKED) } else { expected };
            let sought = words.split(' ').map(Into::into).collect();
            let filter = MovieFilter { words: sought, year_from: years, year_to: years, genre: None };
            let items = walk(&site, MovieQuery { filter, sort, after: None, limit: 100, viewer: None }).await;
            let mut ids: Vec<_> = items.iter().map(|item| item.id).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(items.len(), ids.len(), "{words} {sort:?}");
            // As many on top have what was typed for a title.
            let on_top = if (words, sort) == ("comun 7", MovieSort::Relevance) { RANKED } else { 0 };
            assert!((expected..=expected + on_top).contains(&ids.len()), "{words} {sort:?}: {}", ids.len());
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
