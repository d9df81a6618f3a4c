//! The end of comments, and what is left of those that were answered.

use kenmovie_common::domain::{CommentSort, Reaction, Target};
use kenmovie_common::ports::{Amended, CommentChange, CommentPlace};

use super::comment_lists::query;
use super::stage::{MODERATOR, NO_COMMENT, Stage, at, at_once, author, new_comment, user_id};

pub async fn what_nobody_answered_goes_with_its_votes(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let id = stage.comment(movie, user_id(1), 0).await.id;
    stage.store.set_reaction(user_id(2), Target::Comment(id), Some(Reaction::Like), at(0)).await.unwrap();
    assert_eq!(stage.store.delete_comment(id, author(user_id(2)), at(0)).await.unwrap(), Amended::Forbidden);
    assert_eq!(stage.store.delete_comment(id, author(user_id(1)), at(0)).await.unwrap(), Amended::Done(()));
    for editor in [author(user_id(1)), MODERATOR] {
        assert_eq!(stage.store.delete_comment(id, editor, at(0)).await.unwrap(), Amended::Missing);
        assert_eq!(stage.store.delete_comment(NO_COMMENT, editor, at(0)).await.unwrap(), Amended::Missing);
    }
    assert_eq!(stage.found(id).await, None);
    assert_eq!(stage.whole(movie).await.card.comments, 0);
    stage.assert_settled().await;
}

pub async fn a_moderator_deletes_what_others_wrote(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let id = stage.comment(movie, user_id(1), 0).await.id;
    assert_eq!(stage.store.delete_comment(id, MODERATOR, at(0)).await.unwrap(), Amended::Done(()));
    assert_eq!(stage.found(id).await, None);
    stage.assert_settled().await;
}

pub async fn what_was_answered_stays_without_body_and_author_until_its_last_reply_goes(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let ana = stage.user("ana@example.org").await.id;
    let root = stage.comment(movie, ana, 0).await.id;
    let one = stage.reply(root, ana, 1).await.id;
    let two = stage.reply(one, user_id(3), 2).await.id;
    stage.store.delete_comment(root, author(ana), at(0)).await.unwrap();
    stage.store.delete_comment(one, author(ana), at(0)).await.unwrap();
    for id in [root, one] {
        let left = stage.store.comment(id, Some(ana), at(0)).await.unwrap().unwrap();
        assert!(
            left.deleted && left.body.is_none() && left.author.is_none() && left.replies == 1,
            "{left:?}"
        );
        assert!(!left.mine.unwrap().own);
        let answer = new_comment(CommentPlace::Reply(id), user_id(4), 3);
        assert!(stage.store.create_comment(answer).await.unwrap().is_none());
        let edit = stage.store.edit_comment(id, MODERATOR, CommentChange::default(), at(0)).await.unwrap();
        assert_eq!(edit, Amended::Missing);
        assert_eq!(stage.store.delete_comment(id, MODERATOR, at(0)).await.unwrap(), Amended::Missing);
    }
    assert_eq!(stage.whole(movie).await.card.comments, 1);
    for sort in [CommentSort::Top, CommentSort::Newest, CommentSort::Oldest] {
        let page = stage.store.list_comments(movie, sort, query(None, 10)).await.unwrap().unwrap();
        assert!(page.items.len() == 1 && page.items[0].comment.deleted);
        let replies: Vec<_> = page.items[0].first_replies.iter().map(|reply| reply.id).collect();
        assert_eq!(replies, [one, two]);
    }
    stage.assert_settled().await;
    stage.store.delete_comment(two, author(user_id(3)), at(0)).await.unwrap();
    for id in [root, one, two] {
        assert_eq!(stage.found(id).await, None);
    }
    assert_eq!(stage.whole(movie).await.card.comments, 0);
    stage.assert_settled().await;
}

pub async fn votes_on_what_was_answered_stay_counted_after_its_deletion(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, user_id(1), 0).await.id;
    let reply = stage.reply(root, user_id(2), 1).await.id;
    stage.store.set_reaction(user_id(2), Target::Comment(root), Some(Reaction::Like), at(0)).await.unwrap();
    stage.store.delete_comment(root, MODERATOR, at(0)).await.unwrap();
    assert_eq!(stage.found(root).await.unwrap().reactions.likes, 1);
    stage.assert_settled().await;
    stage.store.delete_comment(reply, MODERATOR, at(0)).await.unwrap();
    assert_eq!(stage.found(root).await, None);
    stage.assert_settled().await;
}

