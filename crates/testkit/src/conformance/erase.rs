//! What is left of a person, taken away.

use kenmovie_common::domain::{Deletion, Reaction, Target, User};
use kenmovie_common::ports::{
    Collection, CommentPlace, Erasure, Idempotency, NewComment, NewMovie, NewReport, Record,
};
use kenmovie_common::{CommentId, MovieId, UserId};

use super::reports::new_report;
use super::stage::{
    LATER, MODERATOR, Stage, at, at_once, author, draft, key, letter, new_comment, new_movie, user_id,
};

const LIKE: Option<Reaction> = Some(Reaction::Like);
const DISLIKE: Option<Reaction> = Some(Reaction::Dislike);

/// Erases to the end, and sees that every counter is right at every step.
async fn erase(stage: &Stage, user: UserId, limit: usize) -> usize {
    for steps in 1..1_000 {
        let far = stage.erase(user, limit).await;
        stage.assert_settled().await;
        if far == Erasure::Gone {
            return steps;
        }
    }
    panic!("no end of it");
}

async fn begun(stage: &Stage, user: &User) {
    let now = stage.store.user(user.id).await.unwrap().unwrap();
    stage.store.begin_deletion(user.id, now.auth_epoch, at(50)).await.unwrap().unwrap();
}

async fn vote(stage: &Stage, user: UserId, target: Target, value: Option<Reaction>) {
    stage.store.set_reaction(user, target, value, at(5)).await.unwrap().unwrap();
}

async fn keyed(stage: &Stage, place: CommentPlace, author: UserId, idempotency: Idempotency) -> CommentId {
    let new = NewComment { idempotency: Some(idempotency), ..new_comment(place, author, 1) };
    stage.store.create_comment(new).await.unwrap().unwrap().value.id
}

/// Two films with comments, votes and reports of these two.
async fn fill(stage: &Stage, ana: UserId, eva: UserId) -> [MovieId; 2] {
    let made = NewMovie { creator: ana, idempotency: Some(key("film", 1)), ..new_movie(draft("One")) };
    let one = stage.store.create_movie(made).await.unwrap().value.card.id;
    let two = stage.movie("Two").await;
    for (number, movie) in (1..).zip([one, two]) {
        for (user, value) in [(ana, LIKE), (eva, DISLIKE)] {
            let root =
                keyed(stage, CommentPlace::Movie(movie), user, key(&format!("root {number}"), 1)).await;
            let reply = stage.reply(root, ana, 2).await.id;
            let answer = stage.reply(reply, eva, 3).await.id;
            let alone = stage.reply(answer, ana, 4).await.id;
            for target in [root, reply, answer, alone].map(Target::Comment) {
                vote(stage, ana, target, value).await;
                vote(stage, eva, target, LIKE).await;
            }
            vote(stage, user, Target::Movie(movie), value).await;
            stage.store.report(new_report(user, movie, 6)).await.unwrap().unwrap();
        }
    }
    [one, two]
}

pub async fn all_that_is_theirs_goes_and_all_that_is_others_stays(stage: &Stage) {
    for (round, limit) in [1, 2, 7, 1_000].into_iter().enumerate() {
        let ana = stage.user("ana@example.org").await;
        let eva = stage.user(&format!("eva{round}@example.org")).await;
        let [one, two] = fill(stage, ana.id, eva.id).await;
        // Votes on what goes go with it, and what tells of it.
        let theirs = |records: Vec<Record>| -> Vec<String> {
            let goes = |record: &Record| match record {
                Record::Reaction(reaction) => matches!(reaction.target, Target::Comment(_)),
                Record::Notification(_) => true,
                _ => false,
            };
            let stays = records.iter().filter(|record| !goes(record));
            let mut keys: Vec<String> = stays.map(|record| record.key().to_string()).collect();
            keys.sort_unstable();
            keys
        };
        let before = theirs(stage.store.records_of(eva.id).await.unwrap());
        begun(stage, &ana).await;
        assert!(!stage.store.records_of(ana.id).await.unwrap().is_empty());
        let steps = erase(stage, ana.id, limit).await;
        assert!(if limit == 1 { steps > 20 } else { steps <= 40 }, "{steps} steps of {limit}");
        assert_eq!(stage.store.records_of(ana.id).await.unwrap(), []);
        assert_eq!(theirs(stage.store.records_of(eva.id).await.unwrap()), before);
        for movie in [one, two] {
            let card = stage.whole(movie).await.card;
            // Eva's root, and her answer under each of the two.
            assert_eq!((card.comments, card.reactions.likes, card.reactions.dislikes), (3, 0, 1));
            assert!(stage.store.list_blocked_movies(eva.id, None, 10).await.unwrap().items.len() == 2);
        }
        assert_eq!(stage.erase(ana.id, limit).await, Erasure::Gone, "there was more");
    }
}

