use kenmovie_common::domain::{MovieCard, MovieDraft, MovieSort, Reaction, SourceRating, Target, score};
use kenmovie_common::ports::{MovieFilter, MovieQuery, Movies as _, ReactionStore as _, SortKey};

use crate::site::{Site, at, draft, site, sourced, user_id};

pub(super) const SORTS: [MovieSort; 5] =
    [MovieSort::Popular, MovieSort::TopRated, MovieSort::Newest, MovieSort::Title, MovieSort::Relevance];

pub(super) fn query(sort: MovieSort, filter: MovieFilter) -> MovieQuery {
    MovieQuery { filter, sort, after: None, limit: 20, viewer: None }
}

/// Every film of a list, page by page.
pub(super) async fn walk(site: &Site, mut query: MovieQuery) -> Vec<MovieCard> {
    let mut items = Vec::new();
    loop {
        let page = site.store.list_movies(query.clone()).await.unwrap();
        assert!(page.items.len() == query.limit || page.next.is_none());
        items.extend(page.items);
        query.after = page.next;
        if query.after.is_none() {
            return items;
        }
    }
}

/// Sixty films with gaps in their years and ties in every order.
pub(super) async fn fill(site: &Site) {
    let batch = (0..60_u32).map(|number| {
        let draft = MovieDraft {
            year: (number % 7 != 0).then(|| 1950 + i32::try_from(number % 10).unwrap()),
            genres: [("Drama", 2), ("Comedia", 3)]
                .into_iter()
                .filter(|(_, each)| number % each == 0)
                .map(|(name, _)| name.into())
                .collect(),
            directors: vec![format!("Director {}", number % 5)],
            source_rating: source_rating(number),
            ..sourced(&number.to_string(), &format!("Película {}", number % 20))
        };
        (kenmovie_common::MovieId::new(at(0), &kenmovie_embedded::SystemRandom), draft)
    });
    site.store.import_movies(batch.collect(), at(0)).await.unwrap();
}

fn source_rating(number: u32) -> Option<SourceRating> {
    let average = [None, Some(6.0), Some(7.0), Some(8.0)][number as usize % 4];
    average.map(|average| SourceRating { average, votes: u64::from(number % 6) * 1_000 })
}

fn in_order(items: &[MovieCard], sort: MovieSort) -> bool {
    let source = |item: &MovieCard| source_rating(item.source.as_ref().unwrap().id.parse().unwrap());
    let number = |item: &MovieCard| match sort {
        MovieSort::TopRated => score::top_rated(source(item), 0, 0),
        MovieSort::Newest => item.year.map_or(i64::MIN, i64::from),
        _ => score::popular(source(item), item.reactions, item.comments, 0),
    };
    items.windows(2).all(|pair| match sort {
        MovieSort::Title => {
            let key = |item: &MovieCard| (kenmovie_common::text::fold(&item.title), item.id);
            key(&pair[0]) < key(&pair[1])
        }
        _ => (number(&pair[0]), pair[0].id) > (number(&pair[1]), pair[1].id),
    })
}

#[tokio::test]
async fn every_order_shows_each_film_once_whatever_the_page_and_the_filter() {
    let site = site();
    fill(&site).await;
    let genre = |name: &str| Some(name.to_owned());
    let filters = [
        (MovieFilter::default(), 60),
        (MovieFilter { genre: genre("Drama"), ..MovieFilter::default() }, 30),
        (MovieFilter { genre: genre("Comedia"), ..MovieFilter::default() }, 20),
        (MovieFilter { genre: genre("drama"), ..MovieFilter::default() }, 0),
        (MovieFilter { genre: genre(""), ..MovieFilter::default() }, 0),
        (MovieFilter { year_from: Some(1953), ..MovieFilter::default() }, 36),
        (MovieFilter { year_to: Some(1953), ..MovieFilter::default() }, 21),
        (MovieFilter { year_from: Some(1952), year_to: Some(1954), ..MovieFilter::default() }, 16),
        (MovieFilter { year_from: Some(1954), year_to: Some(1952), ..MovieFilter::default() }, 0),
        (MovieFilter { words: vec!["pelicula".into()], ..MovieFilter::default() }, 60),
        (MovieFilter { words: vec!["director".into(), "3".into()], ..MovieFilter::default() }, 12),
        (
            MovieFilter {
                words: vec!["pel".into()],
                genre: genre("Drama"),
                year_from: Some(1956),
                year_to: None,
            },
            10,
        ),
    ];
    for (filter, expected) in filters {
        for sort in SORTS {
            for limit in [1, 7, 100] {
                let items = walk(&site, MovieQuery { limit, ..query(sort, filter.clone()) }).await;
                let in_years = items.iter().all(|item| {
                    filter.year_from.is_none_or(|from| item.year.is_some_and(|year| year >= from))
                        && filter.year_to.is_none_or(|to| item.year.is_some_and(|year| year <= to))
                });
                assert!(in_years, "{filter:?} {sort:?}");
                let mut ids: Vec<_> = items.iter().map(|item| item.id).collect();
                if sort != MovieSort::Relevance || filter.words.is_empty() {
                    assert!(in_order(&items, sort), "{filter:?} {sort:?} {limit}");
                }
                ids.sort_unstable();
                ids.dedup();
                assert_eq!((items.len(), ids.len()), (expected, expected), "{filter:?} {sort:?} {limit}");
            }
        }
    }
}

