use kenmovie_common::auth::sha256;
use kenmovie_common::domain::{MovieSort, Reaction, Target};
use kenmovie_common::ports::{Archive as _, Clock as _, Collection, MovieFilter, MovieQuery, Store};
use kenmovie_embedded::Options;
use kenmovie_local::copy::CopyError;
use kenmovie_local::engines::{Documents, StorePlace};

use super::community::{self, Community, SECRET};
use super::{part, whole};
use crate::support::servers::Database;
use crate::support::{House, Still};

async fn assert_same(from: &dyn Store, to: &dyn Store, community: &Community) {
    assert_eq!(to.verify_counters().await.unwrap(), []);
    assert_eq!(from.genres().await.unwrap(), to.genres().await.unwrap());
    for sort in [MovieSort::Popular, MovieSort::TopRated, MovieSort::Newest, MovieSort::Title] {
        let query = MovieQuery {
            filter: MovieFilter::default(),
            sort,
            after: None,
            limit: 100,
            viewer: Some(community.ana.id),
        };
        assert_eq!(from.list_movies(query.clone()).await.unwrap(), to.list_movies(query).await.unwrap());
    }
    let filter = MovieFilter { words: vec!["pressb".to_owned()], ..MovieFilter::default() };
    let query = MovieQuery { filter, sort: MovieSort::Relevance, after: None, limit: 10, viewer: None };
    let found = to.list_movies(query).await.unwrap();
    assert_eq!(found.items.iter().map(|film| film.id).collect::<Vec<_>>(), [community.film]);
    assert_eq!(
        from.movie(community.film, Some(community.ana.id)).await.unwrap(),
        to.movie(community.film, Some(community.ana.id)).await.unwrap()
    );

    let ana = to.credentials("ANA@example.com").await.unwrap().unwrap();
    assert_eq!((ana.user, ana.password_hash.as_deref()), (community.ana.clone(), Some("the hash of ana")));
    assert!(to.api_token(sha256(SECRET), Still.now()).await.unwrap().is_some());
    // A request that is repeated on the other store is the one that was made on the first.
    assert!(to.create_movie(community.made.clone()).await.unwrap().replayed);
    assert!(to.create_comment(community.said.clone()).await.unwrap().unwrap().replayed);
    assert!(to.report(community.reported.clone()).await.unwrap().unwrap().replayed);
}

#[tokio::test]
async fn a_copied_community_is_the_same_and_the_same_again_changes_nothing() {
    let (from, to) = (House::new(), House::new());
    let community = community::found(&from.database).await;
    let copied = whole(&from.database, &to.database).await.unwrap();
    assert!(copied.is_equal(), "{copied}");
    let counted: Vec<u64> = copied.collections.iter().map(|compared| compared.source.records).collect();
    assert_eq!(counted, [3, 2, 2_301, 5, 5, 2, 2, 0, 2, 2, 1, 1, 1, 3, 1, 2]);
    assert_eq!(copied.written, counted.iter().sum::<u64>());
    assert_same(&from.database, &to.database, &community).await;
    let again = whole(&from.database, &to.database).await.unwrap();
    assert!(again.is_equal());
    assert_eq!(again.written, 0);
}

#[tokio::test]
async fn what_changed_in_the_source_since_then_is_changed_in_the_target_too() {
    let (from, to) = (House::new(), House::new());
    let community = community::found(&from.database).await;
    whole(&from.database, &to.database).await.unwrap();
    let store: &dyn Store = &from.database;
    let on = Target::Movie(community.film);
    store.set_reaction(community.ana.id, on, Some(Reaction::Dislike), Still.now()).await.unwrap();
    let copied = whole(store, &to.database).await.unwrap();
    assert!(copied.is_equal());
    assert_eq!(copied.written, 2, "the vote and the film");
    assert_same(store, &to.database, &community).await;
}

#[tokio::test]
async fn a_copy_that_was_stopped_anywhere_goes_on() {
    let (from, to) = (House::new(), House::new());
    let community = community::found(&from.database).await;
    let mut batches = 1;
    while let Err(error) = part(&from.database, &to.database, batches).await {
        assert!(matches!(error, CopyError::Stopped), "{error}");
        batches += 1;
    }
    assert!(batches > 20, "it was stopped {batches} times");
    assert_same(&from.database, &to.database, &community).await;
}

#[tokio::test]
async fn a_target_that_holds_another_community_is_refused_and_not_touched() {
    let (from, to) = (House::new(), House::new());
    community::found(&from.database).await;
    community::found(&to.database).await;
    let before = to.database.read_records(Collection::Users, None, 10).await.unwrap();
    let refused = whole(&from.database, &to.database).await.unwrap_err();
    assert!(matches!(refused, CopyError::Foreign { of: Collection::Users, .. }), "{refused}");
    assert_eq!(to.database.read_records(Collection::Users, None, 10).await.unwrap(), before);
}

#[tokio::test]
async fn a_community_moves_to_mongodb_and_back() {
    let (from, back) = (House::new(), House::new());
    let community = community::found(&from.database).await;
    let database = Database::new();
    let place: StorePlace = database.uri().parse().unwrap();
    let mongo = Documents::open(&place, Options::default()).await.unwrap();
    mongo.migrate().await.unwrap();
    let there = mongo.store.as_ref();
    assert!(matches!(part(&from.database, there, 5).await, Err(CopyError::Stopped)));
    let copied = whole(&from.database, there).await.unwrap();
    assert!(copied.is_equal(), "{copied}");
    assert!(copied.written < 2_330, "it goes on where it was stopped");
    assert_same(&from.database, there, &community).await;
    assert_eq!(whole(&from.database, there).await.unwrap().written, 0);

    let on = Target::Movie(community.film);
    there.set_reaction(community.ana.id, on, Some(Reaction::Dislike), Still.now()).await.unwrap();
    let copied = whole(there, &back.database).await.unwrap();
    assert!(copied.is_equal(), "{copied}");
    assert_same(there, &back.database, &community).await;
    assert_eq!(whole(there, &from.database).await.unwrap().written, 2);
    mongo.close().await;
}
