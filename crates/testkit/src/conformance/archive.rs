//! A store as its records, and one engine's records in another.

use kenmovie_common::auth::Scopes;
use kenmovie_common::domain::{
    ApiToken, Decision, Deletion, MediaPurpose, MovieDraft, MovieSort, Reaction, ReportStatus, SourceRating,
    Target, TargetKind, TrustedIssuer,
};
use kenmovie_common::ports::{
    Arrived, CaseFilter, Collection, CommentPlace, Erasure, MovieFilter, NewComment, NewMessage, NewMovie,
    NewReport, Record, RecordKey, Store, Visitor,
};
use kenmovie_common::{ApiTokenId, MediaId, MessageId, NotificationId, ReportId, UserId};
use kenmovie_embedded::Embedded;

use super::movie_lists::{query, walk};
use super::movies::full;
use super::reports::new_report;
use super::stage::{
    LATER, MODERATOR, NO_COMMENT, NO_MOVIE, Stage, at, key, new_comment, new_media, new_message, new_movie,
    provider, sourced, user_id, visit,
};

const LIKE: Option<Reaction> = Some(Reaction::Like);

/// Something in every collection, with members that are there and that are not.
async fn fill(stage: &Stage) -> UserId {
    let ana = stage.user("ana@example.org").await.id;
    let eva = stage.user("Eva@Example.org").await.id;
    let noa = stage.store.welcome(visit("noa", "noa@example.org")).await.unwrap();
    let Visitor::New(noa) = noa else { panic!("no new account") };
    for subject in ["2", "1"] {
        stage.store.link_provider(noa.id, provider(subject)).await.unwrap().unwrap();
    }
    stage.store.saw_user(noa.id, at(8)).await.unwrap();
    let gone = stage.user("gone@example.org").await.id;
    stage.store.begin_deletion(gone, 0, at(9)).await.unwrap().unwrap();
    for number in 1..=2 {
        let id = ApiTokenId::from_bytes([number; 16]);
        let expires_at = (number == 1).then(|| at(9));
        let issuer = TrustedIssuer { iss: "https://accounts.example.org".into(), aud: "km".into() };
        let issuers = if number == 1 { vec![issuer] } else { Vec::new() };
        let (name, prefix) = ("render".into(), "km_abcd".into());
        let token = ApiToken {
            id,
            name,
            prefix,
            scopes: Scopes::NONE,
            issuers,
            expires_at,
            created_at: at(0),
            last_used_at: None,
        };
        stage.store.create_api_token(&token, [number; 32]).await.unwrap();
    }
    stage.store.used_api_token(ApiTokenId::from_bytes([1; 16]), at(8)).await.unwrap();
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
    let answer = stage.reply(reply, user_id(7), 2).await.id;
    for target in [Target::Movie(movie), Target::Comment(root), Target::Comment(reply)] {
        for person in 1..=3 {
            let value = if person == 2 { Some(Reaction::Dislike) } else { LIKE };
            stage.store.set_reaction(user_id(person), target, value, at(3)).await.unwrap();
        }
    }
    stage.store.set_reaction(user_id(3), Target::Movie(movie), None, at(3)).await.unwrap();
    stage.store.delete_comment(root, MODERATOR, at(0)).await.unwrap();
    let report = NewReport { idempotency: Some(key("k", 3)), ..new_report(ana, movie, 4) };
    stage.store.report(report).await.unwrap().unwrap();
    messages(stage, ana, eva, noa.id).await;
    people(stage, ana, eva, noa.id).await;
    let said = NewReport { target: Target::Comment(answer), text: None, ..new_report(ana, movie, 5) };
    stage.store.report(said).await.unwrap().unwrap();
    let filter = CaseFilter { kind: Some(TargetKind::Movie), ..CaseFilter::default() };
    let case = stage.store.list_cases(filter, None, 1).await.unwrap().items.remove(0).id;
    let (status, note, moderator) = (ReportStatus::Dismissed, Some("No.".into()), user_id(9));
    stage
        .store
        .decide_case(case, Decision { status, note, moderator: Some(moderator), now: at(6) })
        .await
        .unwrap()
        .unwrap();
    stage.store.report(new_report(eva, movie, 7)).await.unwrap().unwrap();
    let other = walk(stage, query(MovieSort::Title, MovieFilter::default())).await.remove(1).id;
    for (user, film, score) in [(ana, movie, 8), (ana, other, 1), (eva, movie, 10)] {
        stage.store.set_rating(user, film, Some(score.try_into().unwrap()), at(8)).await.unwrap().unwrap();
    }
    for film in [movie, other] {
        stage.store.add_to_list(ana, film, at(9)).await.unwrap();
    }
    stage.store.mute_thread(ana, reply, true, at(9)).await.unwrap();
    stage.store.read_notifications(ana, NotificationId::of_reply(answer)).await.unwrap();
    ana
}

