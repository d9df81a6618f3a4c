//! Reports of comments, the cases that reports make, and what moderators decide.

use kenmovie_common::domain::{
    Case, CommentSort, Decision, Happening, Reason, ReasonCount, ReportStatus, Target, TargetKind,
};
use kenmovie_common::ports::{CaseFilter, CommentQuery, Constraint, Erasure, NewReport, StoreError};
use kenmovie_common::{CommentId, MovieId, ReportId, UserId};

use super::reports::new_report;
use super::stage::{MODERATOR, NO_COMMENT, Stage, at, at_once, author, user_id};

fn on(comment: CommentId, user: UserId, millis: i64) -> NewReport {
    NewReport { target: Target::Comment(comment), ..new_report(user, MovieId::from_bytes([0; 16]), millis) }
}

fn decision(status: ReportStatus, note: Option<&str>, millis: i64) -> Decision {
    Decision { status, note: note.map(Into::into), moderator: Some(user_id(0xee)), now: at(millis) }
}

async fn cases(stage: &Stage, filter: CaseFilter) -> Vec<Case> {
    stage.store.list_cases(filter, None, 100).await.unwrap().items
}

async fn only(stage: &Stage) -> Case {
    let mut cases = cases(stage, CaseFilter::default()).await;
    assert_eq!(cases.len(), 1);
    cases.remove(0)
}

pub async fn a_reported_comment_is_hidden_from_its_reporter_alone(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let movie = stage.movie("Arrival").await;
    let (root, other) = (stage.comment(movie, eva, 0).await.id, stage.comment(movie, eva, 1).await.id);
    let (reply, kept) = (stage.reply(other, eva, 2).await.id, stage.reply(other, eva, 3).await.id);
    let new = on(root, ana, 5);
    let made = stage.store.report(new.clone()).await.unwrap().unwrap().value;
    assert_eq!((made.id, made.movie_id, made.comment_id), (new.id, movie, Some(root)));
    assert_eq!((made.status, made.text.as_deref()), (ReportStatus::Open, Some("look")));
    stage.store.report(on(reply, ana, 6)).await.unwrap().unwrap();
    let again = stage.store.report(on(root, ana, 7)).await;
    assert!(matches!(again, Err(StoreError::Conflict(Constraint::OpenReport))), "{again:?}");
    for (viewer, roots, replies) in
        [(ana, vec![other], vec![kept]), (eva, vec![other, root], vec![reply, kept])]
    {
        let query = CommentQuery { after: None, limit: 10, viewer: Some(viewer), now: at(0) };
        let page = stage.store.list_comments(movie, CommentSort::Newest, query).await.unwrap().unwrap();
        assert_eq!(page.items.iter().map(|thread| thread.comment.id).collect::<Vec<_>>(), roots);
        let first: Vec<_> = page.items[0].first_replies.iter().map(|reply| reply.id).collect();
        assert_eq!(first, replies);
        let query = CommentQuery { after: None, limit: 10, viewer: Some(viewer), now: at(0) };
        let thread = stage.store.list_replies(other, query).await.unwrap().unwrap().items;
        assert_eq!(thread.iter().map(|reply| reply.id).collect::<Vec<_>>(), replies);
        let seen = stage.store.comment(root, Some(viewer), at(0)).await.unwrap();
        assert_eq!(seen.is_some(), viewer == eva);
    }
    assert!(stage.found(root).await.is_some());
    // The film itself is not hidden, and has no report.
    assert!(stage.store.list_blocked_movies(ana, None, 10).await.unwrap().items.is_empty());
    stage.assert_settled().await;
}

pub async fn what_is_not_there_or_deleted_takes_no_report(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, ana, 0).await.id;
    stage.reply(root, ana, 1).await;
    stage.store.delete_comment(root, author(ana), at(0)).await.unwrap();
    for comment in [NO_COMMENT, root] {
        assert!(stage.store.report(on(comment, ana, 2)).await.unwrap().is_none());
    }
    assert!(cases(stage, CaseFilter::default()).await.is_empty());
}