pub async fn a_comment_with_replies_stays_as_deleted_and_the_rest_goes(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let (ana, eva) = (stage.user("ana@example.org").await, stage.user("eva@example.org").await);
    let answered = keyed(stage, CommentPlace::Movie(movie), ana.id, key("k", 1)).await;
    let answer = stage.reply(answered, eva.id, 2).await.id;
    let own = stage.comment(movie, ana.id, 3).await.id;
    let own_reply = stage.reply(own, ana.id, 4).await.id;
    let tail = stage.reply(answer, ana.id, 5).await.id;
    vote(stage, eva.id, Target::Comment(answered), LIKE).await;
    begun(stage, &ana).await;
    for left in [answered, own, own_reply, tail] {
        assert_eq!(stage.found(left).await.unwrap().author, None);
    }
    erase(stage, ana.id, 2).await;
    for gone in [own, own_reply, tail] {
        assert_eq!(stage.found(gone).await, None);
    }
    let left = stage.found(answered).await.unwrap();
    assert!(left.deleted && left.body.is_none() && left.author.is_none());
    assert_eq!((left.replies, left.reactions.likes), (1, 1));
    let Some(Record::Comment(left)) = stage
        .store
        .read_records(Collection::Comments, None, 10)
        .await
        .unwrap()
        .into_iter()
        .find(|record| matches!(record, Record::Comment(comment) if comment.id == answered))
    else {
        panic!("no record of it")
    };
    assert_eq!((left.author, left.maker, left.idempotency), (None, None, None));
    stage.store.delete_comment(answer, author(eva.id), at(0)).await.unwrap();
    assert_eq!(stage.found(answered).await, None);
    assert_eq!(stage.whole(movie).await.card.comments, 0);
    stage.assert_settled().await;
}

pub async fn votes_on_what_was_deleted_are_counted_out_too(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let (ana, eva) = (stage.user("ana@example.org").await, stage.user("eva@example.org").await);
    let root = stage.comment(movie, eva.id, 0).await.id;
    stage.reply(root, eva.id, 1).await;
    vote(stage, ana.id, Target::Comment(root), LIKE).await;
    vote(stage, eva.id, Target::Comment(root), LIKE).await;
    stage.store.delete_comment(root, MODERATOR, at(0)).await.unwrap();
    begun(stage, &ana).await;
    erase(stage, ana.id, 10).await;
    assert_eq!(stage.found(root).await.unwrap().reactions.likes, 1);
}

pub async fn their_reports_and_keys_go_whatever_became_of_them(stage: &Stage) {
    let ana = stage.user("ana@example.org").await;
    let movie = stage.movie("Arrival").await;
    let report = NewReport { idempotency: Some(key("k", 1)), ..new_report(ana.id, movie, 0) };
    stage.store.report(report).await.unwrap().unwrap();
    let root = keyed(stage, CommentPlace::Movie(movie), ana.id, key("k", 1)).await;
    stage.reply(root, user_id(9), 2).await;
    // Deleted before: of its maker only the key is left.
    stage.store.delete_comment(root, MODERATOR, at(0)).await.unwrap();
    begun(stage, &ana).await;
    erase(stage, ana.id, 1).await;
    assert_eq!(stage.store.records_of(ana.id).await.unwrap(), []);
    let text = format!("{:?}", stage.store.read_records(Collection::Comments, None, 10).await);
    assert!(!text.contains(&ana.id.to_string()), "{text}");
}

pub async fn their_letters_go_and_others_are_sent(stage: &Stage) {
    let (ana, eva) = (stage.user("Ana@Example.org").await, stage.user("eva@example.org").await);
    for (user, to) in [(&ana, "ana@example.org"), (&eva, "eva@example.org")] {
        stage.store.post_letter(letter(to, 0)).await.unwrap();
        let changed = stage.store.change_password(user.id, 0, "new".into(), letter(to, 1)).await.unwrap();
        assert!(changed.is_some());
    }
    begun(stage, &ana).await;
    erase(stage, ana.id, 1).await;
    assert_eq!(stage.letters(at(99)).await, ["eva@example.org", "eva@example.org"]);
}

