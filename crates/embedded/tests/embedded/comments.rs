use kenmovie_common::domain::{Comment, CommentSort, EDIT_WINDOW, Reaction, Target};
use kenmovie_common::ports::{
    Amended, CommentChange, CommentPlace, CommentQuery, Comments as _, Constraint, Editor, Movies as _,
    NewComment, ReactionStore as _, StoreError,
};
use kenmovie_common::{CommentId, MovieId, UserId};

use crate::site::{Site, at, key, new_comment, site, user_id};

const SORTS: [CommentSort; 3] = [CommentSort::Top, CommentSort::Newest, CommentSort::Oldest];

fn query<K>(after: Option<K>, limit: usize) -> CommentQuery<K> {
    CommentQuery { after, limit, viewer: None, now: at(0) }
}

fn author(user: UserId) -> Editor {
    Editor { user, moderator: false }
}

const MODERATOR: Editor = Editor { user: UserId::from_bytes([0xee; 16]), moderator: true };

async fn found(site: &Site, id: CommentId) -> Option<Comment> {
    site.store.comment(id, None, at(0)).await.unwrap()
}

async fn counted(site: &Site, movie: MovieId) -> u64 {
    site.whole(movie).await.card.comments
}

#[tokio::test]
async fn a_comment_stands_under_its_film_with_its_author() {
    let site = site();
    let ana = site.user("ana@example.org").await;
    let movie = site.movie("Arrival").await;
    let made = site.comment(movie, ana.id, 5).await;
    assert_eq!((made.movie_id, made.root_id, made.parent_id), (movie, None, None));
    assert_eq!(made.author.as_ref().unwrap().name, "Ana");
    assert_eq!(made.body.as_deref(), Some("a word"));
    assert_eq!(made.created_at, at(5));
    let mine = made.mine.unwrap();
    assert!(mine.own && mine.can_edit);
    assert_eq!(found(&site, made.id).await, Some(Comment { mine: None, ..made }));
    assert_eq!(counted(&site, movie).await, 1);
    let stranger = new_comment(CommentPlace::Movie(MovieId::from_bytes([1; 16])), ana.id, 0);
    assert!(site.store.create_comment(stranger).await.unwrap().is_none());
}

#[tokio::test]
async fn a_reply_to_a_reply_keeps_its_parent_and_joins_the_thread() {
    let site = site();
    let movie = site.movie("Arrival").await;
    let root = site.comment(movie, user_id(1), 0).await.id;
    let one = site.reply(root, user_id(2), 1).await;
    let two = site.reply(one.id, user_id(3), 2).await;
    assert_eq!((one.root_id, one.parent_id), (Some(root), Some(root)));
    assert_eq!((two.root_id, two.parent_id), (Some(root), Some(one.id)));
    assert_eq!(found(&site, root).await.unwrap().replies, 2);
    assert_eq!(found(&site, one.id).await.unwrap().replies, 1);
    assert_eq!(counted(&site, movie).await, 3);
    for start in [root, one.id, two.id] {
        let page = site.store.list_replies(start, query(None, 10)).await.unwrap().unwrap();
        assert_eq!(page.items.iter().map(|reply| reply.id).collect::<Vec<_>>(), [one.id, two.id]);
    }
    let missing = CommentId::from_bytes([1; 16]);
    assert!(site.store.list_replies(missing, query(None, 10)).await.unwrap().is_none());
    assert!(
        site.store
            .create_comment(new_comment(CommentPlace::Reply(missing), user_id(1), 3))
            .await
            .unwrap()
            .is_none()
    );
    site.assert_settled().await;
}