pub async fn the_reports_of_one_thing_are_one_case(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let writer = stage.user("writer@example.org").await.id;
    let comment = stage.comment(movie, writer, 0).await.id;
    let mut first = None;
    for (number, reason) in [Reason::Spam, Reason::Hate, Reason::Hate].into_iter().enumerate() {
        let user = stage.user(&format!("{number}@example.org")).await.id;
        let millis = 10 + i64::try_from(number).unwrap();
        let text = (number != 1).then(|| format!("text {number}"));
        let of_film = NewReport { reason, text: text.clone(), ..new_report(user, movie, millis) };
        let of_comment = NewReport { reason, text, ..on(comment, user, millis + 100) };
        first.get_or_insert((of_film.id, of_comment.id));
        for new in [of_film, of_comment] {
            stage.store.report(new).await.unwrap().unwrap();
        }
    }
    let (film, said) = first.unwrap();
    let all = cases(stage, CaseFilter::default()).await;
    assert_eq!(all.iter().map(|case| case.id).collect::<Vec<_>>(), [said, film]);
    for case in &all {
        assert_eq!(
            (case.status, case.count, case.note.as_ref(), case.decided_at),
            (ReportStatus::Open, 3, None, None)
        );
        let reasons =
            [(Reason::Hate, 2), (Reason::Spam, 1)].map(|(reason, count)| ReasonCount { reason, count });
        assert_eq!(case.reasons, reasons);
        assert_eq!(case.texts, ["text 2", "text 0"]);
        assert_eq!(case.target.movie_id, movie);
    }
    assert_eq!((all[0].kind, all[0].last_reported_at), (TargetKind::Comment, at(112)));
    assert_eq!((all[0].target.comment_id, all[0].target.author_id), (Some(comment), Some(writer)));
    assert_eq!(all[0].target.quote.as_deref(), Some("a word"));
    assert_eq!((all[1].kind, all[1].target.comment_id), (TargetKind::Movie, None));
    assert_eq!(all[1].target.quote.as_deref(), Some("Arrival"));
    for (kind, id) in [(TargetKind::Comment, said), (TargetKind::Movie, film)] {
        let filter = CaseFilter { kind: Some(kind), ..CaseFilter::default() };
        assert_eq!(cases(stage, filter).await.iter().map(|case| case.id).collect::<Vec<_>>(), [id]);
    }
    stage.assert_settled().await;
}

pub async fn a_decision_holds_for_all_reports_of_a_case(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let mut people = Vec::new();
    for number in 0..3 {
        let user = stage.user(&format!("{number}@example.org")).await.id;
        stage.store.report(new_report(user, movie, number)).await.unwrap().unwrap();
        people.push(user);
    }
    let case = only(stage).await;
    let decided =
        stage.store.decide_case(case.id, decision(ReportStatus::Resolved, Some("Fixed."), 50)).await;
    let decided = decided.unwrap().unwrap();
    assert_eq!((decided.status, decided.note.as_deref()), (ReportStatus::Resolved, Some("Fixed.")));
    assert_eq!((decided.decided_at, decided.count, decided.id), (Some(at(50)), 3, case.id));
    for (status, found) in
        [(ReportStatus::Resolved, 1), (ReportStatus::Open, 0), (ReportStatus::Dismissed, 0)]
    {
        let filter = CaseFilter { status: Some(status), ..CaseFilter::default() };
        assert_eq!(cases(stage, filter).await.len(), found);
    }
    for user in &people {
        let blocked = stage.store.list_blocked_movies(*user, None, 10).await.unwrap().items.remove(0).report;
        assert_eq!((blocked.status, blocked.note.as_deref()), (ReportStatus::Resolved, Some("Fixed.")));
        assert_eq!(blocked.decided_at, Some(at(50)));
    }
    let anew = stage.store.decide_case(case.id, decision(ReportStatus::Dismissed, None, 60)).await.unwrap();
    assert_eq!((anew.as_ref().unwrap().status, anew.unwrap().note), (ReportStatus::Dismissed, None));
    // What was decided is not withdrawn by showing the film again.
    assert!(stage.store.unblock_movie(people[0], movie).await.unwrap());
    assert_eq!((only(stage).await.count, only(stage).await.status), (3, ReportStatus::Dismissed));
    let nothing = decision(ReportStatus::Resolved, None, 70);
    assert_eq!(stage.store.decide_case(ReportId::from_bytes([9; 16]), nothing).await.unwrap(), None);
    stage.assert_settled().await;
}

