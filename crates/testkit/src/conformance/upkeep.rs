//! The store's own order.

use kenmovie_common::domain::{Deletion, Reaction, Target};
use kenmovie_common::ports::{Amended, CommentChange, CommentPlace, Erasure};

use super::reports::new_report;
use super::stage::{LATER, Stage, at, at_once, author, draft, new_comment, user_id};

pub async fn on_a_quiet_store_nothing_is_unfinished_and_every_counter_is_right(stage: &Stage) {
    for _ in 0..2 {
        assert_eq!(stage.store.settle(at(0)).await.unwrap(), 0);
        assert_eq!(stage.store.verify_counters().await.unwrap(), []);
    }
    let ana = stage.user("ana@example.org").await.id;
    let movie = stage.movie("Arrival").await;
    let comment = stage.comment(movie, ana, 0).await.id;
    let reply = stage.reply(comment, ana, 1).await.id;
    for target in [Target::Movie(movie), Target::Comment(comment), Target::Comment(reply)] {
        stage.store.set_reaction(ana, target, Some(Reaction::Like), at(2)).await.unwrap();
    }
    stage.store.report(new_report(ana, movie, 3)).await.unwrap().unwrap();
    stage.store.delete_comment(comment, author(ana), at(0)).await.unwrap();
    stage.store.edit_movie(movie, None, draft("Other").into(), at(4)).await.unwrap();
    for before in [at(0), at(60_000)] {
        assert_eq!(stage.store.settle(before).await.unwrap(), 0);
    }
    stage.assert_settled().await;
}

pub async fn counters_stay_exact_while_many_write_answer_vote_edit_and_delete(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, user_id(0), 0).await.id;
    at_once(16, |person| {
        let store = stage.store.clone();
        async move {
            let user = user_id(u8::try_from(person + 1).unwrap());
            for round in 0..10 {
                let place =
                    if round % 2 == 0 { CommentPlace::Movie(movie) } else { CommentPlace::Reply(root) };
                let made = store.create_comment(new_comment(place, user, round)).await.unwrap().unwrap();
                let id = made.value.id;
                let answer = new_comment(CommentPlace::Reply(id), user, round);
                let answer = store.create_comment(answer).await.unwrap().unwrap().value.id;
                for target in [Target::Comment(id), Target::Movie(movie)] {
                    store.set_reaction(user, target, Some(Reaction::Like), at(0)).await.unwrap().unwrap();
                }
                let change = CommentChange { body: Some("edited".into()), spoiler: None };
                let edited = store.edit_comment(id, author(user), change, at(round)).await.unwrap();
                assert!(matches!(edited, Amended::Done(_)));
                assert_eq!(store.delete_comment(id, author(user), at(0)).await.unwrap(), Amended::Done(()));
                if round % 3 == 0 {
                    store.delete_comment(answer, author(user), at(0)).await.unwrap();
                }
            }
        }
    })
    .await;
    stage.assert_settled().await;
    let card = stage.whole(movie).await.card;
    assert_eq!((card.comments, card.reactions.likes), (1 + 16 * 6, 16));
    assert_eq!(stage.store.settle(at(600_000)).await.unwrap(), 0);
    stage.store.delete_movie(movie, None, at(9_000)).await.unwrap();
    while stage.store.erase(Deletion::Movie(movie), 100, LATER).await.unwrap() != Erasure::Gone {}
    assert!(stage.found(root).await.is_none());
    stage.assert_settled().await;
}

pub async fn settling_at_once_with_writes_breaks_nothing(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    at_once(32, |number| {
        let store = stage.store.clone();
        let user = user_id(u8::try_from(number).unwrap());
        async move {
            if number % 8 == 0 {
                store.settle(at(0)).await.map(drop).unwrap();
            } else {
                let made =
                    store.create_comment(new_comment(CommentPlace::Movie(movie), user, 5)).await.unwrap();
                let target = Target::Comment(made.unwrap().value.id);
                store.set_reaction(user, target, Some(Reaction::Dislike), at(5)).await.unwrap().unwrap();
                store
                    .set_reaction(user, Target::Movie(movie), Some(Reaction::Like), at(5))
                    .await
                    .unwrap()
                    .unwrap();
            }
        }
    })
    .await;
    let card = stage.whole(movie).await.card;
    assert_eq!((card.comments, card.reactions.likes), (28, 28));
    stage.assert_settled().await;
}

pub async fn a_sample_of_a_store_that_is_written_shows_no_drift(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, user_id(0), 0).await.id;
    at_once(12, |number| {
        let store = stage.store.clone();
        let user = user_id(u8::try_from(number + 1).unwrap());
        async move {
            for round in 0..8_u8 {
                if number % 4 == 0 {
                    assert_eq!(store.verify_sample(5).await.unwrap(), []);
                    continue;
                }
                let target = if round % 2 == 0 { Target::Movie(movie) } else { Target::Comment(root) };
                store.set_reaction(user, target, Some(Reaction::Like), at(1)).await.unwrap().unwrap();
                let score = (round + 1).try_into().ok();
                store.set_rating(user, movie, score, at(1)).await.unwrap().unwrap();
                store.create_comment(new_comment(CommentPlace::Reply(root), user, 1)).await.unwrap().unwrap();
            }
        }
    })
    .await;
    assert_eq!(stage.store.verify_sample(100).await.unwrap(), []);
    stage.assert_settled().await;
}