#[tokio::test]
async fn every_order_shows_each_comment_once_page_by_page() {
    let site = site();
    let movie = site.movie("Arrival").await;
    for number in 0..25 {
        // Some at the same millisecond.
        let comment = site.comment(movie, user_id(1), number / 3).await.id;
        for person in 0..number % 4 {
            let user = user_id(u8::try_from(person).unwrap());
            let value = if number % 5 == 0 { Reaction::Dislike } else { Reaction::Like };
            site.store.set_reaction(user, Target::Comment(comment), Some(value), at(0)).await.unwrap();
        }
    }
    for sort in SORTS {
        let (mut seen, mut after, mut pages) = (Vec::new(), None, 0);
        loop {
            let page = site.store.list_comments(movie, sort, query(after, 4)).await.unwrap().unwrap();
            seen.extend(page.items.into_iter().map(|thread| thread.comment));
            pages += 1;
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!((seen.len(), pages), (25, 7));
        let place = |comment: &Comment| match sort {
            CommentSort::Top => kenmovie_common::domain::score::wilson(comment.reactions),
            _ => comment.created_at.millis(),
        };
        let ordered = seen.windows(2).all(|pair| {
            let (one, two) = ((place(&pair[0]), pair[0].id), (place(&pair[1]), pair[1].id));
            if sort == CommentSort::Oldest { one < two } else { one > two }
        });
        assert!(ordered, "{sort:?}");
    }
    let nowhere = MovieId::from_bytes([1; 16]);
    assert!(site.store.list_comments(nowhere, CommentSort::Top, query(None, 4)).await.unwrap().is_none());
}

#[tokio::test]
async fn a_page_of_comments_begins_each_thread_with_its_three_oldest_replies() {
    let site = site();
    let ana = site.user("ana@example.org").await.id;
    let movie = site.movie("Arrival").await;
    let mut expected = Vec::new();
    for number in 0..4 {
        let root = site.comment(movie, ana, number).await.id;
        let mut replies = Vec::new();
        for reply in 0..number * 2 {
            replies.push(site.reply(root, ana, 10 + reply).await.id);
        }
        replies.truncate(3);
        expected.push((root, replies));
    }
    for sort in SORTS {
        let viewed = CommentQuery { viewer: Some(ana), ..query(None, 10) };
        let page = site.store.list_comments(movie, sort, viewed).await.unwrap().unwrap();
        let mut threads: Vec<_> = page
            .items
            .iter()
            .map(|thread| {
                (thread.comment.id, thread.first_replies.iter().map(|reply| reply.id).collect::<Vec<_>>())
            })
            .collect();
        threads.sort();
        assert_eq!(threads, expected, "{sort:?}");
        let replies = page.items.iter().flat_map(|thread| &thread.first_replies);
        assert!(replies.clone().all(|reply| reply.author.is_some() && reply.mine.unwrap().own));
    }
}

#[tokio::test]
async fn replies_come_oldest_first_page_by_page() {
    let site = site();
    let movie = site.movie("Arrival").await;
    let root = site.comment(movie, user_id(1), 0).await.id;
    let mut replies = Vec::new();
    for number in 1..=7 {
        replies.push(site.reply(root, user_id(1), number).await.id);
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = site.store.list_replies(root, query(after, 3)).await.unwrap().unwrap();
        seen.extend(page.items.into_iter().map(|reply| reply.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, replies);
}

#[tokio::test]
async fn pages_miss_and_repeat_nothing_that_stays_while_others_write_and_delete() {
    let site = site();
    let movie = site.movie("Arrival").await;
    let mut stays = Vec::new();
    let mut goes = Vec::new();
    for number in 0..60 {
        let id = site.comment(movie, user_id(1), number).await.id;
        if number % 3 == 0 { goes.push(id) } else { stays.push(id) }
    }
    let (mut seen, mut after, mut later) = (Vec::new(), None, 100);
    loop {
        let page =
            site.store.list_comments(movie, CommentSort::Newest, query(after, 7)).await.unwrap().unwrap();
        seen.extend(page.items.into_iter().map(|thread| thread.comment.id));
        after = page.next;
        if after.is_none() {
            break;
        }
        site.comment(movie, user_id(2), later).await;
        later += 1;
        for _ in 0..2 {
            if let Some(id) = goes.pop() {
                site.store.delete_comment(id, MODERATOR).await.unwrap();
            }
        }
    }
    let mut unique = seen.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), seen.len());
    assert!(stays.iter().all(|id| seen.contains(id)));
    site.assert_settled().await;
}

#[tokio::test]
async fn an_author_edits_for_fifteen_minutes_and_a_moderator_always() {
    let site = site();
    let movie = site.movie("Arrival").await;
    let id = site.comment(movie, user_id(1), 0).await.id;
    let edit = |editor, body: &str, now| {
        let change = CommentChange { body: Some(body.into()), spoiler: None };
        site.store.edit_comment(id, editor, change, now)
    };
    let last = at(-1) + EDIT_WINDOW;
    let Amended::Done(edited) = edit(author(user_id(1)), "better", last).await.unwrap() else { panic!() };
    assert_eq!(
        (edited.body.as_deref(), edited.edited_at, edited.spoiler),
        (Some("better"), Some(last), false)
    );
    assert!(edited.mine.unwrap().can_edit);
    let late = at(0) + EDIT_WINDOW;
    assert_eq!(edit(author(user_id(1)), "late", late).await.unwrap(), Amended::Forbidden);
    assert_eq!(edit(author(user_id(2)), "other", at(1)).await.unwrap(), Amended::Forbidden);
    assert!(matches!(edit(MODERATOR, "moderated", late).await.unwrap(), Amended::Done(_)));
    let change = CommentChange { body: None, spoiler: Some(true) };
    site.store.edit_comment(id, MODERATOR, change, late).await.unwrap();
    let now = found(&site, id).await.unwrap();
    assert_eq!((now.body.as_deref(), now.spoiler), (Some("moderated"), true));
    let seen = site.store.comment(id, Some(user_id(1)), late).await.unwrap().unwrap().mine.unwrap();
    assert!(seen.own && !seen.can_edit);
    let missing = CommentId::from_bytes([1; 16]);
    let nothing = site.store.edit_comment(missing, MODERATOR, CommentChange::default(), at(0)).await.unwrap();
    assert_eq!(nothing, Amended::Missing);
}

#[tokio::test]
async fn what_nobody_answered_goes_with_its_votes() {
    let site = site();
    let movie = site.movie("Arrival").await;
    let id = site.comment(movie, user_id(1), 0).await.id;
    site.store.set_reaction(user_id(2), Target::Comment(id), Some(Reaction::Like), at(0)).await.unwrap();
    assert_eq!(site.store.delete_comment(id, author(user_id(2))).await.unwrap(), Amended::Forbidden);
    assert_eq!(site.store.delete_comment(id, author(user_id(1))).await.unwrap(), Amended::Done(()));
    assert_eq!(site.store.delete_comment(id, author(user_id(1))).await.unwrap(), Amended::Missing);
    assert_eq!(found(&site, id).await, None);
    assert_eq!(counted(&site, movie).await, 0);
    let db = rusqlite::Connection::open(site.folder.path().join("kenmovie.db")).unwrap();
    assert_eq!(db.query_row("SELECT count(*) FROM reactions", (), |row| row.get::<_, i64>(0)).unwrap(), 0);
    site.assert_settled().await;
}

#[tokio::test]
async fn what_was_answered_stays_without_body_and_author_until_its_last_reply_goes() {
    let site = site();
    let movie = site.movie("Arrival").await;
    let root = site.comment(movie, user_id(1), 0).await.id;
    let one = site.reply(root, user_id(2), 1).await.id;
    let two = site.reply(one, user_id(3), 2).await.id;
    site.store.delete_comment(root, author(user_id(1))).await.unwrap();
    site.store.delete_comment(one, author(user_id(2))).await.unwrap();
    for id in [root, one] {
        let left = site.store.comment(id, Some(user_id(1)), at(0)).await.unwrap().unwrap();
        assert!(
            left.deleted && left.body.is_none() && left.author.is_none() && left.replies == 1,
            "{left:?}"
        );
        assert!(!left.mine.unwrap().own);
        let answer = new_comment(CommentPlace::Reply(id), user_id(4), 3);
        assert!(site.store.create_comment(answer).await.unwrap().is_none());
        let edit = site.store.edit_comment(id, MODERATOR, CommentChange::default(), at(0)).await.unwrap();
        assert_eq!(edit, Amended::Missing);
        assert_eq!(site.store.delete_comment(id, MODERATOR).await.unwrap(), Amended::Missing);
    }
    assert_eq!(counted(&site, movie).await, 1);
    for sort in SORTS {
        let page = site.store.list_comments(movie, sort, query(None, 10)).await.unwrap().unwrap();
        assert_eq!(page.items.len(), 1);
        assert!(page.items[0].comment.deleted);
        assert_eq!(page.items[0].first_replies.iter().map(|reply| reply.id).collect::<Vec<_>>(), [one, two]);
    }
    site.assert_settled().await;
    site.store.delete_comment(two, author(user_id(3))).await.unwrap();
    for id in [root, one, two] {
        assert_eq!(found(&site, id).await, None);
    }
    assert_eq!(counted(&site, movie).await, 0);
    site.assert_settled().await;
}

#[tokio::test]
async fn a_deleted_comment_stays_while_another_branch_lives() {
    let site = site();
    let movie = site.movie("Arrival").await;
    let root = site.comment(movie, user_id(1), 0).await.id;
    let one = site.reply(root, user_id(2), 1).await.id;
    let two = site.reply(root, user_id(3), 2).await.id;
    site.store.delete_comment(root, MODERATOR).await.unwrap();
    site.store.delete_comment(one, MODERATOR).await.unwrap();
    assert!(found(&site, one).await.is_none());
    assert_eq!(found(&site, root).await.unwrap().replies, 1);
    site.store.delete_comment(two, MODERATOR).await.unwrap();
    assert!(found(&site, root).await.is_none());
    site.assert_settled().await;
}

#[tokio::test]
async fn a_living_comment_stays_when_its_replies_go() {
    let site = site();
    let movie = site.movie("Arrival").await;
    let root = site.comment(movie, user_id(1), 0).await.id;
    let one = site.reply(root, user_id(2), 1).await.id;
    site.store.delete_comment(one, MODERATOR).await.unwrap();
    let left = found(&site, root).await.unwrap();
    assert_eq!((left.deleted, left.replies), (false, 0));
    site.assert_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_many_times_at_once_makes_one_comment() {
    let site = site();
    let movie = site.movie("Arrival").await;
    let tasks: Vec<_> = (0..20)
        .map(|number| {
            let store = site.store.clone();
            let new = new_comment(CommentPlace::Movie(movie), user_id(1), number);
            tokio::spawn(async move {
                store
                    .create_comment(NewComment { idempotency: Some(key("k", 1)), ..new })
                    .await
                    .unwrap()
                    .unwrap()
            })
        })
        .collect();
    let mut made = Vec::new();
    for task in tasks {
        made.push(task.await.unwrap());
    }
    assert_eq!(made.iter().filter(|made| !made.replayed).count(), 1);
    assert!(made.iter().all(|other| other.value.id == made[0].value.id));
    assert_eq!(counted(&site, movie).await, 1);
    let new = |user, fingerprint| NewComment {
        idempotency: Some(key("k", fingerprint)),
        ..new_comment(CommentPlace::Movie(movie), user_id(user), 0)
    };
    let conflict = site.store.create_comment(new(1, 2)).await;
    assert!(matches!(conflict, Err(StoreError::Conflict(Constraint::IdempotencyKey))));
    assert!(!site.store.create_comment(new(2, 2)).await.unwrap().unwrap().replayed);
    site.assert_settled().await;
}

#[tokio::test]
async fn a_key_gives_what_is_left_of_a_deleted_comment() {
    let site = site();
    let movie = site.movie("Arrival").await;
    let new = NewComment {
        idempotency: Some(key("k", 1)),
        ..new_comment(CommentPlace::Movie(movie), user_id(1), 0)
    };
    let root = site.store.create_comment(new.clone()).await.unwrap().unwrap().value.id;
    site.reply(root, user_id(2), 1).await;
    site.store.delete_comment(root, author(user_id(1))).await.unwrap();
    let again = site.store.create_comment(new).await.unwrap().unwrap();
    assert!(again.replayed && again.value.deleted && again.value.id == root);
}

#[tokio::test(flavor = "multi_thread")]
async fn counters_stay_exact_while_many_write_answer_vote_and_delete() {
    let site = site();
    let movie = site.movie("Arrival").await;
    let root = site.comment(movie, user_id(0), 0).await.id;
    let tasks: Vec<_> = (1..=16)
        .map(|person| {
            let store = site.store.clone();
            tokio::spawn(async move {
                let user = user_id(person);
                for round in 0..10 {
                    let place =
                        if round % 2 == 0 { CommentPlace::Movie(movie) } else { CommentPlace::Reply(root) };
                    let Some(made) = store.create_comment(new_comment(place, user, round)).await.unwrap()
                    else {
                        continue;
                    };
                    let id = made.value.id;
                    let answer = new_comment(CommentPlace::Reply(id), user, round);
                    let answer = store.create_comment(answer).await.unwrap().unwrap().value.id;
                    store.set_reaction(user, Target::Comment(id), Some(Reaction::Like), at(0)).await.unwrap();
                    store.delete_comment(id, author(user)).await.unwrap();
                    if round % 3 == 0 {
                        store.delete_comment(answer, author(user)).await.unwrap();
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    site.assert_settled().await;
    assert_eq!(counted(&site, movie).await, 1 + 16 * 6);
    site.store.delete_movie(movie, None).await.unwrap();
    assert!(found(&site, root).await.is_none());
    site.assert_settled().await;
}