pub async fn a_report_after_a_decision_opens_the_case_again(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let movie = stage.movie("Arrival").await;
    stage.store.report(new_report(ana, movie, 1)).await.unwrap().unwrap();
    let case = only(stage).await;
    stage
        .store
        .decide_case(case.id, decision(ReportStatus::Dismissed, Some("No."), 5))
        .await
        .unwrap()
        .unwrap();
    stage.store.unblock_movie(ana, movie).await.unwrap();
    stage.store.report(new_report(ana, movie, 6)).await.unwrap().unwrap();
    stage.store.report(new_report(eva, movie, 7)).await.unwrap().unwrap();
    let open = only(stage).await;
    assert_eq!((open.id, open.status, open.count), (case.id, ReportStatus::Open, 3));
    assert_eq!((open.note, open.decided_at), (None, None));
    // Taken back one by one it is as it was decided.
    stage.store.unblock_movie(eva, movie).await.unwrap();
    assert_eq!((only(stage).await.status, only(stage).await.count), (ReportStatus::Open, 2));
    stage.store.unblock_movie(ana, movie).await.unwrap();
    let back = only(stage).await;
    assert_eq!((back.status, back.count, back.note.as_deref()), (ReportStatus::Dismissed, 1, Some("No.")));
    assert_eq!((back.decided_at, back.last_reported_at), (Some(at(5)), at(1)));
    stage.assert_settled().await;
}

pub async fn a_case_without_reports_is_gone(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let movie = stage.movie("Arrival").await;
    stage.store.report(new_report(ana, movie, 1)).await.unwrap().unwrap();
    stage.store.report(new_report(eva, movie, 2)).await.unwrap().unwrap();
    stage.store.unblock_movie(eva, movie).await.unwrap();
    let left = only(stage).await;
    assert_eq!((left.count, left.last_reported_at), (1, at(1)));
    stage.store.unblock_movie(ana, movie).await.unwrap();
    assert!(cases(stage, CaseFilter::default()).await.is_empty());
    assert_eq!(
        stage.store.decide_case(left.id, decision(ReportStatus::Resolved, None, 3)).await.unwrap(),
        None
    );
    stage.store.report(new_report(eva, movie, 4)).await.unwrap().unwrap();
    assert_eq!(only(stage).await.count, 1);
    stage.assert_settled().await;
}

