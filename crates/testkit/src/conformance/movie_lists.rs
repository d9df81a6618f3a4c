//! Pages of films in every order.

use std::collections::BTreeSet;

use kenmovie_common::MovieId;
use kenmovie_common::domain::{MovieCard, MovieDraft, MovieSort, Reaction, SourceRating, Target, score};
use kenmovie_common::ports::{MovieFilter, MovieQuery, SortKey};
use kenmovie_common::text::fold;

use super::reports::new_report;
use super::stage::{MODERATOR, Stage, at, draft, movie_id, sourced, user_id};

const LIKE: Option<Reaction> = Some(Reaction::Like);
const DISLIKE: Option<Reaction> = Some(Reaction::Dislike);
pub(super) const SORTS: [MovieSort; 5] =
    [MovieSort::Popular, MovieSort::TopRated, MovieSort::Newest, MovieSort::Title, MovieSort::Relevance];

pub(super) fn query(sort: MovieSort, filter: MovieFilter) -> MovieQuery {
    MovieQuery { filter, sort, after: None, limit: 20, viewer: None }
}

/// Every film of a list, page by page.
pub(super) async fn walk(stage: &Stage, mut query: MovieQuery) -> Vec<MovieCard> {
    let mut items = Vec::new();
    loop {
        let page = stage.store.list_movies(query.clone()).await.unwrap();
        assert!(page.items.len() == query.limit || page.next.is_none() && page.items.len() < query.limit);
        items.extend(page.items);
        query.after = page.next;
        if query.after.is_none() {
            return items;
        }
    }
}

async fn ids(stage: &Stage, sort: MovieSort) -> Vec<MovieId> {
    let cards = walk(stage, query(sort, MovieFilter::default())).await;
    cards.into_iter().map(|card| card.id).collect()
}

/// Sixty films with gaps in their years and ties in every order.
async fn fill(stage: &Stage) {
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
        (movie_id(), draft)
    });
    stage.store.import_movies(batch.collect(), at(0)).await.unwrap();
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
            let key = |item: &MovieCard| (fold(&item.title), item.id);
            key(&pair[0]) < key(&pair[1])
        }
        _ => (number(&pair[0]), pair[0].id) > (number(&pair[1]), pair[1].id),
    })
}

pub async fn every_order_shows_each_film_once_whatever_the_page_and_the_filter(stage: &Stage) {
    fill(stage).await;
    let genre = |name: &str| MovieFilter { genre: Some(name.into()), ..MovieFilter::default() };
    let years = |year_from, year_to| MovieFilter { year_from, year_to, ..MovieFilter::default() };
    let words = |words: &[&str]| words.iter().map(|&word| word.into()).collect::<Vec<String>>();
    let filters = [
        (MovieFilter::default(), 60),
        (genre("Drama"), 30),
        (genre("Comedia"), 20),
        (genre("drama"), 0),
        (genre(""), 0),
        (years(Some(1953), None), 36),
        (years(None, Some(1953)), 21),
        (years(Some(1952), Some(1954)), 16),
        (years(Some(1954), Some(1952)), 0),
        (MovieFilter { genre: Some("Comedia".into()), ..years(Some(1952), Some(1954)) }, 5),
        (MovieFilter { words: words(&["pelicula"]), ..MovieFilter::default() }, 60),
        (MovieFilter { words: words(&["director", "3"]), ..MovieFilter::default() }, 12),
        (MovieFilter { words: words(&["pel"]), genre: Some("Drama".into()), ..years(Some(1956), None) }, 10),
    ];
    for (filter, expected) in filters {
        for sort in SORTS {
            for limit in [1, 3, 100] {
                let items = walk(stage, MovieQuery { limit, ..query(sort, filter.clone()) }).await;
                let what = format!("{filter:?} {sort:?} {limit}");
                let fits = |item: &MovieCard| {
                    filter.year_from.is_none_or(|from| item.year.is_some_and(|year| year >= from))
                        && filter.year_to.is_none_or(|to| item.year.is_some_and(|year| year <= to))
                        && filter.genre.as_ref().is_none_or(|genre| item.genres.contains(genre))
                };
                assert!(items.iter().all(fits), "{what}");
                if sort != MovieSort::Relevance || filter.words.is_empty() {
                    assert!(in_order(&items, sort), "{what}");
                }
                let once: BTreeSet<_> = items.iter().map(|item| item.id).collect();
                assert_eq!((items.len(), once.len()), (expected, expected), "{what}");
            }
        }
    }
}

