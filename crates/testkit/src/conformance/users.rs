//! People.

use kenmovie_common::domain::{Language, ListedUser, NewUser, Role, UserChange};
use kenmovie_common::ports::{Constraint, Credentials, StoreError};
use kenmovie_common::{Time, UserId};

use super::stage::{Stage, at, at_once, new_user, user_id};

const HASH: &str = "$argon2id$…";

async fn hash(stage: &Stage, email: &str) -> String {
    let found: Option<Credentials> = stage.store.credentials(email).await.unwrap();
    found.unwrap().password_hash.unwrap()
}

pub async fn a_new_account_reads_back_as_it_was_made(stage: &Stage) {
    let new = NewUser {
        name: "Íñigo 🎬".into(),
        age: Some(115),
        language: Language::En,
        created_at: at(7),
        ..new_user("Ana.Pérez@Example.org")
    };
    let made = stage.store.create_user(new.clone()).await.unwrap();
    assert_eq!((made.id, &made.name, made.age, &made.email), (new.id, &new.name, new.age, &new.email));
    assert_eq!((made.role, made.language, made.created_at), (Role::User, Language::En, at(7)));
    assert!(made.has_password && !made.email_verified && made.avatar_url.is_none() && made.auth_epoch == 0);
    assert_eq!(stage.store.user(new.id).await.unwrap(), Some(made));
    assert_eq!(stage.store.user(user_id(1)).await.unwrap(), None);
}

pub async fn an_account_is_found_by_its_address_in_any_case(stage: &Stage) {
    let made = stage.user("Ana.Pérez@Example.org").await;
    for email in ["Ana.Pérez@Example.org", "ANA.PÉREZ@example.ORG", "ana.pérez@example.org"] {
        let found = stage.store.credentials(email).await.unwrap().unwrap();
        assert_eq!(found.user, made);
        assert_eq!(found.password_hash.as_deref(), Some(HASH));
    }
    for email in ["ana.perez@example.org", "ana.pérez@example.or", "", "%", ".*"] {
        assert!(stage.store.credentials(email).await.unwrap().is_none(), "{email}");
    }
}

pub async fn an_address_in_another_case_is_taken(stage: &Stage) {
    let first = stage.user("ana.pérez@example.org").await;
    let again = stage.store.create_user(new_user("ANA.PÉREZ@EXAMPLE.ORG")).await;
    assert!(matches!(again, Err(StoreError::Conflict(Constraint::Email))), "{again:?}");
    assert_eq!(stage.store.credentials("ana.pérez@example.org").await.unwrap().unwrap().user, first);
    stage.user("ana.perez@example.org").await;
}

pub async fn of_fifty_sign_ups_with_one_address_at_once_one_wins(stage: &Stage) {
    let emails = ["ana@example.org", "Ana@example.org", "ANA@EXAMPLE.ORG", "aNa@eXample.org"];
    let outcomes = at_once(50, |number| {
        let store = stage.store.clone();
        async move { store.create_user(new_user(emails[number % 4])).await }
    })
    .await;
    let mut won = Vec::new();
    for outcome in outcomes {
        match outcome {
            Ok(user) => won.push(user),
            Err(error) => assert!(matches!(error, StoreError::Conflict(Constraint::Email)), "{error}"),
        }
    }
    assert_eq!(won.len(), 1);
    assert_eq!(stage.store.credentials("ana@example.org").await.unwrap().unwrap().user, won[0]);
}

pub async fn a_hash_is_replaced_only_where_it_is_still_the_one_that_was_checked(stage: &Stage) {
    let id = stage.user("ana@example.org").await.id;
    stage.store.rehash_password(id, "another", "stronger").await.unwrap();
    assert_eq!(hash(stage, "ana@example.org").await, HASH);
    stage.store.rehash_password(id, HASH, "stronger").await.unwrap();
    assert_eq!(hash(stage, "ana@example.org").await, "stronger");
    stage.store.rehash_password(user_id(1), HASH, "stronger").await.unwrap();
    assert_eq!(stage.store.user(id).await.unwrap().unwrap().auth_epoch, 0);
}

