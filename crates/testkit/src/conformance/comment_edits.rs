//! Edits of comments.

use std::time::Duration;

use kenmovie_common::domain::{Comment, EDIT_WINDOW, Reaction, Target};
use kenmovie_common::ports::{Amended, CommentChange};

use super::stage::{MODERATOR, MOMENT, NO_COMMENT, Stage, at, at_once, author, user_id};

fn body(text: &str) -> CommentChange {
    CommentChange { body: Some(text.into()), spoiler: None }
}

fn done(amended: Amended<Comment>) -> Comment {
    match amended {
        Amended::Done(comment) => comment,
        other => panic!("{other:?}"),
    }
}

pub async fn an_author_edits_for_fifteen_minutes_and_a_moderator_always(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let id = stage.comment(movie, user_id(1), 0).await.id;
    let edit = |editor, text, now| stage.store.edit_comment(id, editor, body(text), now);
    let last = at(0) + EDIT_WINDOW - MOMENT;
    let edited = done(edit(author(user_id(1)), "better", last).await.unwrap());
    assert_eq!((edited.body.as_deref(), edited.edited_at), (Some("better"), Some(last)));
    let mine = edited.mine.unwrap();
    assert!(mine.own && mine.can_edit && !edited.spoiler);
    let late = at(0) + EDIT_WINDOW;
    assert_eq!(edit(author(user_id(1)), "late", late).await.unwrap(), Amended::Forbidden);
    assert_eq!(edit(author(user_id(2)), "other", at(1)).await.unwrap(), Amended::Forbidden);
    assert_eq!(stage.found(id).await.unwrap().body.as_deref(), Some("better"));
    let year = Duration::from_hours(24 * 365);
    let moderated = done(edit(MODERATOR, "moderated", late + year).await.unwrap());
    assert!(!moderated.mine.unwrap().own);
    let seen = stage.store.comment(id, Some(user_id(1)), late).await.unwrap().unwrap();
    assert_eq!(seen.body.as_deref(), Some("moderated"));
    assert!(seen.mine.unwrap().own && !seen.mine.unwrap().can_edit);
}

pub async fn an_edit_changes_what_it_names(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, user_id(1), 0).await.id;
    let before = stage.reply(root, user_id(1), 0).await;
    stage
        .store
        .set_reaction(user_id(2), Target::Comment(before.id), Some(Reaction::Like), at(0))
        .await
        .unwrap();
    let edit = |change, millis| stage.store.edit_comment(before.id, author(user_id(1)), change, at(millis));
    let spoiler = |spoiler| CommentChange { body: None, spoiler: Some(spoiler) };
    let nothing = done(edit(CommentChange::default(), 1).await.unwrap());
    assert_eq!((nothing.edited_at, nothing.body), (None, before.body.clone()));
    let marked = done(edit(spoiler(true), 2).await.unwrap());
    assert_eq!((marked.edited_at, marked.spoiler, marked.body), (Some(at(2)), true, before.body.clone()));
    let written = done(edit(body("other"), 3).await.unwrap());
    assert_eq!(
        (written.edited_at, written.spoiler, written.body.as_deref()),
        (Some(at(3)), true, Some("other"))
    );
    let both = CommentChange { body: Some("third".into()), spoiler: Some(false) };
    let last = done(edit(both, 4).await.unwrap());
    assert_eq!((last.spoiler, last.body.as_deref()), (false, Some("third")));
    assert_eq!((last.reactions.likes, last.created_at, last.root_id), (1, before.created_at, Some(root)));
    stage.assert_settled().await;
}

pub async fn what_is_not_there_or_is_deleted_is_not_edited(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let root = stage.comment(movie, user_id(1), 0).await.id;
    stage.reply(root, user_id(2), 1).await;
    stage.store.delete_comment(root, MODERATOR, at(0)).await.unwrap();
    for id in [NO_COMMENT, root] {
        for editor in [MODERATOR, author(user_id(1)), author(user_id(2))] {
            let edited = stage.store.edit_comment(id, editor, body("again"), at(1)).await.unwrap();
            assert_eq!(edited, Amended::Missing);
        }
    }
    assert_eq!(stage.found(root).await.unwrap().body, None);
}

pub async fn edits_votes_and_a_deletion_at_once_leave_nothing_half_done(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    for _ in 0..5 {
        let root = stage.comment(movie, user_id(1), 0).await.id;
        let reply = stage.reply(root, user_id(2), 0).await.id;
        at_once(16, |number| {
            let store = stage.store.clone();
            let person = user_id(u8::try_from(number).unwrap());
            async move {
                match number {
                    7 => drop(store.delete_comment(root, MODERATOR, at(0)).await.unwrap()),
                    _ if number % 2 == 0 => {
                        let edited =
                            store.edit_comment(root, MODERATOR, body("edited"), at(2)).await.unwrap();
                        assert!(matches!(edited, Amended::Done(_) | Amended::Missing));
                    }
                    _ => drop(
                        store
                            .set_reaction(person, Target::Comment(root), Some(Reaction::Like), at(2))
                            .await
                            .unwrap(),
                    ),
                }
            }
        })
        .await;
        let left = stage.found(root).await.unwrap();
        assert!(left.deleted && left.body.is_none() && left.author.is_none() && left.edited_at.is_none());
        assert!(stage.found(reply).await.is_some());
        stage.assert_settled().await;
    }
}
