//! What people are told.

use kenmovie_common::domain::{Decision, Happening, Notification, ReportStatus};
use kenmovie_common::ports::{CaseFilter, CommentChange, CommentPlace, Erasure, NewComment, Notified};
use kenmovie_common::{CommentId, NotificationId, UserId};

use super::reports::new_report;
use super::stage::{MODERATOR, Stage, at, at_once, author, key, new_comment, user_id};

async fn notified(stage: &Stage, user: UserId) -> Notified {
    stage.store.list_notifications(user, None, 100).await.unwrap()
}

/// The comments whose replies a person is told of, the latest first.
async fn replies(stage: &Stage, user: UserId) -> Vec<CommentId> {
    let items = notified(stage, user).await.page.items;
    items
        .into_iter()
        .filter_map(|one| match one.happening {
            Happening::Reply { reply, .. } => Some(reply.comment_id),
            Happening::ReportDecided { .. } => None,
        })
        .collect()
}

pub async fn a_reply_notifies_whoever_it_answers_once(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, ana, 0).await.id;
    let reply = stage.reply(root, eva, 1).await;
    let Notified { page, unread } = notified(stage, ana).await;
    assert_eq!((page.items.len(), unread), (1, 1));
    let told = &page.items[0];
    assert_eq!((told.id, told.read, told.created_at), (NotificationId::of_reply(reply.id), false, at(1)));
    let Happening::Reply { reply: seen, movie: film } = &told.happening else { panic!("{told:?}") };
    assert_eq!((seen.comment_id, seen.root_id, seen.author.id), (reply.id, root, eva));
    assert_eq!((seen.body.as_str(), seen.spoiler), ("a word", false));
    assert_eq!((film.id, film.title.as_str()), (movie, "Arrival"));
    // An answer to the answer is eva's to hear of, one's own is nobody's.
    let deeper = stage.reply(reply.id, ana, 2).await.id;
    stage.reply(root, ana, 3).await;
    stage.reply(deeper, ana, 4).await;
    assert_eq!((replies(stage, ana).await, replies(stage, eva).await), (vec![reply.id], vec![deeper]));
    // The same request again, and an edit, tell nobody anew.
    let new = NewComment { idempotency: Some(key("k", 1)), ..new_comment(CommentPlace::Reply(root), eva, 5) };
    for _ in 0..2 {
        stage.store.create_comment(new.clone()).await.unwrap().unwrap();
    }
    let change = CommentChange { body: Some("other".into()), spoiler: Some(true) };
    stage.store.edit_comment(reply.id, author(eva), change, at(6)).await.unwrap();
    assert_eq!(replies(stage, ana).await, [new.id, reply.id]);
    let Happening::Reply { reply: seen, .. } = &notified(stage, ana).await.page.items[1].happening else {
        panic!("no reply")
    };
    assert_eq!((seen.body.as_str(), seen.spoiler), ("other", true));
}

pub async fn a_muted_thread_and_a_blocked_person_notify_nobody(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let movie = stage.movie("Arrival").await;
    let (muted, heard) = (stage.comment(movie, ana, 0).await.id, stage.comment(movie, ana, 1).await.id);
    let earlier = stage.reply(muted, eva, 2).await.id;
    stage.store.mute_thread(ana, muted, true, at(3)).await.unwrap();
    stage.reply(muted, eva, 4).await;
    let told = stage.reply(heard, eva, 5).await.id;
    assert_eq!(replies(stage, ana).await, [told, earlier]);
    stage.store.mute_thread(ana, muted, false, at(6)).await.unwrap();
    let again = stage.reply(muted, eva, 7).await.id;
    assert_eq!(replies(stage, ana).await, [again, told, earlier]);
    stage.store.block_user(ana, eva, at(8)).await.unwrap();
    assert_eq!(replies(stage, ana).await, []);
    assert_eq!(notified(stage, ana).await.unread, 0);
    stage.store.unblock_user(ana, eva).await.unwrap();
    assert_eq!(replies(stage, ana).await, [again, told, earlier]);
}

pub async fn what_is_read_stays_read(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, ana, 0).await.id;
    let mut ids = Vec::new();
    for number in 1..=5 {
        ids.push(NotificationId::of_reply(stage.reply(root, eva, number * 10).await.id));
    }
    assert_eq!(notified(stage, ana).await.unread, 5);
    assert_eq!(stage.store.read_notifications(ana, ids[2]).await.unwrap(), 2);
    // Never taken back.
    assert_eq!(stage.store.read_notifications(ana, ids[0]).await.unwrap(), 2);
    let Notified { page, unread } = notified(stage, ana).await;
    assert_eq!(unread, 2);
    assert_eq!(page.items.iter().map(|one| one.read).collect::<Vec<_>>(), [false, false, true, true, true]);
    assert_eq!(stage.store.read_notifications(ana, ids[4]).await.unwrap(), 0);
    stage.reply(root, eva, 60).await;
    assert_eq!(notified(stage, ana).await.unread, 1);
    assert_eq!(stage.store.read_notifications(eva, ids[4]).await.unwrap(), 0);
}

pub async fn notifications_come_in_pages_the_latest_first(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, ana, 0).await.id;
    let mut made = Vec::new();
    for number in 1..=9 {
        made.insert(0, NotificationId::of_reply(stage.reply(root, eva, number).await.id));
    }
    for limit in [1, 2, 9, 100] {
        let (mut items, mut after): (Vec<Notification>, _) = (Vec::new(), None);
        loop {
            let page = stage.store.list_notifications(ana, after, limit).await.unwrap().page;
            assert!(page.items.len() <= limit);
            items.extend(page.items);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(items.iter().map(|one| one.id).collect::<Vec<_>>(), made, "{limit}");
    }
}

