//! Comments and replies: where they stand, and under which keys.

use kenmovie_common::domain::Comment;
use kenmovie_common::ports::{CommentPlace, Constraint, NewComment, StoreError};

use super::comment_lists::query;
use super::stage::{NO_COMMENT, NO_MOVIE, Stage, at, at_once, author, key, new_comment, user_id};

pub async fn a_comment_stands_under_its_film_with_its_author(stage: &Stage) {
    let ana = stage.user("ana@example.org").await;
    let movie = stage.movie("Arrival").await;
    let new = NewComment {
        body: "¿Y el «final»?\n\t🐙 $set {\"a\": 1}".into(),
        spoiler: true,
        ..new_comment(CommentPlace::Movie(movie), ana.id, 5)
    };
    let made = stage.store.create_comment(new.clone()).await.unwrap().unwrap();
    assert!(!made.replayed);
    let made = made.value;
    assert_eq!((made.id, made.movie_id, made.root_id, made.parent_id), (new.id, movie, None, None));
    let writer = made.author.clone().unwrap();
    assert_eq!((writer.id, writer.name.as_str(), writer.avatar_url), (ana.id, "Ana", None));
    assert_eq!((made.body.as_ref(), made.spoiler, made.created_at), (Some(&new.body), true, at(5)));
    assert!(made.edited_at.is_none() && !made.deleted && made.replies == 0);
    let mine = made.mine.unwrap();
    assert!(mine.own && mine.can_edit && mine.reaction.is_none());
    assert_eq!(stage.found(made.id).await, Some(Comment { mine: None, ..made.clone() }));
    let other = stage.store.comment(made.id, Some(user_id(7)), at(5)).await.unwrap().unwrap().mine.unwrap();
    assert!(!other.own && !other.can_edit);
    assert_eq!(stage.whole(movie).await.card.comments, 1);
    stage.assert_settled().await;
}

pub async fn a_reply_to_a_reply_keeps_its_parent_and_joins_the_thread(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, user_id(1), 0).await.id;
    let one = stage.reply(root, user_id(2), 1).await;
    let two = stage.reply(one.id, user_id(3), 2).await;
    assert_eq!((one.movie_id, one.root_id, one.parent_id), (movie, Some(root), Some(root)));
    assert_eq!((two.movie_id, two.root_id, two.parent_id), (movie, Some(root), Some(one.id)));
    assert_eq!(stage.found(root).await.unwrap().replies, 2);
    assert_eq!(stage.found(one.id).await.unwrap().replies, 1);
    assert_eq!(stage.found(two.id).await.unwrap().replies, 0);
    assert_eq!(stage.whole(movie).await.card.comments, 3);
    for start in [root, one.id, two.id] {
        let page = stage.store.list_replies(start, query(None, 10)).await.unwrap().unwrap();
        assert_eq!(page.items.iter().map(|reply| reply.id).collect::<Vec<_>>(), [one.id, two.id]);
    }
    stage.assert_settled().await;
}

pub async fn nothing_is_written_under_what_is_not_there(stage: &Stage) {
    for place in [CommentPlace::Movie(NO_MOVIE), CommentPlace::Reply(NO_COMMENT)] {
        for idempotency in [None, Some(key("k", 1))] {
            let new = NewComment { idempotency, ..new_comment(place, user_id(1), 3) };
            assert_eq!(stage.store.create_comment(new).await.unwrap(), None);
        }
    }
    assert_eq!(stage.found(NO_COMMENT).await, None);
    stage.assert_settled().await;
}

pub async fn the_same_key_many_times_at_once_makes_one_comment(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, user_id(1), 0).await.id;
    for (name, place) in [("a", CommentPlace::Movie(movie)), ("b", CommentPlace::Reply(root))] {
        let made = at_once(20, |number| {
            let store = stage.store.clone();
            let new = new_comment(place, user_id(1), i64::try_from(number).unwrap());
            let new = NewComment { idempotency: Some(key(name, 1)), ..new };
            async move { store.create_comment(new).await.unwrap().unwrap() }
        })
        .await;
        assert_eq!(made.iter().filter(|made| !made.replayed).count(), 1);
        assert!(made.iter().all(|other| other.value.id == made[0].value.id));
    }
    assert_eq!(stage.whole(movie).await.card.comments, 3);
    assert_eq!(stage.found(root).await.unwrap().replies, 1);
    stage.assert_settled().await;
}

pub async fn a_key_is_of_one_body_and_one_person(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let new = |person, name, fingerprint| NewComment {
        idempotency: Some(key(name, fingerprint)),
        ..new_comment(CommentPlace::Movie(movie), user_id(person), 0)
    };
    let first = stage.store.create_comment(new(1, "k", 1)).await.unwrap().unwrap();
    let again = stage.store.create_comment(new(1, "k", 1)).await.unwrap().unwrap();
    assert!(!first.replayed && again.replayed && again.value == first.value);
    let conflict = stage.store.create_comment(new(1, "k", 2)).await;
    assert!(matches!(conflict, Err(StoreError::Conflict(Constraint::IdempotencyKey))), "{conflict:?}");
    for (person, name) in [(2, "k"), (1, "K")] {
        assert!(!stage.store.create_comment(new(person, name, 2)).await.unwrap().unwrap().replayed);
    }
    assert_eq!(stage.whole(movie).await.card.comments, 3);
    stage.assert_settled().await;
}

pub async fn a_key_gives_what_is_left_of_a_deleted_comment(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let new = NewComment {
        idempotency: Some(key("k", 1)),
        ..new_comment(CommentPlace::Movie(movie), user_id(1), 0)
    };
    let root = stage.store.create_comment(new.clone()).await.unwrap().unwrap().value.id;
    stage.reply(root, user_id(2), 1).await;
    stage.store.delete_comment(root, author(user_id(1)), at(0)).await.unwrap();
    let again = stage.store.create_comment(new).await.unwrap().unwrap();
    assert!(again.replayed && again.value.deleted && again.value.id == root);
    assert_eq!(stage.whole(movie).await.card.comments, 1);
    stage.assert_settled().await;
}

pub async fn many_comments_and_replies_at_once_are_counted_exactly(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, user_id(0), 0).await.id;
    let reply = stage.reply(root, user_id(0), 1).await.id;
    at_once(48, |number| {
        let store = stage.store.clone();
        let place =
            [CommentPlace::Movie(movie), CommentPlace::Reply(root), CommentPlace::Reply(reply)][number % 3];
        let new = new_comment(place, user_id(u8::try_from(number).unwrap()), 2);
        async move { store.create_comment(new).await.unwrap().unwrap() }
    })
    .await;
    assert_eq!(stage.whole(movie).await.card.comments, 50);
    assert_eq!(stage.found(root).await.unwrap().replies, 33);
    assert_eq!(stage.found(reply).await.unwrap().replies, 16);
    stage.assert_settled().await;
}
