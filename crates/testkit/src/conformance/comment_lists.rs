//! Pages of a film's comments and of a thread's replies.

use kenmovie_common::domain::{Comment, CommentSort, CommentThread, Reaction, Target, score};
use kenmovie_common::ports::CommentQuery;
use kenmovie_common::{CommentId, MovieId, UserId};

use super::stage::{MODERATOR, NO_COMMENT, NO_MOVIE, Stage, at, user_id};

const SORTS: [CommentSort; 3] = [CommentSort::Top, CommentSort::Newest, CommentSort::Oldest];

pub(super) fn query<K>(after: Option<K>, limit: usize) -> CommentQuery<K> {
    CommentQuery { after, limit, viewer: None, now: at(0) }
}

/// Every comment of a film, page by page.
async fn threads(stage: &Stage, movie: MovieId, sort: CommentSort, limit: usize) -> Vec<CommentThread> {
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = stage.store.list_comments(movie, sort, query(after, limit)).await.unwrap().unwrap();
        assert!(page.items.len() == limit || page.next.is_none() && page.items.len() < limit);
        if let (Some(next), Some(last)) = (page.next, page.items.last()) {
            assert_eq!(next, (place(&last.comment, sort), last.comment.id));
        }
        seen.extend(page.items);
        after = page.next;
        if after.is_none() {
            return seen;
        }
    }
}

/// Every reply of a thread, page by page.
async fn replies(stage: &Stage, comment: CommentId, limit: usize) -> Vec<Comment> {
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = stage.store.list_replies(comment, query(after, limit)).await.unwrap().unwrap();
        seen.extend(page.items);
        after = page.next;
        if after.is_none() {
            return seen;
        }
    }
}

fn place(comment: &Comment, sort: CommentSort) -> i64 {
    match sort {
        CommentSort::Top => score::wilson(comment.reactions),
        CommentSort::Newest | CommentSort::Oldest => comment.created_at.millis(),
    }
}

pub async fn every_order_shows_each_comment_once_page_by_page(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    for number in 0..25 {
        // Some at the same millisecond, some with the same votes.
        let comment = stage.comment(movie, user_id(1), number / 3).await.id;
        for person in 0..number % 4 {
            let user = user_id(u8::try_from(person).unwrap());
            let value = if number % 5 == 0 { Reaction::Dislike } else { Reaction::Like };
            stage.store.set_reaction(user, Target::Comment(comment), Some(value), at(0)).await.unwrap();
        }
        stage.reply(comment, user_id(2), 50).await;
    }
    for sort in SORTS {
        for limit in [1, 3, 100] {
            let seen = threads(stage, movie, sort, limit).await;
            assert_eq!(seen.len(), 25, "{sort:?} {limit}");
            let ordered = seen.windows(2).all(|pair| {
                let [one, two] =
                    [&pair[0].comment, &pair[1].comment].map(|comment| (place(comment, sort), comment.id));
                if sort == CommentSort::Oldest { one < two } else { one > two }
            });
            assert!(ordered, "{sort:?} {limit}");
        }
    }
}

pub async fn a_page_begins_each_thread_with_its_three_oldest_replies(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    let movie = stage.movie("Arrival").await;
    let mut expected = Vec::new();
    for number in 0..4 {
        let root = stage.comment(movie, ana, number).await.id;
        let mut replies: Vec<CommentId> = Vec::new();
        for reply in 0..number * 2 {
            let to = if reply % 2 == 0 { root } else { replies[0] };
            replies.push(stage.reply(to, ana, 10 + reply).await.id);
        }
        replies.truncate(3);
        expected.push((root, replies));
    }
    for sort in SORTS {
        for limit in [1, 3, 100] {
            let mut seen: Vec<_> = threads(stage, movie, sort, limit)
                .await
                .into_iter()
                .map(|thread| {
                    (thread.comment.id, thread.first_replies.iter().map(|reply| reply.id).collect::<Vec<_>>())
                })
                .collect();
            seen.sort();
            assert_eq!(seen, expected, "{sort:?} {limit}");
        }
    }
    stage.assert_settled().await;
}

