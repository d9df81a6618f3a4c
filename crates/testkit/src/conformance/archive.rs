//! A store as its records, and one engine's records in another.

use kenmovie_common::auth::Scopes;
use kenmovie_common::domain::{ApiToken, MovieDraft, MovieSort, Reaction, SourceRating, Target};
use kenmovie_common::ports::{
    Collection, CommentPlace, MovieFilter, NewComment, NewMovie, NewReport, Record, RecordKey, Store,
};
use kenmovie_common::{ApiTokenId, ReportId, UserId};
use kenmovie_embedded::Embedded;

use super::movie_lists::{query, walk};
use super::movies::full;
use super::reports::new_report;
use super::stage::{
    MODERATOR, NO_COMMENT, NO_MOVIE, Stage, at, key, new_comment, new_movie, sourced, user_id,
};

const LIKE: Option<Reaction> = Some(Reaction::Like);

/// Something in every collection, with members that are there and that are not.
async fn fill(stage: &Stage) -> UserId {
    let ana = stage.user("ana@example.org").await.id;
    stage.user("Eva@Example.org").await;
    for number in 1..=2 {
        let id = ApiTokenId::from_bytes([number; 16]);
        let expires_at = (number == 1).then(|| at(9));
        let (name, prefix) = ("render".into(), "km_abcd".into());
        let token = ApiToken {
            id,
            name,
            prefix,
            scopes: Scopes::NONE,
            issuers: Vec::new(),
            expires_at,
            created_at: at(0),
            last_used_at: None,
        };
        stage.store.create_api_token(&token, [number; 32]).await.unwrap();
    }
    let keyed = NewMovie { idempotency: Some(key("k", 1)), ..new_movie(full()) };
    let movie = stage.store.create_movie(keyed).await.unwrap().value.card.id;
    for number in 0..5 {
        let source_rating = Some(SourceRating { average: 7.3, votes: 10 });
        stage.drafted(MovieDraft { source_rating, ..sourced(&number.to_string(), "Otra") }).await;
    }
    stage.store.edit_movie(movie, None, full().into(), at(1)).await.unwrap();
    let root = stage.comment(movie, ana, 0).await.id;
    let new = new_comment(CommentPlace::Reply(root), ana, 1);
    let new = NewComment { idempotency: Some(key("k", 2)), spoiler: true, ..new };
    let reply = stage.store.create_comment(new).await.unwrap().unwrap().value.id;
    stage.reply(reply, user_id(7), 2).await;
    for target in [Target::Movie(movie), Target::Comment(root), Target::Comment(reply)] {
        for person in 1..=3 {
            let value = if person == 2 { Some(Reaction::Dislike) } else { LIKE };
            stage.store.set_reaction(user_id(person), target, value, at(3)).await.unwrap();
        }
    }
    stage.store.set_reaction(user_id(3), Target::Movie(movie), None, at(3)).await.unwrap();
    stage.store.delete_comment(root, MODERATOR).await.unwrap();
    let report = NewReport { idempotency: Some(key("k", 3)), ..new_report(ana, movie, 4) };
    stage.store.report_movie(report).await.unwrap().unwrap();
    ana
}

/// Every record of a collection, page by page, by key.
async fn read(store: &dyn Store, of: Collection, limit: usize) -> Vec<Record> {
    let (mut records, mut after) = (Vec::new(), None);
    loop {
        let page = store.read_records(of, after, limit).await.unwrap();
        assert!(page.len() <= limit && page.iter().all(|record| record.collection() == of));
        let ended = page.len() < limit;
        after = page.last().map(Record::key);
        records.extend(page);
        if ended {
            break;
        }
    }
    records.sort_by_key(|record| record.key().to_string());
    records
}

async fn all(store: &dyn Store) -> Vec<Record> {
    let mut records = Vec::new();
    for &of in Collection::ALL {
        records.extend(read(store, of, 100).await);
    }
    records
}

async fn write(store: &dyn Store, records: &[Record]) -> u64 {
    let mut written = 0;
    for &of in Collection::ALL {
        let own: Vec<Record> = records.iter().filter(|record| record.collection() == of).cloned().collect();
        written += store.write_records(own).await.unwrap();
    }
    written
}

