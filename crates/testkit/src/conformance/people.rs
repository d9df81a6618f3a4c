//! People among each other.

use kenmovie_common::UserId;
use kenmovie_common::domain::{CommentSort, Person};
use kenmovie_common::ports::{CommentPlace, CommentQuery, Constraint, Erasure, NewComment, StoreError};
use kenmovie_common::text::fold;

use super::stage::{NO_COMMENT, Stage, at, at_once, author, key, new_comment, new_user, user_id};

async fn named(stage: &Stage, name: &str, email: &str) -> UserId {
    let new = kenmovie_common::domain::NewUser { name: name.into(), ..new_user(email) };
    stage.store.create_user(new).await.unwrap().id
}

async fn people(stage: &Stage, viewer: UserId, beginning: &str, limit: usize) -> Vec<Person> {
    let (mut items, mut after) = (Vec::new(), None);
    loop {
        let page = stage.store.list_people(viewer, beginning, after, limit).await.unwrap();
        assert!(page.items.len() <= limit);
        items.extend(page.items);
        after = page.next;
        if after.is_none() {
            return items;
        }
    }
}

async fn names(stage: &Stage, viewer: UserId, beginning: &str) -> Vec<String> {
    people(stage, viewer, beginning, 100).await.into_iter().map(|person| person.person.name).collect()
}

pub async fn people_stand_by_their_names_without_the_viewer(stage: &Stage) {
    let viewer = named(stage, "Marta", "marta@example.org").await;
    for (number, name) in ["Óscar", "ana", "Ángel", "Zoe", "Ana", "Begoña"].into_iter().enumerate() {
        named(stage, name, &format!("{number}@example.org")).await;
    }
    for limit in [1, 2, 4, 100] {
        let listed = people(stage, viewer, "", limit).await;
        let keys: Vec<_> = listed.iter().map(|one| (fold(&one.person.name), one.person.id)).collect();
        assert_eq!(keys.len(), 6, "{limit}");
        assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "{limit}: {keys:?}");
        assert!(listed.iter().all(|one| one.person.id != viewer));
    }
    let mut found = names(stage, viewer, &fold("AN")).await;
    found.sort();
    assert_eq!(found, ["Ana", "ana", "Ángel"]);
    assert_eq!(names(stage, viewer, "begon").await, ["Begoña"]);
    assert!(names(stage, viewer, "nobody").await.is_empty() && names(stage, viewer, "mar").await.is_empty());
}

pub async fn a_person_is_shown_with_what_they_wrote_and_rated(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await, stage.user("eva@example.org").await.id);
    let movie = stage.movie("Arrival").await;
    let seen = async || stage.store.person(ana.id).await.unwrap().unwrap();
    assert_eq!((seen().await.comments, seen().await.ratings), (0, 0));
    let root = stage.comment(movie, ana.id, 0).await.id;
    let reply = stage.reply(root, ana.id, 1).await.id;
    stage.reply(root, eva, 2).await;
    stage.store.set_rating(ana.id, movie, Some(5_u8.try_into().unwrap()), at(0)).await.unwrap();
    let person = seen().await;
    assert_eq!((person.comments, person.ratings), (2, 1));
    assert_eq!((person.person.id, person.person.name, person.created_at), (ana.id, ana.name, ana.created_at));
    stage.store.delete_comment(root, author(ana.id), at(0)).await.unwrap();
    stage.store.delete_comment(reply, author(ana.id), at(0)).await.unwrap();
    stage.store.set_rating(ana.id, movie, None, at(0)).await.unwrap();
    assert_eq!((seen().await.comments, seen().await.ratings), (0, 0));
    assert_eq!(stage.store.person(user_id(9)).await.unwrap(), None);
    stage.store.begin_deletion(ana.id, 0, at(1)).await.unwrap().unwrap();
    assert_eq!(stage.store.person(ana.id).await.unwrap(), None);
}