pub async fn a_viewer_gets_mine_and_every_author_with_each_comment(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, ana, 0).await.id;
    let reply = stage.reply(root, eva, 1).await.id;
    stage.store.set_reaction(eva, Target::Comment(root), Some(Reaction::Like), at(0)).await.unwrap();
    let viewed = |viewer: UserId| CommentQuery { viewer: Some(viewer), ..query(None, 10) };
    let page = stage.store.list_comments(movie, CommentSort::Top, viewed(eva)).await.unwrap().unwrap();
    let thread = &page.items[0];
    let (mine, answer) = (thread.comment.mine.unwrap(), thread.first_replies[0].mine.unwrap());
    assert!(!mine.own && mine.reaction == Some(Reaction::Like));
    assert!(answer.own && answer.can_edit && answer.reaction.is_none());
    assert_eq!(thread.comment.author.as_ref().unwrap().id, ana);
    assert_eq!(thread.first_replies[0].author.as_ref().unwrap().id, eva);
    let viewed = CommentQuery { viewer: Some(ana), ..query(None, 10) };
    let page = stage.store.list_replies(root, viewed).await.unwrap().unwrap();
    assert!(page.items[0].id == reply && !page.items[0].mine.unwrap().own);
    let page = stage.store.list_comments(movie, CommentSort::Top, query(None, 10)).await.unwrap().unwrap();
    assert!(page.items[0].comment.mine.is_none() && page.items[0].first_replies[0].mine.is_none());
}

pub async fn an_author_who_is_not_there_is_left_out(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, user_id(1), 0).await.id;
    stage.reply(root, user_id(2), 1).await;
    let seen = threads(stage, movie, CommentSort::Newest, 10).await;
    assert!(seen[0].comment.author.is_none() && seen[0].first_replies[0].author.is_none());
    assert!(seen[0].comment.body.is_some());
}

pub async fn replies_come_oldest_first_page_by_page_from_anywhere_in_the_thread(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, user_id(1), 0).await.id;
    let other = stage.comment(movie, user_id(1), 0).await.id;
    let mut expected = Vec::new();
    for number in 1..=7 {
        let to = if number % 2 == 0 { expected[0] } else { root };
        expected.push(stage.reply(to, user_id(1), number).await.id);
        stage.reply(other, user_id(1), number).await;
    }
    for limit in [1, 3, 100] {
        for start in [root, expected[0], expected[6]] {
            let seen: Vec<_> = replies(stage, start, limit).await.into_iter().map(|reply| reply.id).collect();
            assert_eq!(seen, expected, "{limit}");
        }
    }
}

pub async fn what_is_not_there_has_no_lists_and_what_is_silent_has_empty_ones(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    for sort in SORTS {
        assert!(stage.store.list_comments(NO_MOVIE, sort, query(None, 4)).await.unwrap().is_none());
        let page = stage.store.list_comments(movie, sort, query(None, 4)).await.unwrap().unwrap();
        assert!(page.items.is_empty() && page.next.is_none());
    }
    assert!(stage.store.list_replies(NO_COMMENT, query(None, 4)).await.unwrap().is_none());
    let root = stage.comment(movie, user_id(1), 0).await.id;
    let page = stage.store.list_replies(root, query(None, 4)).await.unwrap().unwrap();
    assert!(page.items.is_empty() && page.next.is_none());
}

pub async fn pages_miss_and_repeat_nothing_that_stays_while_others_write_vote_and_delete(stage: &Stage) {
    for (sort, limit) in SORTS.into_iter().zip([7, 3, 1]) {
        let movie = stage.movie("Arrival").await;
        let (mut stays, mut goes) = (Vec::new(), Vec::new());
        for number in 0..40 {
            let id = stage.comment(movie, user_id(1), number / 2).await.id;
            if number % 3 == 0 { goes.push(id) } else { stays.push(id) }
        }
        let (mut seen, mut after, mut later) = (Vec::new(), None, 100);
        loop {
            let page = stage.store.list_comments(movie, sort, query(after, limit)).await.unwrap().unwrap();
            seen.extend(page.items.into_iter().map(|thread| thread.comment.id));
            after = page.next;
            if after.is_none() {
                break;
            }
            if later < 110 {
                stage.comment(movie, user_id(2), later).await;
                later += 1;
            }
            if let Some(id) = goes.pop() {
                let like = Some(Reaction::Like);
                stage.store.set_reaction(user_id(3), Target::Comment(id), like, at(0)).await.unwrap();
            }
            if let Some(id) = goes.pop() {
                stage.store.delete_comment(id, MODERATOR, at(0)).await.unwrap();
            }
        }
        for id in &stays {
            assert_eq!(seen.iter().filter(|other| *other == id).count(), 1, "{sort:?}");
        }
        stage.assert_settled().await;
    }
}
