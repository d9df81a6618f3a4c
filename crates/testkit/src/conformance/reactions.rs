//! Votes, and the counters that follow them exactly.

use kenmovie_common::domain::{CommentSort, Reaction, Reactions, Tally, Target, score};
use kenmovie_common::{CommentId, MovieId};

use super::comment_lists::query;
use super::stage::{MODERATOR, NO_COMMENT, NO_MOVIE, Stage, at, at_once, user_id};

const LIKE: Option<Reaction> = Some(Reaction::Like);
const DISLIKE: Option<Reaction> = Some(Reaction::Dislike);

fn tally(likes: u64, dislikes: u64, mine: Option<Reaction>) -> Tally {
    Tally { reactions: Reactions { likes, dislikes }, mine }
}

/// A film, and a comment on it, as what is voted on.
async fn targets(stage: &Stage) -> (MovieId, CommentId, [Target; 2]) {
    let movie = stage.movie("Arrival").await;
    let comment = stage.comment(movie, user_id(1), 0).await.id;
    (movie, comment, [Target::Movie(movie), Target::Comment(comment)])
}

async fn reactions(stage: &Stage, target: Target) -> Reactions {
    match target {
        Target::Movie(id) => stage.whole(id).await.card.reactions,
        Target::Comment(id) => stage.found(id).await.unwrap().reactions,
    }
}

pub async fn a_vote_is_set_changed_repeated_and_taken_back(stage: &Stage) {
    let (movie, comment, targets) = targets(stage).await;
    for target in targets {
        let set = async |user, value| {
            stage.store.set_reaction(user_id(user), target, value, at(0)).await.unwrap().unwrap()
        };
        assert_eq!(set(1, None).await, tally(0, 0, None));
        assert_eq!(set(1, LIKE).await, tally(1, 0, LIKE));
        assert_eq!(set(1, LIKE).await, tally(1, 0, LIKE));
        assert_eq!(set(2, LIKE).await, tally(2, 0, LIKE));
        assert_eq!(set(1, DISLIKE).await, tally(1, 1, DISLIKE));
        assert_eq!(reactions(stage, target).await, Reactions { likes: 1, dislikes: 1 });
        assert_eq!(set(1, None).await, tally(1, 0, None));
        assert_eq!(set(1, None).await, tally(1, 0, None));
        assert_eq!(set(1, DISLIKE).await, tally(1, 1, DISLIKE));
        stage.assert_settled().await;
    }
    let seen = stage.store.movie(movie, Some(user_id(2))).await.unwrap().unwrap();
    assert_eq!(seen.card.mine.unwrap().reaction, LIKE);
    let seen = stage.store.comment(comment, Some(user_id(1)), at(0)).await.unwrap().unwrap();
    assert_eq!(seen.mine.unwrap().reaction, DISLIKE);
    assert_eq!(stage.store.settle(at(60_000)).await.unwrap(), 0);
}

pub async fn a_vote_that_was_taken_back_is_seen_no_more(stage: &Stage) {
    let (movie, comment, targets) = targets(stage).await;
    for target in targets {
        stage.store.set_reaction(user_id(1), target, LIKE, at(0)).await.unwrap();
        stage.store.set_reaction(user_id(1), target, None, at(1)).await.unwrap();
    }
    let seen = stage.store.movie(movie, Some(user_id(1))).await.unwrap().unwrap();
    assert_eq!(seen.card.mine.unwrap().reaction, None);
    let seen = stage.store.comment(comment, Some(user_id(1)), at(0)).await.unwrap().unwrap();
    assert_eq!(seen.mine.unwrap().reaction, None);
    stage.assert_settled().await;
}

pub async fn what_is_not_there_or_is_deleted_takes_no_vote(stage: &Stage) {
    let (movie, comment, _) = targets(stage).await;
    stage.reply(comment, user_id(2), 1).await;
    stage.store.delete_comment(comment, MODERATOR, at(0)).await.unwrap();
    let gone = stage.movie("Gone").await;
    stage.store.delete_movie(gone, None, at(9_000)).await.unwrap();
    let missing =
        [Target::Movie(NO_MOVIE), Target::Movie(gone), Target::Comment(NO_COMMENT), Target::Comment(comment)];
    for target in missing {
        for value in [LIKE, DISLIKE, None] {
            let set = stage.store.set_reaction(user_id(1), target, value, at(0)).await.unwrap();
            assert_eq!(set, None, "{target:?}");
        }
    }
    assert_eq!(stage.whole(movie).await.card.reactions, Reactions::default());
    stage.assert_settled().await;
    assert_eq!(stage.store.settle(at(60_000)).await.unwrap(), 0);
}

