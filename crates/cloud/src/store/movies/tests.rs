//! Every list of films is explained by a real server, which `KENMOVIE_TEST_MONGODB` names.

use std::sync::Arc;

use kenmovie_common::domain::{MovieDraft, MovieSort, Source, SourceRating};
use kenmovie_common::ports::{MovieFilter, MovieQuery, Movies as _};
use kenmovie_common::{MovieId, Time, UserId};
use kenmovie_system::SystemRandom;
use mongodb::bson::{Bson, Document, Uuid, doc};

use super::delete::{Hanging, ON_FILM, ending};
use super::genres::most_first;
use super::list::hidden_from;
use super::plan::{Path, Plan};
use super::read::walk_from;
use crate::store::client::Mongo;
use crate::store::explained::{Explained, with_database};
use crate::store::monitor::CommandCounter;
use crate::store::schema::MOVIES;

const SORTS: [MovieSort; 5] =
    [MovieSort::Popular, MovieSort::TopRated, MovieSort::Newest, MovieSort::Title, MovieSort::Relevance];
const FILMS: i32 = 600;
const LIMIT: usize = 20;

/// Films of which half are equally popular.
fn films() -> Vec<(MovieId, MovieDraft)> {
    let film = |number: i32| MovieDraft {
        title: format!("Película {} {}", number % 7, number % 3),
        year: (number % 10 != 0).then_some(1950 + number % 60),
        genres: vec![["Drama", "Comedia"][usize::try_from(number % 2).unwrap()].into()],
        cast: vec!["Ana Sol".into()],
        source: Some(Source { name: "test".into(), id: number.to_string() }),
        source_rating: (number % 2 == 0)
            .then(|| SourceRating { average: 7.5, votes: u64::from(number.unsigned_abs()) }),
        ..MovieDraft::default()
    };
    let now = Time::from_millis(0);
    (0..FILMS).map(|number| (MovieId::new(now, &SystemRandom), film(number))).collect()
}

/// Every way in which a list can be asked for.
fn plans() -> Vec<Plan> {
    let mut plans = Vec::new();
    for sort in SORTS {
        for genre in [None, Some("Drama".to_owned())] {
            for years in [None, Some((1960, 1990))] {
                for words in [&[][..], &["pelicula"], &["pelicula", "sol"]] {
                    if sort == MovieSort::Relevance && words.is_empty() {
                        continue;
                    }
                    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
                    let mut paths = vec![Path::Order];
                    if years.is_some() && sort != MovieSort::Newest {
                        paths.push(Path::Years);
                    }
                    paths.extend(words.first().cloned().map(Path::Word));
                    let plan = |path| Plan {
                        sort,
                        path,
                        genre: genre.clone(),
                        years,
                        words: words.clone(),
                        typed: "pelicula 3 0".to_owned(),
                    };
                    plans.extend(paths.into_iter().map(plan));
                }
            }
        }
    }
    plans
}