pub async fn a_block_hides_both_from_each_other_until_it_is_taken_back(stage: &Stage) {
    let (ana, eva) =
        (named(stage, "Ana", "ana@example.org").await, named(stage, "Eva", "eva@example.org").await);
    let leo = named(stage, "Leo", "leo@example.org").await;
    for _ in 0..2 {
        assert!(stage.store.block_user(ana, eva, at(1)).await.unwrap());
    }
    assert_eq!(names(stage, ana, "").await, ["Leo"]);
    assert_eq!(names(stage, eva, "").await, ["Leo"]);
    assert_eq!(names(stage, leo, "").await, ["Ana", "Eva"]);
    let blocked = stage.store.list_blocked_users(ana, None, 10).await.unwrap();
    assert_eq!((blocked.items.len(), blocked.items[0].user.id, blocked.items[0].blocked_at), (1, eva, at(1)));
    assert!(stage.store.list_blocked_users(eva, None, 10).await.unwrap().items.is_empty());
    // The other's own block is another's to take back.
    assert!(stage.store.block_user(eva, ana, at(2)).await.unwrap());
    stage.store.unblock_user(ana, eva).await.unwrap();
    assert_eq!(names(stage, ana, "").await, ["Leo"]);
    for _ in 0..2 {
        stage.store.unblock_user(eva, ana).await.unwrap();
    }
    assert_eq!(names(stage, ana, "").await, ["Eva", "Leo"]);
    assert!(!stage.store.block_user(ana, ana, at(1)).await.unwrap());
    assert!(!stage.store.block_user(ana, user_id(9), at(1)).await.unwrap());
    stage.store.begin_deletion(leo, 0, at(1)).await.unwrap().unwrap();
    assert!(!stage.store.block_user(ana, leo, at(1)).await.unwrap());
    assert_eq!(names(stage, ana, "").await, ["Eva"]);
}

pub async fn whom_a_person_blocked_is_listed_the_latest_first(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    let mut blocked = Vec::new();
    for number in 0..5 {
        let id = stage.user(&format!("{number}@example.org")).await.id;
        assert!(stage.store.block_user(ana, id, at(number / 2)).await.unwrap());
        blocked.push((at(number / 2), id));
    }
    blocked.sort_unstable_by(|one, other| other.cmp(one));
    for limit in [1, 2, 100] {
        let (mut items, mut after) = (Vec::new(), None);
        loop {
            let page = stage.store.list_blocked_users(ana, after, limit).await.unwrap();
            items.extend(page.items.into_iter().map(|one| (one.blocked_at, one.user.id)));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(items, blocked, "{limit}");
    }
}

fn view<K>(viewer: UserId, limit: usize) -> CommentQuery<K> {
    CommentQuery { after: None, limit, viewer: Some(viewer), now: at(0) }
}

pub async fn who_blocked_and_who_was_blocked_see_nothing_of_each_other(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let leo = stage.user("leo@example.org").await.id;
    let movie = stage.movie("Arrival").await;
    let mut of_leo = Vec::new();
    for number in 0..12 {
        stage.comment(movie, eva, 2 * number).await;
        let root = stage.comment(movie, leo, 2 * number + 1).await.id;
        stage.reply(root, eva, 100 + number).await;
        let answer = stage.reply(root, leo, 200 + number).await.id;
        of_leo.push((root, answer));
    }
    let evas = stage.comment(movie, eva, 50).await.id;
    let anas = stage.comment(movie, ana, 51).await.id;
    for (one, other) in [(ana, eva), (eva, ana)] {
        stage.store.block_user(one, other, at(0)).await.unwrap();
        for sort in [CommentSort::Top, CommentSort::Newest, CommentSort::Oldest] {
            // Full pages while there is more, without a repeat.
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let query = CommentQuery { after, ..view(ana, 5) };
                let page = stage.store.list_comments(movie, sort, query).await.unwrap().unwrap();
                assert!(page.items.len() == 5 || page.next.is_none());
                for thread in page.items {
                    let writer = thread.comment.author.as_ref().unwrap().id;
                    assert_ne!(writer, eva);
                    assert!(
                        thread.first_replies.iter().all(|reply| reply.author.as_ref().unwrap().id != eva)
                    );
                    if writer == leo {
                        assert_eq!((thread.first_replies.len(), thread.comment.replies), (1, 2));
                    }
                    seen.push(thread.comment.id);
                }
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            seen.sort_unstable();
            let mut expected: Vec<_> = of_leo.iter().map(|(root, _)| *root).chain([anas]).collect();
            expected.sort_unstable();
            assert_eq!(seen, expected, "{sort:?}");
        }
        let replies = stage.store.list_replies(of_leo[0].0, view(ana, 10)).await.unwrap().unwrap();
        assert_eq!(replies.items.iter().map(|reply| reply.id).collect::<Vec<_>>(), [of_leo[0].1]);
        for (viewer, comment) in [(ana, evas), (eva, anas)] {
            assert_eq!(stage.store.comment(comment, Some(viewer), at(0)).await.unwrap(), None);
            assert!(stage.store.comment(comment, Some(leo), at(0)).await.unwrap().is_some());
        }
        stage.store.unblock_user(one, other).await.unwrap();
        assert!(stage.store.comment(evas, Some(ana), at(0)).await.unwrap().is_some());
    }
}

pub async fn nobody_answers_whom_they_blocked_or_who_blocked_them(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let movie = stage.movie("Arrival").await;
    let (evas, anas) = (stage.comment(movie, eva, 0).await.id, stage.comment(movie, ana, 1).await.id);
    let before =
        NewComment { idempotency: Some(key("k", 1)), ..new_comment(CommentPlace::Reply(evas), ana, 2) };
    let made = stage.store.create_comment(before.clone()).await.unwrap().unwrap().value.id;
    stage.store.block_user(eva, ana, at(3)).await.unwrap();
    for (writer, to) in [(ana, evas), (eva, anas), (eva, made)] {
        let refused = stage.store.create_comment(new_comment(CommentPlace::Reply(to), writer, 4)).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Constraint::Blocked))), "{refused:?}");
    }
    let again = stage.store.create_comment(before).await.unwrap().unwrap();
    assert!(again.replayed && again.value.id == made);
    assert_eq!(stage.whole(movie).await.card.comments, 3);
    stage.comment(movie, ana, 5).await;
    stage.reply(anas, ana, 6).await;
    stage.assert_settled().await;
    stage.store.unblock_user(eva, ana).await.unwrap();
    stage.reply(evas, ana, 7).await;
}