pub async fn cases_come_in_pages_those_with_the_latest_reports_first(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    let mut made = Vec::new();
    for number in 0..7 {
        let movie = stage.movie(&format!("Film {number}")).await;
        let new = new_report(ana, movie, 10 * number);
        made.insert(0, new.id);
        stage.store.report(new).await.unwrap().unwrap();
    }
    for limit in [1, 2, 7, 100] {
        let filter = CaseFilter { status: Some(ReportStatus::Open), kind: Some(TargetKind::Movie) };
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = stage.store.list_cases(filter, after, limit).await.unwrap();
            seen.extend(page.items.into_iter().map(|case| case.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, made, "{limit}");
    }
}

pub async fn many_reports_withdrawals_and_decisions_at_once_keep_a_case_exact(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let mut people = Vec::new();
    for number in 0..10 {
        people.push(stage.user(&format!("{number}@example.org")).await.id);
    }
    stage.store.report(new_report(people[0], movie, 0)).await.unwrap().unwrap();
    let case = only(stage).await.id;
    at_once(10, |number| {
        let (store, person) = (stage.store.clone(), people[number]);
        async move {
            for round in 0..4 {
                if number == 0 {
                    let status = [ReportStatus::Resolved, ReportStatus::Dismissed][round % 2];
                    let decided = store.decide_case(case, decision(status, None, 100)).await;
                    assert!(decided.is_ok(), "{decided:?}");
                    continue;
                }
                let reported = store.report(new_report(person, movie, 1)).await;
                assert!(matches!(reported, Ok(Some(_)) | Err(StoreError::Conflict(_))), "{reported:?}");
                if round % 2 == 0 {
                    store.unblock_movie(person, movie).await.unwrap();
                }
            }
        }
    })
    .await;
    stage.assert_settled().await;
    let case = only(stage).await;
    assert_eq!(case.reasons.iter().map(|one| one.count).sum::<u64>(), case.count);
}

pub async fn the_reports_of_somebody_who_goes_leave_their_cases(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let movie = stage.movie("Arrival").await;
    let (anas, evas) = (stage.comment(movie, ana, 0).await.id, stage.comment(movie, eva, 0).await.id);
    stage.store.report(new_report(ana, movie, 1)).await.unwrap().unwrap();
    stage.store.report(on(evas, ana, 2)).await.unwrap().unwrap();
    stage.store.report(on(anas, eva, 3)).await.unwrap().unwrap();
    stage.store.report(on(evas, eva, 4)).await.unwrap().unwrap();
    stage.store.begin_deletion(ana, 0, at(5)).await.unwrap().unwrap();
    while stage.erase(ana, 2).await != Erasure::Gone {
        stage.assert_settled().await;
    }
    stage.assert_settled().await;
    assert_eq!(stage.store.records_of(ana).await.unwrap(), []);
    let left = cases(stage, CaseFilter::default()).await;
    assert_eq!(
        left.iter().map(|case| (case.target.comment_id, case.count)).collect::<Vec<_>>(),
        [(Some(evas), 1), (Some(anas), 1)]
    );
    // What was quoted of them is gone with them.
    assert_eq!((left[1].target.quote.as_ref(), left[1].target.author_id), (None, None));
    assert_eq!(left[0].target.quote.as_deref(), Some("a word"));
}

pub async fn what_is_deleted_leaves_the_queue_of_what_is_open(stage: &Stage) {
    let people = [stage.user("ana@example.org").await.id, stage.user("leo@example.org").await.id];
    let eva = stage.user("eva@example.org").await.id;
    let movie = stage.movie("Arrival").await;
    let decided = stage.comment(movie, eva, 0).await.id;
    stage.store.report(on(decided, people[0], 1)).await.unwrap().unwrap();
    let dismissal = decision(ReportStatus::Dismissed, Some("No harm in it."), 5);
    stage.store.decide_case(only(stage).await.id, dismissal).await.unwrap().unwrap();
    let mut open = Vec::new();
    for millis in [10, 20, 30] {
        let comment = stage.comment(movie, eva, millis).await.id;
        open.push(comment);
        for person in people {
            stage.store.report(on(comment, person, millis + 1)).await.unwrap().unwrap();
        }
    }
    // One that a moderator deletes, one that its author does and that was answered, one that goes with its author.
    stage.reply(open[1], people[0], 40).await;
    stage.store.delete_comment(open[0], MODERATOR, at(50)).await.unwrap();
    stage.store.delete_comment(open[1], author(eva), at(50)).await.unwrap();
    let of = |status| CaseFilter { status: Some(status), ..CaseFilter::default() };
    let left = cases(stage, of(ReportStatus::Open)).await;
    assert_eq!(left.iter().map(|case| case.target.comment_id).collect::<Vec<_>>(), [Some(open[2])]);
    stage.assert_settled().await;
    stage.store.delete_comment(decided, author(eva), at(50)).await.unwrap();
    stage.store.begin_deletion(eva, 0, at(50)).await.unwrap().unwrap();
    while stage.erase(eva, 2).await != Erasure::Gone {}
    assert!(cases(stage, of(ReportStatus::Open)).await.is_empty());
    for case in cases(stage, of(ReportStatus::Resolved)).await {
        assert_eq!((case.count, case.note), (2, None));
    }
    assert_eq!(cases(stage, of(ReportStatus::Resolved)).await.len(), 3);
    // What was decided before stays as it was.
    let dismissed = cases(stage, of(ReportStatus::Dismissed)).await;
    assert_eq!(dismissed.len(), 1);
    assert_eq!(
        (dismissed[0].note.as_deref(), dismissed[0].decided_at),
        (Some("No harm in it."), Some(at(5)))
    );
    for person in people {
        let told = stage.store.list_notifications(person, None, 10).await.unwrap();
        let items = told.page.items.iter();
        let decisions = items.filter(|told| matches!(told.happening, Happening::ReportDecided { .. }));
        assert_eq!(decisions.count(), 3 + usize::from(person == people[0]));
    }
    stage.assert_settled().await;
}

pub async fn a_comments_case_outlives_the_comment_and_goes_with_the_film(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let movie = stage.movie("Arrival").await;
    let comment = stage.comment(movie, eva, 0).await.id;
    stage.store.report(on(comment, ana, 1)).await.unwrap().unwrap();
    stage.store.report(new_report(ana, movie, 2)).await.unwrap().unwrap();
    stage.store.delete_comment(comment, author(eva), at(0)).await.unwrap();
    assert_eq!(cases(stage, CaseFilter::default()).await.len(), 2);
    stage.store.delete_movie(movie, None, at(3)).await.unwrap();
    let deletion = kenmovie_common::domain::Deletion::Movie(movie);
    while stage.store.erase(deletion, 1, super::stage::LATER).await.unwrap() != Erasure::Gone {}
    assert!(cases(stage, CaseFilter::default()).await.is_empty());
    stage.assert_settled().await;
}
