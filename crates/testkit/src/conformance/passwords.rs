//! Passwords that change, and addresses that are proven.

use kenmovie_common::domain::User;
use kenmovie_common::ports::{Constraint, StoreError};

use super::stage::{Stage, at, at_once, letter, provider, user_id};

async fn hash(stage: &Stage, user: &User) -> Option<String> {
    stage.store.credentials_of(user.id).await.unwrap().unwrap().password_hash
}

pub async fn a_password_changes_from_the_epoch_that_was_seen_with_its_letter(stage: &Stage) {
    let user = stage.user("ana@example.org").await;
    let notice = letter("ana@example.org", 1);
    for stale in [1, 2, u64::from(u32::MAX)] {
        let late = stage.store.change_password(user.id, stale, "late".into(), notice.clone()).await.unwrap();
        assert_eq!(late, None);
    }
    let changed =
        stage.store.change_password(user.id, 0, "new".into(), notice.clone()).await.unwrap().unwrap();
    assert_eq!(changed, User { auth_epoch: 1, ..user.clone() });
    assert_eq!(hash(stage, &user).await.as_deref(), Some("new"));
    let again = letter("late@example.org", 2);
    assert_eq!(stage.store.change_password(user.id, 0, "late".into(), again.clone()).await.unwrap(), None);
    assert_eq!(stage.store.change_password(user_id(1), 0, "late".into(), again).await.unwrap(), None);
    assert_eq!(hash(stage, &user).await.as_deref(), Some("new"));
    assert_eq!(stage.letters(at(9)).await, ["ana@example.org"]);
}

pub async fn of_many_changes_from_one_epoch_at_once_one_wins(stage: &Stage) {
    let user = stage.user("ana@example.org").await;
    let changed = at_once(20, |number| {
        let (store, id) = (stage.store.clone(), user.id);
        let notice = letter(&format!("{number}@example.org"), 0);
        async move { store.change_password(id, 0, format!("hash {number}"), notice).await.unwrap() }
    })
    .await;
    let won: Vec<usize> = (0..20).filter(|number| changed[*number].is_some()).collect();
    assert_eq!(won.len(), 1);
    assert_eq!(hash(stage, &user).await, Some(format!("hash {}", won[0])));
    assert_eq!(stage.letters(at(9)).await, [format!("{}@example.org", won[0])]);
    assert_eq!(stage.store.user(user.id).await.unwrap().unwrap().auth_epoch, 1);
}

pub async fn a_reset_proves_the_address_that_its_letter_went_to(stage: &Stage) {
    let user = stage.user("Ana.Pérez@Example.org").await;
    let notice = || letter("ana.pérez@example.org", 0);
    for email in ["eva@example.org", "ana.perez@example.org", ""] {
        let other = stage.store.reset_password(user.id, email, "late".into(), notice()).await.unwrap();
        assert_eq!(other, None, "{email}");
    }
    let nobody = stage.store.reset_password(user_id(1), &user.email, "late".into(), notice()).await.unwrap();
    assert_eq!(nobody, None);
    assert!(stage.letters(at(9)).await.is_empty());
    let email = "ANA.PÉREZ@example.org";
    let reset = stage.store.reset_password(user.id, email, "new".into(), notice()).await.unwrap();
    assert_eq!(reset, Some(User { auth_epoch: 1, email_verified: true, ..user.clone() }));
    assert_eq!(hash(stage, &user).await.as_deref(), Some("new"));
    assert_eq!(stage.letters(at(9)).await, ["ana.pérez@example.org"]);
}

pub async fn a_reset_of_an_account_that_was_never_proven_removes_its_links(stage: &Stage) {
    let (sitting, proven) = (stage.user("ana@example.org").await, stage.proven("eva@example.org").await);
    for (user, subject, stays) in [(sitting, "1", false), (proven, "2", true)] {
        stage.store.link_provider(user.id, provider(subject)).await.unwrap().unwrap();
        for _ in 0..2 {
            let notice = letter(&user.email, 0);
            stage.store.reset_password(user.id, &user.email, "new".into(), notice).await.unwrap().unwrap();
            let linked = stage.store.user_of_provider(&provider(subject)).await.unwrap();
            assert_eq!(linked.is_some(), stays);
        }
    }
}

pub async fn a_proven_address_is_the_accounts_and_the_old_one_is_told(stage: &Stage) {
    let user = stage.user("ana@example.org").await;
    let notice = || Some(letter("ana@example.org", 0));
    let proven = stage.store.prove_email(user.id, "ana@example.org", notice()).await.unwrap().unwrap();
    assert_eq!(proven, User { email_verified: true, ..user.clone() });
    assert!(stage.letters(at(9)).await.is_empty());
    let new = "Ana.Pérez@Example.net";
    let moved = stage.store.prove_email(user.id, new, notice()).await.unwrap().unwrap();
    assert_eq!(moved, User { email: new.into(), ..proven });
    assert_eq!(stage.letters(at(9)).await, ["ana@example.org"]);
    assert!(stage.store.credentials("ana@example.org").await.unwrap().is_none());
    assert_eq!(stage.store.credentials("ana.pérez@example.net").await.unwrap().unwrap().user, moved);
    let found = stage.store.list_users("ana perez", None, 10).await.unwrap().items;
    assert_eq!(found.iter().map(|user| user.email.as_str()).collect::<Vec<_>>(), [new]);
    stage.user("ana@example.org").await;
    assert_eq!(stage.store.prove_email(user_id(1), "new@example.org", notice()).await.unwrap(), None);
    assert!(stage.letters(at(9)).await.is_empty());
}

pub async fn an_address_of_another_account_cannot_be_proven(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await, stage.user("eva@example.org").await);
    let taken = stage.store.prove_email(ana.id, "EVA@example.org", Some(letter("ana@example.org", 0))).await;
    assert!(matches!(taken, Err(StoreError::Conflict(Constraint::Email))), "{taken:?}");
    for user in [ana, eva] {
        assert_eq!(stage.store.user(user.id).await.unwrap(), Some(user));
    }
    assert!(stage.letters(at(9)).await.is_empty());
}

pub async fn of_many_who_prove_one_address_at_once_one_has_it(stage: &Stage) {
    let mut people = Vec::new();
    for number in 0..10 {
        people.push(stage.user(&format!("{number}@example.org")).await.id);
    }
    let outcomes = at_once(people.len(), |number| {
        let (store, id) = (stage.store.clone(), people[number]);
        let notice = letter(&format!("{number}@example.org"), 0);
        async move { store.prove_email(id, "new@example.org", Some(notice)).await }
    })
    .await;
    let won: Vec<User> = outcomes
        .into_iter()
        .filter_map(|outcome| match outcome {
            Ok(user) => user,
            Err(error) => {
                assert!(matches!(error, StoreError::Conflict(Constraint::Email)), "{error}");
                None
            }
        })
        .collect();
    assert_eq!(won.len(), 1);
    assert_eq!(stage.store.credentials("new@example.org").await.unwrap().unwrap().user, won[0]);
    assert_eq!(stage.letters(at(9)).await.len(), 1);
}