pub async fn a_deleted_comment_stays_while_another_branch_lives(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, user_id(1), 0).await.id;
    let one = stage.reply(root, user_id(2), 1).await.id;
    let two = stage.reply(root, user_id(3), 2).await.id;
    stage.store.delete_comment(root, MODERATOR, at(0)).await.unwrap();
    stage.store.delete_comment(one, MODERATOR, at(0)).await.unwrap();
    assert!(stage.found(one).await.is_none());
    assert_eq!(stage.found(root).await.unwrap().replies, 1);
    stage.store.delete_comment(two, MODERATOR, at(0)).await.unwrap();
    assert!(stage.found(root).await.is_none());
    stage.assert_settled().await;
}

pub async fn a_living_comment_stays_when_its_replies_go(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, user_id(1), 0).await.id;
    let one = stage.reply(root, user_id(2), 1).await.id;
    stage.store.delete_comment(one, MODERATOR, at(0)).await.unwrap();
    let left = stage.found(root).await.unwrap();
    assert_eq!((left.deleted, left.replies), (false, 0));
    stage.assert_settled().await;
}

pub async fn of_many_deletions_of_one_comment_at_once_one_counts(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, user_id(1), 0).await.id;
    let (answered, alone) =
        (stage.reply(root, user_id(1), 1).await.id, stage.reply(root, user_id(1), 2).await.id);
    stage.reply(answered, user_id(1), 3).await;
    for id in [answered, alone] {
        let outcomes = at_once(12, |_| {
            let store = stage.store.clone();
            async move { store.delete_comment(id, MODERATOR, at(0)).await.unwrap() }
        })
        .await;
        assert_eq!(outcomes.iter().filter(|outcome| **outcome == Amended::Done(())).count(), 1);
        assert_eq!(outcomes.iter().filter(|outcome| **outcome == Amended::Missing).count(), 11);
    }
    assert_eq!(stage.found(root).await.unwrap().replies, 1);
    stage.assert_settled().await;
}

pub async fn replies_at_once_with_the_deletion_of_their_parent_are_never_orphans(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    for _ in 0..10 {
        let root = stage.comment(movie, user_id(1), 0).await.id;
        let parent = stage.reply(root, user_id(1), 0).await.id;
        let made = at_once(9, |number| {
            let store = stage.store.clone();
            async move {
                if number == 4 {
                    assert_eq!(
                        store.delete_comment(parent, MODERATOR, at(0)).await.unwrap(),
                        Amended::Done(())
                    );
                    return None;
                }
                let new = new_comment(CommentPlace::Reply(parent), user_id(2), 1);
                store.create_comment(new).await.unwrap().map(|made| made.value.id)
            }
        })
        .await;
        let made: Vec<_> = made.into_iter().flatten().collect();
        let left = stage.found(parent).await;
        assert_eq!(left.is_some(), !made.is_empty());
        assert!(left.is_none_or(|left| left.deleted && left.replies == made.len() as u64));
        assert_eq!(stage.found(root).await.unwrap().replies, made.len() as u64);
        for &reply in &made {
            assert_eq!(stage.found(reply).await.unwrap().parent_id, Some(parent));
        }
        stage.assert_settled().await;
    }
}

pub async fn a_thread_of_which_all_is_deleted_at_once_is_gone(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    for _ in 0..10 {
        let root = stage.comment(movie, user_id(1), 0).await.id;
        let mut thread = vec![root];
        for number in 0..7 {
            let to = thread[number / 2];
            thread.push(stage.reply(to, user_id(2), 1).await.id);
        }
        at_once(thread.len(), |number| {
            let (store, id) = (stage.store.clone(), thread[number]);
            async move { assert_eq!(store.delete_comment(id, MODERATOR, at(0)).await.unwrap(), Amended::Done(())) }
        })
        .await;
        for &id in &thread {
            assert_eq!(stage.found(id).await, None);
        }
        assert_eq!(stage.whole(movie).await.card.comments, 0);
        stage.assert_settled().await;
    }
}