pub async fn nobody_is_erased_whose_deletion_has_not_begun(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await, stage.user("eva@example.org").await);
    fill(stage, ana.id, eva.id).await;
    let records = stage.store.records_of(ana.id).await.unwrap();
    assert_eq!(stage.erase(ana.id, 1_000).await, Erasure::Gone);
    assert_eq!(stage.store.records_of(ana.id).await.unwrap(), records);
    assert_eq!(stage.erase(user_id(1), 1_000).await, Erasure::Gone);
}

pub async fn erasing_at_once_with_itself_counts_everything_once(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await, stage.user("eva@example.org").await);
    fill(stage, ana.id, eva.id).await;
    begun(stage, &ana).await;
    at_once(8, |_| {
        let (store, id) = (stage.store.clone(), ana.id);
        async move { while store.erase(Deletion::User(id), 3, LATER).await.unwrap() == Erasure::More {} }
    })
    .await;
    assert_eq!(stage.store.records_of(ana.id).await.unwrap(), []);
    assert_eq!(stage.store.user(eva.id).await.unwrap(), Some(eva));
    stage.assert_settled().await;
}

pub async fn erasing_at_once_with_answers_votes_and_deletions_leaves_every_counter_right(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    for round in 0..3 {
        let ana = stage.user("ana@example.org").await;
        let mut theirs = Vec::new();
        for number in 0..12 {
            let root = stage.comment(movie, ana.id, number).await.id;
            theirs.push(root);
            theirs.push(stage.reply(root, ana.id, number).await.id);
            vote(stage, ana.id, Target::Comment(root), LIKE).await;
        }
        vote(stage, ana.id, Target::Movie(movie), LIKE).await;
        stage.store.report(new_report(ana.id, movie, 0)).await.unwrap().unwrap();
        begun(stage, &ana).await;
        at_once(12, |number| {
            let (store, id, theirs) = (stage.store.clone(), ana.id, theirs.clone());
            let other = user_id(u8::try_from(100 + number).unwrap());
            async move {
                if number < 2 {
                    while store.erase(Deletion::User(id), 5, LATER).await.unwrap() == Erasure::More {}
                    return;
                }
                for comment in theirs {
                    let target = Target::Comment(comment);
                    store.set_reaction(other, target, LIKE, at(round)).await.unwrap();
                    store.set_reaction(other, Target::Movie(movie), DISLIKE, at(round)).await.unwrap();
                    let answer = new_comment(CommentPlace::Reply(comment), other, round);
                    if let Some(answer) = store.create_comment(answer).await.unwrap()
                        && number % 2 == 0
                    {
                        store.delete_comment(answer.value.id, author(other), at(0)).await.unwrap();
                    }
                }
            }
        })
        .await;
        stage.assert_settled().await;
        assert_eq!(stage.store.records_of(ana.id).await.unwrap(), []);
        assert!(stage.store.unfinished_deletions(10).await.unwrap().is_empty());
    }
    assert_eq!(stage.whole(movie).await.card.reactions.likes, 0);
}

pub async fn what_somebody_writes_in_the_moment_after_their_end_goes_too(stage: &Stage) {
    let ana = stage.user("ana@example.org").await;
    let movie = stage.movie("Arrival").await;
    begun(stage, &ana).await;
    let erase = async |millis| {
        let mut far = Erasure::More;
        while far == Erasure::More {
            far = stage.store.erase(Deletion::User(ana.id), 10, at(millis)).await.unwrap();
        }
        far
    };
    let begun_at = match stage.store.records_of(ana.id).await.unwrap().as_slice() {
        [Record::User(user)] => user.deleting_at.unwrap(),
        other => panic!("{other:?}"),
    };
    let since = begun_at.millis() - at(0).millis();
    assert_eq!(erase(since + 1).await, Erasure::Lingering);
    let comment = stage.comment(movie, ana.id, since + 2).await.id;
    vote(stage, ana.id, Target::Movie(movie), LIKE).await;
    assert_eq!(erase(since + 59_999).await, Erasure::Lingering);
    assert_eq!(stage.found(comment).await, None);
    assert_eq!(erase(since + 60_000).await, Erasure::Gone);
    assert_eq!(stage.store.records_of(ana.id).await.unwrap(), []);
    assert_eq!(stage.whole(movie).await.card.reactions.likes, 0);
    stage.assert_settled().await;
}