pub async fn every_record_is_read_once_whatever_the_page(stage: &Stage) {
    for &of in Collection::ALL {
        assert!(stage.store.read_records(of, None, 10).await.unwrap().is_empty());
        assert_eq!(stage.store.count_records(of).await.unwrap(), 0);
    }
    fill(stage).await;
    let counts = [2, 2, 6, 3, 8, 1, 1];
    for (&of, count) in Collection::ALL.iter().zip(counts) {
        assert_eq!(stage.store.count_records(of).await.unwrap(), count, "{of:?}");
        let whole = read(stage.store.as_ref(), of, 100).await;
        assert_eq!(whole.len() as u64, count, "{of:?}");
        for limit in [1, 3] {
            assert_eq!(read(stage.store.as_ref(), of, limit).await, whole, "{of:?} {limit}");
        }
    }
}

pub async fn the_keys_of_what_is_not_stored_are_named(stage: &Stage) {
    fill(stage).await;
    for record in all(stage.store.as_ref()).await {
        let gone = match record.key() {
            RecordKey::User(_) => RecordKey::User(user_id(99)),
            RecordKey::ApiToken(_) => RecordKey::ApiToken(ApiTokenId::from_bytes([99; 16])),
            RecordKey::Movie(_) => RecordKey::Movie(NO_MOVIE),
            RecordKey::Comment(_) => RecordKey::Comment(NO_COMMENT),
            RecordKey::Reaction(_, target) => RecordKey::Reaction(user_id(99), target),
            RecordKey::Report(_) => RecordKey::Report(ReportId::from_bytes([99; 16])),
            RecordKey::HiddenMovie(_, movie) => RecordKey::HiddenMovie(user_id(99), movie),
        };
        assert_eq!(stage.store.missing_records(vec![record.key(), gone]).await.unwrap(), [gone]);
    }
    assert_eq!(stage.store.missing_records(Vec::new()).await.unwrap(), []);
}

pub async fn records_written_over_themselves_change_nothing(stage: &Stage) {
    fill(stage).await;
    let records = all(stage.store.as_ref()).await;
    assert_eq!(write(stage.store.as_ref(), &records).await, 0);
    assert_eq!(all(stage.store.as_ref()).await, records);
    stage.assert_settled().await;
}

pub async fn what_another_engine_holds_is_written_read_and_used(stage: &Stage) {
    let folder = tempfile::tempdir().unwrap();
    let source = Embedded::open(folder.path().join("kenmovie.db")).unwrap();
    let source = Stage::new(source, folder);
    let ana = fill(&source).await;
    let records = all(source.store.as_ref()).await;
    assert_eq!(write(stage.store.as_ref(), &records).await, records.len() as u64);
    assert_eq!(all(stage.store.as_ref()).await, records);
    stage.assert_settled().await;
    let words = MovieFilter { words: vec!["villeneuve".into()], ..MovieFilter::default() };
    for filter in [MovieFilter::default(), words] {
        for sort in [MovieSort::Popular, MovieSort::TopRated, MovieSort::Newest, MovieSort::Title] {
            let mut query = query(sort, filter.clone());
            for viewer in [None, Some(ana)] {
                query.viewer = viewer;
                assert_eq!(walk(stage, query.clone()).await, walk(&source, query.clone()).await);
            }
        }
    }
    assert_eq!(stage.store.genres().await.unwrap(), source.store.genres().await.unwrap());
    assert_eq!(stage.store.count_movies().await.unwrap(), 6);
    let blocked = stage.store.list_blocked_movies(ana, None, 10).await.unwrap();
    assert_eq!(blocked, source.store.list_blocked_movies(ana, None, 10).await.unwrap());
    let movie = blocked.items[0].movie.id;
    let vote =
        stage.store.set_reaction(user_id(2), Target::Movie(movie), LIKE, at(9)).await.unwrap().unwrap();
    assert_eq!((vote.reactions.likes, vote.reactions.dislikes), (2, 0));
    assert!(stage.store.unblock_movie(ana, movie).await.unwrap());
    stage.assert_settled().await;
}

pub async fn records_of_another_time_put_back_what_was_changed_and_deleted(stage: &Stage) {
    fill(stage).await;
    let records = all(stage.store.as_ref()).await;
    for card in walk(stage, query(MovieSort::Title, MovieFilter::default())).await {
        if card.source.is_none() {
            stage.store.delete_movie(card.id, None).await.unwrap();
        } else {
            stage.store.edit_movie(card.id, None, full().into(), at(9)).await.unwrap();
        }
    }
    let changed = write(stage.store.as_ref(), &records).await;
    assert_eq!(changed, records.len() as u64 - 4);
    assert_eq!(all(stage.store.as_ref()).await, records);
    stage.assert_settled().await;
}