pub async fn a_thread_is_muted_through_any_of_its_comments(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, ana, 0).await.id;
    let reply = stage.reply(root, eva, 1).await.id;
    let muted = async |viewer, id| {
        stage.store.comment(id, Some(viewer), at(0)).await.unwrap().unwrap().mine.unwrap().muted
    };
    for (through, on) in [(reply, true), (reply, true), (root, false), (root, false), (root, true)] {
        assert!(stage.store.mute_thread(ana, through, on, at(2)).await.unwrap());
        assert_eq!(
            (muted(ana, root).await, muted(ana, reply).await, muted(eva, root).await),
            (on, on, false)
        );
        let query = view(ana, 10);
        let page = stage.store.list_comments(movie, CommentSort::Top, query).await.unwrap().unwrap();
        assert_eq!(page.items[0].comment.mine.unwrap().muted, on);
    }
    assert!(!stage.store.mute_thread(ana, NO_COMMENT, true, at(2)).await.unwrap());
    stage.store.delete_comment(root, author(ana), at(0)).await.unwrap();
    assert!(stage.store.mute_thread(ana, root, false, at(3)).await.unwrap());
}

pub async fn blocks_and_mutes_go_with_either_person(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let leo = stage.user("leo@example.org").await.id;
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, eva, 0).await.id;
    stage.store.mute_thread(ana, root, true, at(0)).await.unwrap();
    for (one, other) in [(ana, eva), (eva, ana), (leo, ana), (leo, eva)] {
        stage.store.block_user(one, other, at(0)).await.unwrap();
    }
    stage.store.begin_deletion(ana, 0, at(1)).await.unwrap().unwrap();
    let blocked = stage.store.list_blocked_users(leo, None, 10).await.unwrap().items;
    assert_eq!(blocked.iter().map(|one| one.user.id).collect::<Vec<_>>(), [eva]);
    while stage.erase(ana, 2).await != Erasure::Gone {}
    assert_eq!(stage.store.records_of(ana).await.unwrap(), []);
    assert!(stage.store.list_blocked_users(eva, None, 10).await.unwrap().items.is_empty());
    stage.assert_settled().await;
}

pub async fn blocking_and_taking_back_at_once_leaves_one_row_or_none(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    at_once(20, |number| {
        let store = stage.store.clone();
        async move {
            if number % 2 == 0 {
                assert!(store.block_user(ana, eva, at(0)).await.unwrap());
            } else {
                store.unblock_user(ana, eva).await.unwrap();
            }
        }
    })
    .await;
    assert!(stage.store.list_blocked_users(ana, None, 10).await.unwrap().items.len() <= 1);
    assert!(stage.store.block_user(ana, eva, at(0)).await.unwrap());
    assert_eq!(stage.store.list_blocked_users(ana, None, 10).await.unwrap().items.len(), 1);
}
