//! Edits of films.

use kenmovie_common::domain::{MovieChange, MovieDraft, Reaction, Target};
use kenmovie_common::ports::Edit;

use super::movies::{full, written};
use super::stage::{NO_MOVIE, Stage, at, at_once, draft, user_id};

const LIKE: Option<Reaction> = Some(Reaction::Like);

pub async fn an_edit_changes_what_it_names_and_raises_the_version(stage: &Stage) {
    let id = stage.drafted(full()).await;
    let change = MovieChange {
        year: Some(Some(2017)),
        description: Some(None),
        genres: Some(None),
        ..MovieChange::default()
    };
    let Edit::Done(edited) = stage.store.edit_movie(id, Some(1), change, at(9)).await.unwrap() else {
        panic!("not edited")
    };
    assert_eq!(
        written(&edited),
        MovieDraft { year: Some(2017), description: None, genres: vec![], ..full() }
    );
    assert_eq!((edited.version, edited.card.created_at, edited.card.updated_at), (2, at(0), at(9)));
    assert_eq!(stage.whole(id).await, edited);
    let whole =
        MovieDraft { title: "Otra".into(), directors: vec!["Alguien".into()], ..MovieDraft::default() };
    stage.store.edit_movie(id, Some(2), whole.clone().into(), at(10)).await.unwrap();
    assert_eq!(written(&stage.whole(id).await), whole);
    stage.assert_settled().await;
}

pub async fn an_edit_of_another_version_or_of_nothing_changes_nothing(stage: &Stage) {
    let id = stage.drafted(full()).await;
    for version in [0, 2, u64::MAX] {
        let edit = stage.store.edit_movie(id, Some(version), draft("No").into(), at(10)).await.unwrap();
        assert_eq!(edit, Edit::Stale, "{version}");
        assert_eq!(
            stage.store.delete_movie(id, Some(version), at(9_000)).await.unwrap(),
            Edit::Stale,
            "{version}"
        );
    }
    assert_eq!(written(&stage.whole(id).await), full());
    for version in [None, Some(1)] {
        let edit = stage.store.edit_movie(NO_MOVIE, version, MovieChange::default(), at(0)).await.unwrap();
        assert_eq!(edit, Edit::Missing);
        assert_eq!(stage.store.delete_movie(NO_MOVIE, version, at(9_000)).await.unwrap(), Edit::Missing);
    }
    assert_eq!(stage.store.count_movies().await.unwrap(), 1);
}

pub async fn of_many_edits_of_one_version_at_once_one_wins(stage: &Stage) {
    let id = stage.drafted(full()).await;
    let edits = at_once(20, |number| {
        let (store, change) = (stage.store.clone(), draft(&format!("Edit {number}")).into());
        async move { store.edit_movie(id, Some(1), change, at(1)).await.unwrap() }
    })
    .await;
    let mut won = Vec::new();
    for edit in edits {
        match edit {
            Edit::Done(movie) => won.push(movie),
            other => assert_eq!(other, Edit::Stale),
        }
    }
    assert_eq!(won.len(), 1);
    assert_eq!((stage.whole(id).await, won[0].version), (won[0].clone(), 2));
    stage.assert_settled().await;
}

pub async fn edits_at_once_without_a_version_are_all_made(stage: &Stage) {
    let id = stage.drafted(full()).await;
    at_once(10, |number| {
        let genres = Some(Some(vec![format!("Genre {number}")]));
        let (store, change) = (stage.store.clone(), MovieChange { genres, ..MovieChange::default() });
        async move { assert!(matches!(store.edit_movie(id, None, change, at(1)).await.unwrap(), Edit::Done(_))) }
    })
    .await;
    assert_eq!(stage.whole(id).await.version, 11);
    assert_eq!(stage.store.genres().await.unwrap().len(), 1);
    stage.assert_settled().await;
}

pub async fn an_edit_leaves_comments_and_votes_counted(stage: &Stage) {
    let id = stage.drafted(full()).await;
    let comment = stage.comment(id, user_id(1), 0).await.id;
    stage.store.set_reaction(user_id(1), Target::Movie(id), LIKE, at(0)).await.unwrap();
    let change = MovieDraft { genres: vec!["Misterio".into()], ..full() }.into();
    stage.store.edit_movie(id, None, change, at(1)).await.unwrap();
    let whole = stage.whole(id).await;
    assert_eq!((whole.card.comments, whole.card.reactions.likes), (1, 1));
    assert_eq!(stage.found(comment).await.unwrap().movie_id, id);
    stage.assert_settled().await;
}

/// More at once than any engine keeps connections.
pub async fn edits_and_votes_at_once_lose_none_of_each_other(stage: &Stage) {
    let id = stage.drafted(full()).await;
    at_once(110, |number| {
        let store = stage.store.clone();
        let person = user_id(u8::try_from(number).unwrap());
        async move {
            if number % 11 == 0 {
                let genres = Some(Some(vec!["Drama".into()]));
                let change = MovieChange { genres, ..MovieChange::default() };
                assert!(matches!(store.edit_movie(id, None, change, at(1)).await.unwrap(), Edit::Done(_)));
            } else {
                store.set_reaction(person, Target::Movie(id), LIKE, at(0)).await.unwrap().unwrap();
            }
        }
    })
    .await;
    let whole = stage.whole(id).await;
    assert_eq!((whole.version, whole.card.reactions.likes), (11, 100));
    stage.assert_settled().await;
}
