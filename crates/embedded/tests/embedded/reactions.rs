use kenmovie_common::domain::{CommentSort, MovieSort};
use kenmovie_common::domain::{Reaction, Reactions, Tally, Target, score};
use kenmovie_common::ports::{
    CommentQuery, Comments as _, Editor, MovieFilter, MovieQuery, Movies as _, ReactionStore as _,
};
use kenmovie_common::{CommentId, MovieId};

use crate::site::{at, site, user_id};

const LIKE: Option<Reaction> = Some(Reaction::Like);
const DISLIKE: Option<Reaction> = Some(Reaction::Dislike);

fn tally(likes: u64, dislikes: u64, mine: Option<Reaction>) -> Tally {
    Tally { reactions: Reactions { likes, dislikes }, mine }
}

#[tokio::test]
async fn a_vote_is_set_changed_repeated_and_taken_back() {
    let site = site();
    let movie = site.movie("Arrival").await;
    let comment = site.comment(movie, user_id(1), 0).await.id;
    for target in [Target::Movie(movie), Target::Comment(comment)] {
        let set = |user, value| site.store.set_reaction(user_id(user), target, value, at(0));
        assert_eq!(set(1, None).await.unwrap().unwrap(), tally(0, 0, None));
        assert_eq!(set(1, LIKE).await.unwrap().unwrap(), tally(1, 0, LIKE));
        assert_eq!(set(1, LIKE).await.unwrap().unwrap(), tally(1, 0, LIKE));
        assert_eq!(set(2, LIKE).await.unwrap().unwrap(), tally(2, 0, LIKE));
        assert_eq!(set(1, DISLIKE).await.unwrap().unwrap(), tally(1, 1, DISLIKE));
        assert_eq!(set(1, None).await.unwrap().unwrap(), tally(1, 0, None));
        assert_eq!(set(1, None).await.unwrap().unwrap(), tally(1, 0, None));
        site.assert_settled().await;
    }
    let seen = site.store.movie(movie, Some(user_id(2))).await.unwrap().unwrap();
    assert_eq!(seen.card.mine.unwrap().reaction, LIKE);
    let seen = site.store.comment(comment, Some(user_id(2)), at(0)).await.unwrap().unwrap();
    assert_eq!(seen.mine.unwrap().reaction, LIKE);
}

#[tokio::test]
async fn what_is_not_there_or_is_deleted_takes_no_vote() {
    let site = site();
    let missing =
        [Target::Movie(MovieId::from_bytes([1; 16])), Target::Comment(CommentId::from_bytes([1; 16]))];
    for target in missing {
        assert_eq!(site.store.set_reaction(user_id(1), target, LIKE, at(0)).await.unwrap(), None);
    }
    let movie = site.movie("Arrival").await;
    let comment = site.comment(movie, user_id(1), 0).await.id;
    site.reply(comment, user_id(2), 1).await;
    site.store.delete_comment(comment, Editor { user: user_id(1), moderator: false }).await.unwrap();
    assert_eq!(
        site.store.set_reaction(user_id(2), Target::Comment(comment), LIKE, at(0)).await.unwrap(),
        None
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn many_people_voting_on_one_film_at_once_are_counted_exactly() {
    let site = site();
    let movie = site.movie("Arrival").await;
    let tasks: Vec<_> = (0..50)
        .map(|person| {
            let store = site.store.clone();
            tokio::spawn(async move {
                for step in 0..20 {
                    let value = [LIKE, DISLIKE, None, LIKE][(usize::from(person) + step) % 4];
                    store
                        .set_reaction(user_id(person), Target::Movie(movie), value, at(0))
                        .await
                        .unwrap()
                        .unwrap();
                }
                store
                    .set_reaction(user_id(person), Target::Movie(movie), LIKE, at(0))
                    .await
                    .unwrap()
                    .unwrap();
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(site.whole(movie).await.card.reactions, Reactions { likes: 50, dislikes: 0 });
    site.assert_settled().await;
}

#[tokio::test]
async fn votes_move_a_film_among_the_popular_and_leave_its_version_alone() {
    let site = site();
    let one = site.movie("One").await;
    let two = site.movie("Two").await;
    let popular = async || {
        let query = MovieQuery {
            filter: MovieFilter::default(),
            sort: MovieSort::Popular,
            after: None,
            limit: 10,
            viewer: None,
        };
        let page = site.store.list_movies(query).await.unwrap();
        page.items.into_iter().map(|item| item.id).collect::<Vec<_>>()
    };
    let before = site.whole(one).await;
    for (movie, first) in [(one, one), (two, two.max(one))] {
        site.store.set_reaction(user_id(1), Target::Movie(movie), LIKE, at(9)).await.unwrap();
        assert_eq!(popular().await[0], first);
    }
    site.store.set_reaction(user_id(1), Target::Movie(two), DISLIKE, at(9)).await.unwrap();
    assert_eq!(popular().await, [one, two]);
    let after = site.whole(one).await;
    assert_eq!((after.version, after.card.updated_at), (before.version, before.card.updated_at));
}

#[tokio::test]
async fn votes_order_comments_by_the_bound_of_wilson() {
    let site = site();
    let movie = site.movie("Arrival").await;
    let (one, two) =
        (site.comment(movie, user_id(1), 0).await.id, site.comment(movie, user_id(1), 1).await.id);
    for person in 1..=3 {
        site.store.set_reaction(user_id(person), Target::Comment(one), LIKE, at(2)).await.unwrap();
    }
    site.store.set_reaction(user_id(1), Target::Comment(two), LIKE, at(2)).await.unwrap();
    let query = CommentQuery { after: None, limit: 1, viewer: None, now: at(3) };
    let page = site.store.list_comments(movie, CommentSort::Top, query).await.unwrap().unwrap();
    assert_eq!(page.items[0].comment.id, one);
    assert_eq!(page.next, Some((score::wilson(Reactions { likes: 3, dislikes: 0 }), one)));
}