pub async fn sixty_four_people_at_once_and_one_who_wavers_are_counted_exactly(stage: &Stage) {
    let (_, _, targets) = targets(stage).await;
    for target in targets {
        at_once(65, |number| {
            let (store, person) = (stage.store.clone(), user_id(u8::try_from(number).unwrap()));
            async move {
                let times = if number == 64 { 50 } else { 1 };
                for time in 0..times {
                    let value = if time % 2 == 0 { LIKE } else { DISLIKE };
                    let tally = store.set_reaction(person, target, value, at(0)).await.unwrap().unwrap();
                    assert_eq!(tally.mine, value);
                }
            }
        })
        .await;
        assert_eq!(reactions(stage, target).await, Reactions { likes: 64, dislikes: 1 });
        stage.assert_settled().await;
    }
    assert_eq!(stage.store.settle(at(60_000)).await.unwrap(), 0);
}

pub async fn one_person_at_once_with_themselves_has_one_vote(stage: &Stage) {
    let (_, _, targets) = targets(stage).await;
    for target in targets {
        at_once(30, |number| {
            let store = stage.store.clone();
            let value = [LIKE, DISLIKE, None][number % 3];
            async move { store.set_reaction(user_id(1), target, value, at(0)).await.unwrap().unwrap() }
        })
        .await;
        let votes = reactions(stage, target).await;
        assert!(votes.likes + votes.dislikes <= 1, "{votes:?}");
        stage.assert_settled().await;
        let last = stage.store.set_reaction(user_id(1), target, DISLIKE, at(1)).await.unwrap().unwrap();
        assert_eq!(last, tally(0, 1, DISLIKE));
    }
}

pub async fn people_who_change_their_minds_at_once_are_counted_exactly(stage: &Stage) {
    let (_, _, targets) = targets(stage).await;
    at_once(40, |person| {
        let store = stage.store.clone();
        async move {
            let user = user_id(u8::try_from(person).unwrap());
            for step in 0..6 {
                let value = [LIKE, DISLIKE, None][(person + step) % 3];
                store.set_reaction(user, targets[step % 2], value, at(0)).await.unwrap().unwrap();
            }
            for target in targets {
                store.set_reaction(user, target, [LIKE, DISLIKE][person % 2], at(0)).await.unwrap().unwrap();
            }
        }
    })
    .await;
    for target in targets {
        assert_eq!(reactions(stage, target).await, Reactions { likes: 20, dislikes: 20 });
    }
    stage.assert_settled().await;
}

pub async fn comments_are_placed_by_the_bound_of_wilson_for_every_number_of_votes(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let votes = (0..6).flat_map(|likes| (0..6).map(move |dislikes| (likes, dislikes)));
    for (likes, dislikes) in votes.chain([(64, 1), (40, 60), (99, 0), (0, 99)]) {
        let comment = stage.comment(movie, user_id(1), 0).await.id;
        at_once(usize::from(likes + dislikes), |person| {
            let (store, person) = (stage.store.clone(), u8::try_from(person).unwrap());
            let value = if person < likes { LIKE } else { DISLIKE };
            async move {
                store
                    .set_reaction(user_id(person), Target::Comment(comment), value, at(0))
                    .await
                    .unwrap()
                    .unwrap()
            }
        })
        .await;
    }
    let (mut after, mut seen) = (None, 0);
    loop {
        let asked = query(after, 1);
        let page = stage.store.list_comments(movie, CommentSort::Top, asked).await.unwrap().unwrap();
        let comment = &page.items[0].comment;
        seen += 1;
        if page.next.is_none() {
            break;
        }
        assert_eq!(
            page.next,
            Some((score::wilson(comment.reactions), comment.id)),
            "{:?}",
            comment.reactions
        );
        after = page.next;
    }
    assert_eq!(seen, 40);
    stage.assert_settled().await;
}