pub async fn a_deleted_reply_is_told_of_no_more(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, ana, 0).await.id;
    let (plain, answered) = (stage.reply(root, eva, 1).await.id, stage.reply(root, eva, 2).await.id);
    stage.reply(answered, user_id(7), 3).await;
    stage.store.delete_comment(plain, author(eva), at(0)).await.unwrap();
    stage.store.delete_comment(answered, MODERATOR, at(0)).await.unwrap();
    assert_eq!((replies(stage, ana).await.len(), notified(stage, ana).await.unread), (0, 0));
}

pub async fn a_decision_is_told_to_all_who_reported(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let movie = stage.movie("Arrival").await;
    for user in [ana, eva] {
        stage.store.report(new_report(user, movie, 1)).await.unwrap().unwrap();
    }
    let case = stage.store.list_cases(CaseFilter::default(), None, 10).await.unwrap().items.remove(0);
    let decision = |status, note: Option<&str>, millis| Decision {
        status,
        note: note.map(Into::into),
        moderator: Some(user_id(0xee)),
        now: at(millis),
    };
    for _ in 0..2 {
        let decided = decision(ReportStatus::Resolved, Some("Gracias"), 5);
        stage.store.decide_case(case.id, decided).await.unwrap().unwrap();
    }
    for user in [ana, eva] {
        let Notified { page, unread } = notified(stage, user).await;
        assert_eq!((page.items.len(), unread, page.items[0].created_at), (1, 1, at(5)));
        let Happening::ReportDecided { report, movie: film } = &page.items[0].happening else { panic!() };
        assert_eq!((report.status, report.note.as_deref()), (ReportStatus::Resolved, Some("Gracias")));
        assert_eq!((report.decided_at, film.id), (Some(at(5)), movie));
    }
    stage.store.decide_case(case.id, decision(ReportStatus::Dismissed, None, 9)).await.unwrap().unwrap();
    let Notified { page, unread } = notified(stage, ana).await;
    assert_eq!(unread, 2);
    assert!(page.items[0].created_at == at(9) && page.items[1].created_at == at(5));
    // They tell what became of the report, which is one.
    for told in page.items {
        let Happening::ReportDecided { report, .. } = told.happening else { panic!() };
        assert_eq!((report.status, report.note), (ReportStatus::Dismissed, None));
    }
}

pub async fn notifications_go_with_whoever_they_are_for_and_whoever_they_are_of(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let movie = stage.movie("Arrival").await;
    let (root, other) = (stage.comment(movie, ana, 0).await.id, stage.comment(movie, eva, 0).await.id);
    stage.reply(root, eva, 1).await;
    stage.reply(other, ana, 2).await;
    stage.store.begin_deletion(ana, 0, at(3)).await.unwrap().unwrap();
    while stage.erase(ana, 1).await != Erasure::Gone {}
    assert_eq!(stage.store.records_of(ana).await.unwrap(), []);
    assert_eq!((replies(stage, eva).await.len(), notified(stage, eva).await.unread), (0, 0));
}

pub async fn every_reply_of_many_at_once_is_told(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, ana, 0).await.id;
    let mut people = Vec::new();
    for number in 0..8 {
        people.push(stage.user(&format!("{number}@example.org")).await.id);
    }
    let made = at_once(32, |number| {
        let (store, person) = (stage.store.clone(), people[number % 8]);
        async move {
            let new = new_comment(CommentPlace::Reply(root), person, 1);
            store.create_comment(new).await.unwrap().unwrap().value.id
        }
    })
    .await;
    let mut told = replies(stage, ana).await;
    told.sort_unstable();
    let mut made = made;
    made.sort_unstable();
    assert_eq!(told, made);
    assert_eq!(notified(stage, ana).await.unread, 32);
}

pub async fn a_notification_is_found_alone_as_its_person_sees_it(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, ana, 0).await.id;
    let reply = stage.reply(root, eva, 1).await.id;
    stage.store.report(new_report(ana, movie, 2)).await.unwrap().unwrap();
    let case = stage.store.list_cases(CaseFilter::default(), None, 10).await.unwrap().items.remove(0);
    let (status, note, moderator) = (ReportStatus::Resolved, None, Some(user_id(0xee)));
    let decision = Decision { status, note, moderator, now: at(5) };
    stage.store.decide_case(case.id, decision).await.unwrap().unwrap();
    let alone = async |id| stage.store.notification(id).await.unwrap();
    let listed = notified(stage, ana).await.page.items;
    assert_eq!(listed.len(), 2);
    for told in &listed {
        assert_eq!(alone(told.id).await, Some((ana, told.clone())));
    }
    let id = NotificationId::of_reply(reply);
    stage.store.read_notifications(ana, id).await.unwrap();
    assert_eq!(alone(id).await.map(|(_, told)| told.read), Some(true));
    assert_eq!(alone(NotificationId::from_bytes([9; 16])).await, None);
    // What its person does not see is not there.
    stage.store.block_user(eva, ana, at(6)).await.unwrap();
    assert_eq!(alone(id).await, None);
    stage.store.unblock_user(eva, ana).await.unwrap();
    assert!(alone(id).await.is_some());
    stage.store.delete_comment(reply, author(eva), at(7)).await.unwrap();
    assert_eq!(alone(id).await, None);
}