/// Pictures that are used, ready, awaited and left; messages that are read, arrived and neither.
async fn messages(stage: &Stage, ana: UserId, eva: UserId, noa: UserId) {
    for millis in 0..2 {
        let avatar = stage.picture(ana, MediaPurpose::Avatar, millis).await;
        stage.store.set_avatar(ana, Some(avatar)).await.unwrap().unwrap();
    }
    stage.picture(noa, MediaPurpose::Message, 3).await;
    assert!(stage.store.await_media(&new_media(eva, MediaPurpose::Avatar, 4)).await.unwrap());
    let picture = stage.picture(eva, MediaPurpose::Message, 5).await;
    let new = NewMessage { text: None, media: Some(picture), ..new_message(eva, ana, 6) };
    let first = stage.store.send_message(new).await.unwrap().unwrap().value.id;
    stage.store.read_messages(ana, eva, first, at(7)).await.unwrap();
    let second = stage.message(ana, eva, 8).await.id;
    stage.store.deliver_messages(eva, ana, Arrived::One(second), at(9)).await.unwrap();
    stage.message(ana, eva, 10).await;
    stage.message(noa, ana, 9).await;
    stage.message(eva, noa, 11).await;
}

async fn people(stage: &Stage, ana: UserId, eva: UserId, noa: UserId) {
    for (user, blocked) in [(ana, eva), (noa, ana)] {
        stage.store.block_user(user, blocked, at(9)).await.unwrap();
    }
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
    let counts = [4, 2, 6, 3, 8, 3, 2, 1, 2, 3, 2, 2, 1, 2, 5, 5];
    assert_eq!(counts.len(), Collection::ALL.len());
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
            RecordKey::HiddenComment(_, comment) => RecordKey::HiddenComment(user_id(99), comment),
            RecordKey::Case(_) => RecordKey::Case(ReportId::from_bytes([99; 16])),
            RecordKey::Rating(_, movie) => RecordKey::Rating(user_id(99), movie),
            RecordKey::UserMovie(_, movie) => RecordKey::UserMovie(user_id(99), movie),
            RecordKey::Block(user, _) => RecordKey::Block(user, user_id(99)),
            RecordKey::Mute(_, thread) => RecordKey::Mute(user_id(99), thread),
            RecordKey::Notification(_) => RecordKey::Notification(NotificationId::from_bytes([99; 16])),
            RecordKey::Media(_) => RecordKey::Media(MediaId::from_bytes([99; 16])),
            RecordKey::Message(_) => RecordKey::Message(MessageId::from_bytes([99; 16])),
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
    let noa = stage.store.user_of_provider(&provider("2")).await.unwrap().unwrap().user;
    assert_eq!(source.store.user(noa.id).await.unwrap(), Some(noa));
    assert_eq!(stage.store.unfinished_deletions(10).await.unwrap().len(), 1);
    for beginning in ["", "ana", "noa@"] {
        let listed = stage.store.list_users(beginning, None, 10).await.unwrap();
        assert_eq!(listed, source.store.list_users(beginning, None, 10).await.unwrap());
    }
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
    assert_messages(stage, &source, ana).await;
    stage.assert_settled().await;
}