pub async fn films_without_a_year_come_last_among_the_newest(stage: &Stage) {
    let unknown = stage.movie("Unknown").await;
    let known = stage.drafted(MovieDraft { year: Some(1894), ..draft("Known") }).await;
    let latest = stage.drafted(MovieDraft { year: Some(2030), ..draft("Latest") }).await;
    assert_eq!(ids(stage, MovieSort::Newest).await, [latest, known, unknown]);
}

pub async fn titles_are_ordered_without_case_accents_and_signs(stage: &Stage) {
    let titles = ["Zeta", "¡Ámame!", "ñu", "amada", "Ánima", "8½", "Nube", "amor", "七人の侍", "!"];
    for title in titles {
        stage.movie(title).await;
    }
    let cards = walk(stage, query(MovieSort::Title, MovieFilter::default())).await;
    let found: Vec<_> = cards.iter().map(|card| card.title.as_str()).collect();
    let mut expected = titles.to_vec();
    expected.sort_by_key(|title| fold(title));
    assert_eq!(found, expected);
    assert_eq!(found[..4], ["!", "8½", "amada", "¡Ámame!"]);
}

pub async fn very_long_titles_are_ordered_and_paged_too(stage: &Stage) {
    for end in ["c", "a", "b"] {
        stage.movie(&format!("{}{end}", "Muy largo ".repeat(60))).await;
    }
    for limit in [1, 3] {
        let page = MovieQuery { limit, ..query(MovieSort::Title, MovieFilter::default()) };
        let once: BTreeSet<_> = walk(stage, page).await.into_iter().map(|card| card.id).collect();
        assert_eq!(once.len(), 3);
    }
}

pub async fn votes_and_comments_move_a_film_among_the_popular_and_leave_its_version_alone(stage: &Stage) {
    let (one, two) = (stage.movie("One").await, stage.movie("Two").await);
    let before = stage.whole(one).await;
    let vote = |movie, value| stage.store.set_reaction(user_id(1), Target::Movie(movie), value, at(9));
    vote(one, LIKE).await.unwrap();
    assert_eq!(ids(stage, MovieSort::Popular).await, [one, two]);
    vote(two, LIKE).await.unwrap();
    let comment = stage.comment(two, user_id(1), 0).await.id;
    assert_eq!(ids(stage, MovieSort::Popular).await, [two, one]);
    stage.store.delete_comment(comment, MODERATOR, at(0)).await.unwrap();
    vote(two, DISLIKE).await.unwrap();
    assert_eq!(ids(stage, MovieSort::Popular).await, [one, two]);
    let after = stage.whole(one).await;
    assert_eq!((after.version, after.card.updated_at), (before.version, before.card.updated_at));
}

pub async fn a_viewer_gets_mine_with_each_film_and_does_not_see_what_they_reported(stage: &Stage) {
    fill(stage).await;
    let ana = stage.user("ana@example.org").await.id;
    let all = ids(stage, MovieSort::Title).await;
    let (liked, hidden) = (all[3], &all[10..15]);
    stage.store.set_reaction(ana, Target::Movie(liked), LIKE, at(0)).await.unwrap();
    for &movie in hidden {
        stage.store.report(new_report(ana, movie, 0)).await.unwrap().unwrap();
    }
    for sort in SORTS {
        for words in [vec![], vec!["pelicula".to_owned()]] {
            let filter = MovieFilter { words, ..MovieFilter::default() };
            let viewed = MovieQuery { viewer: Some(ana), limit: 3, ..query(sort, filter.clone()) };
            let seen = walk(stage, viewed).await;
            assert_eq!(seen.len(), 55, "{sort:?}");
            for item in &seen {
                let mine = item.mine.unwrap();
                assert_eq!(mine.reaction.is_some(), item.id == liked);
                assert!(!mine.listed && !mine.blocked && !hidden.contains(&item.id));
            }
            let visited = walk(stage, query(sort, filter)).await;
            assert!(visited.len() == 60 && visited.iter().all(|item| item.mine.is_none()));
        }
    }
}