pub async fn a_role_comes_with_a_higher_epoch(stage: &Stage) {
    let id = stage.user("ana@example.org").await.id;
    for (epoch, role) in [(1, Role::Admin), (2, Role::Moderator), (3, Role::Moderator), (4, Role::User)] {
        let given = stage.store.set_role(id, role).await.unwrap().unwrap();
        assert_eq!((given.role, given.auth_epoch), (role, epoch));
        assert_eq!(stage.store.user(id).await.unwrap(), Some(given));
    }
    assert_eq!(stage.store.set_role(user_id(1), Role::Admin).await.unwrap(), None);
}

pub async fn every_role_given_at_once_raises_the_epoch(stage: &Stage) {
    let id = stage.user("ana@example.org").await.id;
    let mut epochs = at_once(20, |number| {
        let store = stage.store.clone();
        async move { store.set_role(id, Role::ALL[number % 3]).await.unwrap().unwrap().auth_epoch }
    })
    .await;
    epochs.sort_unstable();
    assert_eq!(epochs, (1..=20).collect::<Vec<_>>());
}

pub async fn an_account_without_a_password_and_an_age_reads_back(stage: &Stage) {
    let new = NewUser { age: None, email_verified: true, password_hash: None, ..new_user("ana@example.org") };
    let made = stage.store.create_user(new.clone()).await.unwrap();
    assert!(made.age.is_none() && made.email_verified && !made.has_password);
    let found = stage.store.credentials_of(new.id).await.unwrap().unwrap();
    assert_eq!((found.user, found.password_hash), (made, None));
    stage.store.rehash_password(new.id, "", "stronger").await.unwrap();
    assert!(stage.store.credentials("ana@example.org").await.unwrap().unwrap().password_hash.is_none());
}

pub async fn an_account_is_found_by_its_id_with_its_hash(stage: &Stage) {
    let made = stage.user("ana@example.org").await;
    stage.user("eva@example.org").await;
    let found = stage.store.credentials_of(made.id).await.unwrap().unwrap();
    assert_eq!((found.user, found.password_hash.as_deref()), (made, Some(HASH)));
    assert!(stage.store.credentials_of(user_id(1)).await.unwrap().is_none());
}

pub async fn an_edit_of_an_account_changes_what_it_names(stage: &Stage) {
    let mut user = stage.user("ana@example.org").await;
    let nothing = UserChange::default();
    assert_eq!(stage.store.edit_user(user.id, nothing.clone()).await.unwrap(), Some(user.clone()));
    user.name = "Íñigo 🎬".into();
    let change = UserChange { name: Some(user.name.clone()), ..nothing.clone() };
    assert_eq!(stage.store.edit_user(user.id, change).await.unwrap(), Some(user.clone()));
    (user.age, user.language) = (Some(120), Language::En);
    let change = UserChange { age: user.age, language: Some(user.language), name: None };
    assert_eq!(stage.store.edit_user(user.id, change).await.unwrap(), Some(user.clone()));
    assert_eq!(stage.store.user(user.id).await.unwrap(), Some(user));
    assert_eq!(stage.store.edit_user(user_id(1), nothing).await.unwrap(), None);
}

pub async fn every_advance_at_once_raises_the_epoch(stage: &Stage) {
    let id = stage.user("ana@example.org").await.id;
    let mut epochs = at_once(20, |_| {
        let store = stage.store.clone();
        async move { store.advance_epoch(id).await.unwrap().unwrap().auth_epoch }
    })
    .await;
    epochs.sort_unstable();
    assert_eq!(epochs, (1..=20).collect::<Vec<_>>());
    assert_eq!(stage.store.advance_epoch(user_id(1)).await.unwrap(), None);
}

pub async fn the_last_sign_in_is_noted_and_never_put_back(stage: &Stage) {
    let user = stage.user("ana@example.org").await;
    let seen = async |stage: &Stage| -> Option<Time> {
        let page = stage.store.list_users("", None, 10).await.unwrap();
        page.items.first().and_then(|listed: &ListedUser| listed.last_seen_at)
    };
    assert_eq!(seen(stage).await, None);
    for (now, noted) in [(5, 5), (9, 9), (7, 9)] {
        stage.store.saw_user(user.id, at(now)).await.unwrap();
        assert_eq!(seen(stage).await, Some(at(noted)));
    }
    stage.store.saw_user(UserId::from_bytes([1; 16]), at(9)).await.unwrap();
    assert_eq!(stage.store.user(user.id).await.unwrap(), Some(user));
}