/// What was copied is read alike and goes on.
async fn assert_messages(stage: &Stage, source: &Stage, ana: UserId) {
    let conversations = stage.store.list_conversations(ana, None, 10).await.unwrap();
    assert_eq!(conversations, source.store.list_conversations(ana, None, 10).await.unwrap());
    assert_eq!((conversations.page.items.len(), conversations.unread_total), (2, 1));
    let eva = conversations.page.items[0].user.person.id;
    assert_eq!(stage.transcript(ana, eva).await, source.transcript(ana, eva).await);
    assert_eq!(stage.store.circle(eva).await.unwrap(), source.store.circle(eva).await.unwrap());
    for before in [at(-1), LATER] {
        let sorted = async |stage: &Stage| {
            let mut unused = stage.store.unused_media(before, 10).await.unwrap();
            unused.sort_unstable();
            unused
        };
        assert_eq!(sorted(stage).await, sorted(source).await);
    }
    assert_eq!(stage.store.unused_media(at(-1), 10).await.unwrap().len(), 1);
    let last = conversations.page.items[0].last_message.clone();
    stage.store.unblock_user(ana, eva).await.unwrap();
    let early = stage.message(eva, ana, 0).await;
    assert_eq!(early.id, last.id.next());
    let avatar = stage.picture(ana, MediaPurpose::Avatar, 20).await;
    stage.store.set_avatar(ana, Some(avatar)).await.unwrap().unwrap();
    assert_eq!(stage.store.unused_media(at(-1), 10).await.unwrap().len(), 2);
}

pub async fn records_of_another_time_put_back_what_was_changed_and_deleted(stage: &Stage) {
    fill(stage).await;
    let records = all(stage.store.as_ref()).await;
    for card in walk(stage, query(MovieSort::Title, MovieFilter::default())).await {
        if card.source.is_none() {
            stage.store.delete_movie(card.id, None, at(9_000)).await.unwrap();
            let deletion = Deletion::Movie(card.id);
            while stage.store.erase(deletion, 100, LATER).await.unwrap() != Erasure::Gone {}
        } else {
            stage.store.edit_movie(card.id, None, full().into(), at(9)).await.unwrap();
        }
    }
    let left = all(stage.store.as_ref()).await;
    let missing = records.iter().filter(|record| !left.contains(record)).count();
    assert!(missing > 20);
    let changed = write(stage.store.as_ref(), &records).await;
    assert_eq!(changed, missing as u64);
    assert_eq!(all(stage.store.as_ref()).await, records);
    stage.assert_settled().await;
}

pub async fn the_records_of_a_person_are_all_that_is_theirs_and_nothing_else(stage: &Stage) {
    let ana = fill(stage).await;
    let eva = stage.store.credentials("eva@example.org").await.unwrap().unwrap().user;
    let film = NewMovie { creator: ana, ..new_movie(full()) };
    let film = stage.store.create_movie(film).await.unwrap().value.card.id;
    stage.store.set_reaction(ana, Target::Movie(film), LIKE, at(9)).await.unwrap();
    let is_anas = |record: &Record| match record {
        Record::User(user) => user.id == ana,
        // These are the site's.
        Record::ApiToken(_) | Record::Case(_) => false,
        Record::Movie(movie) => movie.creator == Some(ana),
        Record::Comment(comment) => comment.author == Some(ana),
        Record::Reaction(reaction) => reaction.user == ana,
        Record::Report(report) => report.user == ana,
        Record::HiddenMovie(hidden) => hidden.user == ana,
        Record::HiddenComment(hidden) => hidden.user == ana,
        Record::Rating(rating) => rating.user == ana,
        Record::UserMovie(listed) => listed.user == ana,
        // Who blocked her is none of her business.
        Record::Block(block) => block.user == ana,
        Record::Mute(mute) => mute.user == ana,
        Record::Notification(told) => told.user == ana,
        Record::Media(media) => media.owner == Some(ana),
        Record::Message(message) => message.from == ana || message.to == ana,
    };
    let mut expected = all(stage.store.as_ref()).await;
    expected.retain(is_anas);
    let mut records = stage.store.records_of(ana).await.unwrap();
    for records in [&mut expected, &mut records] {
        records.sort_by_key(|record| (record.collection().as_str(), record.key().to_string()));
    }
    assert_eq!(records, expected);
    assert_eq!(records.len(), 21);
    assert_eq!(stage.store.records_of(eva.id).await.unwrap().len(), 10);
    assert_eq!(stage.store.records_of(user_id(99)).await.unwrap(), []);
}