pub async fn a_place_of_another_order_begins_at_the_start(stage: &Stage) {
    fill(stage).await;
    let id = MovieId::from_bytes([9; 16]);
    for sort in SORTS {
        let wrong = if sort == MovieSort::Title { SortKey::Number(3) } else { SortKey::Text("x".into()) };
        let asked = MovieQuery { after: Some((wrong, id)), ..query(sort, MovieFilter::default()) };
        assert_eq!(stage.store.list_movies(asked).await.unwrap().items.len(), 20);
    }
}

pub async fn pages_miss_and_repeat_nothing_that_keeps_its_key_while_others_change(stage: &Stage) {
    fill(stage).await;
    for (round, sort) in SORTS.into_iter().enumerate() {
        let all = ids(stage, sort).await;
        let (mut moving, staying): (Vec<_>, Vec<_>) =
            all.iter().copied().partition(|id| id.bytes()[15] % 3 == 0);
        let (mut seen, mut after, mut step) = (Vec::new(), None, 0_u8);
        loop {
            let asked = MovieQuery { after, limit: 3, ..query(sort, MovieFilter::default()) };
            let page = stage.store.list_movies(asked).await.unwrap();
            seen.extend(page.items.into_iter().map(|card| card.id));
            after = page.next;
            if after.is_none() {
                break;
            }
            step += 1;
            let person = user_id(100 + u8::try_from(round).unwrap());
            if step % 3 == 0 {
                stage.movie(&format!("Película nueva {step}")).await;
            }
            match moving.pop() {
                Some(gone) if step % 4 == 0 => {
                    stage.store.delete_movie(gone, None, at(9_000)).await.unwrap();
                }
                Some(moved) => {
                    let change = MovieDraft { year: Some(1900 + i32::from(step)), ..draft("Movida") };
                    stage.store.edit_movie(moved, None, change.into(), at(1)).await.unwrap();
                    let value = if step % 2 == 0 { LIKE } else { DISLIKE };
                    stage.store.set_reaction(person, Target::Movie(moved), value, at(1)).await.unwrap();
                }
                None => {}
            }
        }
        for id in &staying {
            assert_eq!(seen.iter().filter(|other| *other == id).count(), 1, "{sort:?} {id}");
        }
    }
    stage.assert_settled().await;
}

pub async fn all_films_are_walked_in_the_order_of_their_ids(stage: &Stage) {
    assert!(stage.store.walk_movies(None, 0, 10).await.unwrap().is_empty());
    fill(stage).await;
    let mut ids = ids(stage, MovieSort::Title).await;
    ids.sort();
    let walk = async |from, skip, limit| stage.store.walk_movies(from, skip, limit).await.unwrap();
    assert_eq!(walk(None, 0, 100).await, ids);
    assert_eq!(walk(None, 0, 7).await, ids[..7]);
    assert_eq!(walk(Some(ids[20]), 0, 7).await, ids[20..27]);
    assert_eq!(walk(Some(ids[20]), 10, 1).await, ids[30..31]);
    assert_eq!(walk(Some(ids[50]), 5, 100).await, ids[55..]);
    assert!(walk(Some(ids[50]), 10, 1).await.is_empty());
}

pub async fn a_walk_goes_on_from_where_a_film_was(stage: &Stage) {
    fill(stage).await;
    let before = stage.store.walk_movies(None, 0, 100).await.unwrap();
    stage.store.delete_movie(before[30], None, at(1)).await.unwrap();
    let after = stage.store.walk_movies(Some(before[30]), 0, 100).await.unwrap();
    assert_eq!(after, before[31..]);
}