#[tokio::test]
async fn films_without_a_year_come_last_among_the_newest() {
    let site = site();
    let unknown = site.movie("Unknown").await;
    let known = site.drafted(MovieDraft { year: Some(1894), ..draft("Known") }).await;
    let page = site.store.list_movies(query(MovieSort::Newest, MovieFilter::default())).await.unwrap();
    assert_eq!(page.items.iter().map(|item| item.id).collect::<Vec<_>>(), [known, unknown]);
}

#[tokio::test]
async fn a_viewer_gets_mine_with_each_film_and_a_visitor_does_not() {
    let site = site();
    fill(&site).await;
    let liked =
        site.store.list_movies(query(MovieSort::Title, MovieFilter::default())).await.unwrap().items[3].id;
    site.store.set_reaction(user_id(1), Target::Movie(liked), Some(Reaction::Like), at(0)).await.unwrap();
    for sort in SORTS {
        for words in [vec![], vec!["pelicula".to_owned()]] {
            let filter = MovieFilter { words, ..MovieFilter::default() };
            let seen = MovieQuery { viewer: Some(user_id(1)), ..query(sort, filter.clone()) };
            for item in walk(&site, seen).await {
                let mine = item.mine.unwrap();
                assert_eq!(mine.reaction.is_some(), item.id == liked);
                assert!(!mine.listed && !mine.blocked);
            }
            assert!(walk(&site, query(sort, filter)).await.iter().all(|item| item.mine.is_none()));
        }
    }
}

#[tokio::test]
async fn a_place_of_another_order_begins_at_the_start() {
    let site = site();
    fill(&site).await;
    let id = kenmovie_common::MovieId::from_bytes([9; 16]);
    for sort in SORTS {
        let wrong = if sort == MovieSort::Title { SortKey::Number(3) } else { SortKey::Text("x".into()) };
        let page = site
            .store
            .list_movies(MovieQuery { after: Some((wrong, id)), ..query(sort, MovieFilter::default()) })
            .await
            .unwrap();
        assert_eq!(page.items.len(), 20);
    }
}

#[tokio::test]
async fn genres_are_counted_as_films_come_change_and_go() {
    let site = site();
    fill(&site).await;
    let genres = async || {
        let genres = site.store.genres().await.unwrap();
        genres.into_iter().map(|genre| (genre.genre, genre.count)).collect::<Vec<_>>()
    };
    assert_eq!(genres().await, [("Drama".into(), 30), ("Comedia".into(), 20)]);
    assert_eq!(site.store.count_movies().await.unwrap(), 60);
    let genres_twice = vec!["Drama".into(), "Western".into(), "Drama".into()];
    let id = site.drafted(MovieDraft { genres: genres_twice, ..draft("Shane") }).await;
    assert_eq!(genres().await, [("Drama".into(), 31), ("Comedia".into(), 20), ("Western".into(), 1)]);
    site.store.delete_movie(id, None).await.unwrap();
    assert_eq!(genres().await, [("Drama".into(), 30), ("Comedia".into(), 20)]);
    assert_eq!(site.store.count_movies().await.unwrap(), 60);
    site.assert_settled().await;
}