#[tokio::test]
async fn every_list_walks_its_index_and_sorts_only_what_is_few() {
    with_database(async |mongo: Mongo, _| {
        let films = films();
        let mut ids: Vec<_> = films.iter().map(|(id, _)| Uuid::from_bytes(*id.bytes())).collect();
        ids.sort();
        mongo.import_movies(films, Time::from_millis(0)).await.unwrap();
        for plan in plans() {
            // In the middle of films with the same key.
            let key: Bson = match plan.sort {
                MovieSort::Popular | MovieSort::Relevance => 0_i64.into(),
                MovieSort::TopRated => 6_500_i64.into(),
                MovieSort::Newest => 1980_i64.into(),
                MovieSort::Title => "pelicula 3 0".into(),
            };
            let somewhere = (key, ids[ids.len() / 2]);
            for place in [None, Some(somewhere)] {
                for hidden in [vec![], vec![Uuid::from_bytes([1; 16]), Uuid::from_bytes([2; 16])]] {
                    let find = match plan.sort {
                        MovieSort::Relevance => plan.ranked(&hidden),
                        _ => plan.page(place.clone(), &hidden, LIMIT),
                    };
                    let explained = Explained::of(&mongo, &find).await;
                    let told = format!("{plan:?} {find:?} {explained:?}");
                    assert!(!explained.has("COLLSCAN"), "{told}");
                    assert_eq!(explained.has("SORT"), plan.path != Path::Order, "{told}");
                    assert!(explained.indexes.iter().all(|index| index == find.hint), "{told}");
                    if plan.path == Path::Order && plan.sort == MovieSort::Relevance && plan.genre.is_none() {
                        assert_eq!(explained.documents, 0, "{told}");
                    }
                    if plan.path == Path::Order && plan.words.is_empty() {
                        // A merge of two stretches looks one film ahead in each.
                        assert!(explained.documents <= explained.found + 2, "{told}");
                        let ahead = if plan.years.is_some() { i64::from(FILMS) } else { 4 };
                        assert!(explained.keys <= explained.found + ahead, "{told}");
                    }
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_walk_over_all_films_reads_keys_alone_and_no_more_than_it_passes_and_gives() {
    with_database(async |mongo: Mongo, _| {
        let films = films();
        let mut ids: Vec<_> = films.iter().map(|(id, _)| *id).collect();
        ids.sort();
        mongo.import_movies(films, Time::from_millis(0)).await.unwrap();
        for (from, skip, limit, found) in
            [(None, 0, LIMIT, 20), (Some(ids[300]), 100, 1, 1), (Some(ids[590]), 0, LIMIT, 10)]
        {
            let find = walk_from(from, skip, limit);
            let explained = Explained::of(&mongo, &find).await;
            let told = format!("{find:?} {explained:?}");
            assert_eq!((explained.found, explained.documents), (found, 0), "{told}");
            assert!(explained.keys <= found + i64::try_from(skip).unwrap() + 1, "{told}");
            assert_eq!(explained.indexes, ["_id_"], "{told}");
        }
    })
    .await;
}

#[tokio::test]
async fn films_whose_title_was_typed_are_found_by_it() {
    with_database(async |mongo: Mongo, _| {
        mongo.import_movies(films(), Time::from_millis(0)).await.unwrap();
        for plan in plans() {
            let hidden = [Uuid::from_bytes([1; 16])];
            let find = plan.titled(&hidden);
            let explained = Explained::of(&mongo, &find).await;
            let told = format!("{find:?} {explained:?}");
            assert!(!explained.has("COLLSCAN") && !explained.has("SORT"), "{told}");
            assert_eq!(explained.indexes, [find.hint], "{told}");
            assert!(explained.found > 0 && explained.documents <= 30, "{told}");
        }
    })
    .await;
}

#[tokio::test]
async fn films_that_lack_their_text_are_given_it() {
    with_database(async |mongo: Mongo, _| {
        mongo.import_movies(films(), Time::from_millis(0)).await.unwrap();
        let all = mongo.collection::<Document>(MOVIES);
        let text = async || all.find_one(doc! { "text": { "$exists": true } }).await.unwrap();
        let before = text().await.unwrap();
        all.update_many(doc! {}, doc! { "$unset": { "text": 1 } }).await.unwrap();
        assert!(text().await.is_none());
        mongo.migrate().await.unwrap();
        assert_eq!(all.count_documents(doc! { "text": { "$exists": false } }).await.unwrap(), 0);
        let after = all.find_one(doc! { "_id": before.get("_id") }).await.unwrap().unwrap();
        assert_eq!(after.get("text"), before.get("text"));
    })
    .await;
}

#[tokio::test]
async fn what_lists_need_of_other_collections_is_in_an_index() {
    with_database(async |mongo: Mongo, _| {
        let id = Uuid::from_bytes([7; 16]);
        let mut hanging: Vec<&Hanging> = ON_FILM.iter().collect();
        let mut finds = vec![(hidden_from(id), true), (most_first(), true), (ending().up_to(10), false)];
        while let Some(hangs) = hanging.pop() {
            finds.push((hangs.on(&[id.into()], 10), false));
            hanging.extend(hangs.bearing);
        }
        for (find, covered) in finds {
            let explained = Explained::of(&mongo, &find).await;
            assert!(!explained.has("COLLSCAN") && !explained.has("SORT"), "{find:?} {explained:?}");
            assert!(!covered || !explained.has("FETCH"), "{find:?} {explained:?}");
            assert_eq!(explained.indexes, [find.hint], "{find:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_visitors_page_is_one_command_and_a_viewers_three() {
    with_database(async |mongo: Mongo, commands: Arc<CommandCounter>| {
        let films = films();
        let id = films[0].0;
        mongo.import_movies(films, Time::from_millis(0)).await.unwrap();
        let viewer = Some(UserId::from_bytes([3; 16]));
        let query = |viewer, words: &[&str]| MovieQuery {
            filter: MovieFilter {
                words: words.iter().map(|word| (*word).to_owned()).collect(),
                ..MovieFilter::default()
            },
            sort: if words.is_empty() { MovieSort::Popular } else { MovieSort::Relevance },
            after: None,
            limit: LIMIT,
            viewer,
        };
        for (query, sent) in [
            (query(None, &[]), &["find"][..]),
            (query(viewer, &[]), &["find", "find", "aggregate"]),
            (query(None, &["6"]), &["aggregate", "find", "find"]),
            // More than are ranked: those whose title was typed are looked up too.
            (query(None, &["pelicula"]), &["aggregate", "find", "find", "find"]),
            (query(None, &["nothing"]), &["aggregate"]),
        ] {
            commands.take();
            let page = mongo.list_movies(query.clone()).await.unwrap();
            assert_eq!(commands.take(), sent, "{query:?}");
            assert!(page.items.iter().all(|film| film.mine.is_some() == query.viewer.is_some()));
        }
        for (viewer, sent) in [(None, &["find"][..]), (viewer, &["aggregate", "find"])] {
            mongo.movie(id, viewer).await.unwrap().unwrap();
            let mut commands = commands.take();
            commands.sort_unstable();
            assert_eq!(commands, sent);
        }
    })
    .await;
}
