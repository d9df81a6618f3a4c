//! The end of films, with all that hangs on them.

use kenmovie_common::MovieId;
use kenmovie_common::domain::{CommentSort, Deletion, Reaction, Target};
use kenmovie_common::ports::{
    Amended, CommentChange, CommentPlace, CommentQuery, Edit, Erasure, NewReport, StoreError,
};

use super::comment_lists::query;
use super::movies::full;
use super::reports::new_report;
use super::stage::{LATER, MODERATOR, Stage, at, at_once, author, new_comment, user_id};

const LIKE: Option<Reaction> = Some(Reaction::Like);

pub async fn a_film_goes_with_all_that_hangs_on_it(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    let (goes, stays) = (stage.drafted(full()).await, stage.movie("Kept").await);
    let mut comments = Vec::new();
    for movie in [goes, stays] {
        let comment = stage.comment(movie, ana, 0).await.id;
        let reply = stage.reply(comment, ana, 1).await.id;
        for target in [Target::Movie(movie), Target::Comment(comment), Target::Comment(reply)] {
            stage.store.set_reaction(ana, target, LIKE, at(0)).await.unwrap();
        }
        stage.store.report(new_report(ana, movie, 0)).await.unwrap().unwrap();
        comments.extend([comment, reply]);
    }
    assert_eq!(stage.store.delete_movie(goes, Some(1), at(9_000)).await.unwrap(), Edit::Done(()));
    assert_eq!(stage.store.delete_movie(goes, None, at(9_000)).await.unwrap(), Edit::Missing);
    assert_eq!(stage.store.movie(goes, Some(ana)).await.unwrap(), None);
    assert_eq!(stage.store.count_movies().await.unwrap(), 1);
    assert!(stage.store.genres().await.unwrap().is_empty());
    assert_gone(stage, goes).await;
    erase(stage, goes, 2).await;
    for gone in [comments[0], comments[1]] {
        assert_eq!(stage.found(gone).await, None);
        assert_eq!(stage.store.set_reaction(ana, Target::Comment(gone), LIKE, at(0)).await.unwrap(), None);
    }
    let blocked = stage.store.list_blocked_movies(ana, None, 10).await.unwrap().items;
    assert_eq!(blocked.iter().map(|blocked| blocked.movie.id).collect::<Vec<_>>(), [stays]);
    assert!(!stage.store.unblock_movie(ana, goes).await.unwrap());
    assert!(stage.found(comments[2]).await.is_some() && stage.found(comments[3]).await.is_some());
    stage.assert_settled().await;
}

pub async fn what_was_said_about_a_film_is_gone_with_it_at_once(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, ana, 0).await.id;
    let reply = stage.reply(root, ana, 1).await.id;
    stage.store.delete_movie(movie, None, at(9_000)).await.unwrap();
    for id in [root, reply] {
        for viewer in [None, Some(ana)] {
            assert_eq!(stage.store.comment(id, viewer, at(3)).await.unwrap(), None);
            let all = CommentQuery { after: None, limit: 10, viewer, now: at(3) };
            assert!(stage.store.list_replies(id, all).await.unwrap().is_none());
        }
        let answer = new_comment(CommentPlace::Reply(id), ana, 3);
        assert!(stage.store.create_comment(answer).await.unwrap().is_none());
        for editor in [author(ana), MODERATOR] {
            let change = CommentChange { body: Some("too late".into()), spoiler: None };
            assert_eq!(stage.store.edit_comment(id, editor, change, at(3)).await.unwrap(), Amended::Missing);
            assert_eq!(stage.store.delete_comment(id, editor, at(3)).await.unwrap(), Amended::Missing);
        }
        let report = NewReport { target: Target::Comment(id), ..new_report(ana, movie, 3) };
        assert!(stage.store.report(report).await.unwrap().is_none());
    }
    erase(stage, movie, 10).await;
}

pub async fn what_is_written_while_a_film_goes_goes_with_it(stage: &Stage) {
    let users = [stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id];
    for round in 0..5 {
        let movie = stage.drafted(full()).await;
        let root = stage.comment(movie, users[0], round).await.id;
        let made = at_once(17, |number| {
            let store = stage.store.clone();
            let person = users[number % 2];
            async move {
                match number % 4 {
                    _ if number == 8 => {
                        assert_eq!(store.delete_movie(movie, None, at(9_000)).await.unwrap(), Edit::Done(()));
                        None
                    }
                    0 => {
                        store.set_reaction(person, Target::Movie(movie), LIKE, at(1)).await.unwrap();
                        None
                    }
                    1 => {
                        let reported = store.report(new_report(person, movie, 1)).await;
                        assert!(matches!(reported, Ok(_) | Err(StoreError::Conflict(_))), "{reported:?}");
                        None
                    }
                    2 => store
                        .create_comment(new_comment(CommentPlace::Movie(movie), person, 1))
                        .await
                        .unwrap(),
                    _ => {
                        store.create_comment(new_comment(CommentPlace::Reply(root), person, 1)).await.unwrap()
                    }
                }
            }
        })
        .await;
        assert_gone(stage, movie).await;
        erase(stage, movie, 3).await;
        for made in made.into_iter().flatten() {
            assert_eq!(stage.found(made.value.id).await, None);
        }
        for user in users {
            assert!(stage.store.list_blocked_movies(user, None, 10).await.unwrap().items.is_empty());
        }
        stage.assert_settled().await;
    }
}

/// Takes all that is left of a film away; each step takes what it may, and the end is noted until it has lingered.
async fn erase(stage: &Stage, movie: MovieId, limit: usize) {
    let deletion = Deletion::Movie(movie);
    for steps in 0.. {
        assert!(steps < 1_000, "no end of it");
        assert_eq!(stage.store.unfinished_deletions(10).await.unwrap(), [deletion]);
        match stage.store.erase(deletion, limit, at(9_001)).await.unwrap() {
            Erasure::More => {}
            Erasure::Lingering => break,
            Erasure::Gone => panic!("it did not linger"),
        }
    }
    assert_eq!(stage.store.erase(deletion, limit, at(9_000 + 59_000)).await.unwrap(), Erasure::Lingering);
    assert_eq!(stage.store.erase(deletion, limit, at(9_000 + 60_000)).await.unwrap(), Erasure::Gone);
    assert_eq!(stage.store.erase(deletion, limit, LATER).await.unwrap(), Erasure::Gone);
    assert_eq!(stage.store.unfinished_deletions(10).await.unwrap(), []);
}

pub async fn a_film_that_is_there_is_not_erased(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let comment = stage.comment(movie, user_id(1), 0).await.id;
    assert_eq!(stage.store.erase(Deletion::Movie(movie), 10, LATER).await.unwrap(), Erasure::Gone);
    assert!(stage.found(comment).await.is_some());
    assert_eq!(stage.whole(movie).await.card.comments, 1);
}

pub async fn erasing_a_film_at_once_with_itself_takes_everything(stage: &Stage) {
    let (goes, stays) = (stage.movie("Goes").await, stage.movie("Stays").await);
    let mut comments = Vec::new();
    for movie in [goes, stays] {
        for number in 0..10 {
            let root = stage.comment(movie, user_id(number), 0).await.id;
            comments.push((movie, root));
            comments.push((movie, stage.reply(root, user_id(20), 1).await.id));
            stage.store.set_reaction(user_id(number), Target::Comment(root), LIKE, at(0)).await.unwrap();
        }
    }
    stage.store.delete_movie(goes, None, at(1)).await.unwrap();
    at_once(6, |_| {
        let store = stage.store.clone();
        async move { while store.erase(Deletion::Movie(goes), 3, LATER).await.unwrap() == Erasure::More {} }
    })
    .await;
    for (movie, comment) in comments {
        assert_eq!(stage.found(comment).await.is_some(), movie == stays);
    }
    stage.assert_settled().await;
}

async fn assert_gone(stage: &Stage, movie: MovieId) {
    assert!(stage.store.list_comments(movie, CommentSort::Top, query(None, 10)).await.unwrap().is_none());
    let new = new_comment(CommentPlace::Movie(movie), user_id(1), 0);
    assert!(stage.store.create_comment(new).await.unwrap().is_none());
    assert_eq!(stage.store.set_reaction(user_id(1), Target::Movie(movie), LIKE, at(0)).await.unwrap(), None);
}
