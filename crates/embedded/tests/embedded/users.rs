use kenmovie_common::domain::Role;
use kenmovie_common::ports::{Constraint, StoreError, Users as _};

use crate::site::{new_user, site, user_id};

#[tokio::test]
async fn an_account_is_found_by_its_id_and_by_its_address_in_any_case() {
    let site = site();
    let made = site.user("Ana.Pérez@Example.org").await;
    assert_eq!(made.email, "Ana.Pérez@Example.org");
    assert_eq!(made.role, Role::User);
    assert_eq!(site.store.user(made.id).await.unwrap().unwrap(), made);
    let found = site.store.credentials("ANA.PÉREZ@example.ORG").await.unwrap().unwrap();
    assert_eq!(found.user, made);
    assert_eq!(found.password_hash.as_deref(), Some("$argon2id$…"));
    assert!(site.store.credentials("other@example.org").await.unwrap().is_none());
    assert!(site.store.user(user_id(1)).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_sign_ups_with_one_address_in_different_case_one_wins() {
    let site = site();
    let emails = ["ana@example.org", "Ana@example.org", "ANA@EXAMPLE.ORG", "aNa@eXample.org"];
    let tasks: Vec<_> = (0..20)
        .map(|number| {
            let store = site.store.clone();
            tokio::spawn(async move { store.create_user(new_user(emails[number % 4])).await })
        })
        .collect();
    let mut won = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => won += 1,
            Err(error) => assert!(matches!(error, StoreError::Conflict(Constraint::Email)), "{error}"),
        }
    }
    assert_eq!(won, 1);
}

#[tokio::test]
async fn a_hash_is_replaced_only_where_it_is_still_the_one_that_was_checked() {
    let site = site();
    let id = site.user("ana@example.org").await.id;
    site.store.rehash_password(id, "another", "stronger").await.unwrap();
    let hash = |found: Option<kenmovie_common::ports::Credentials>| found.unwrap().password_hash.unwrap();
    assert_eq!(hash(site.store.credentials("ana@example.org").await.unwrap()), "$argon2id$…");
    site.store.rehash_password(id, "$argon2id$…", "stronger").await.unwrap();
    assert_eq!(hash(site.store.credentials("ana@example.org").await.unwrap()), "stronger");
}

#[tokio::test]
async fn a_role_comes_with_a_higher_epoch() {
    let site = site();
    let id = site.user("ana@example.org").await.id;
    let admin = site.store.set_role(id, Role::Admin).await.unwrap().unwrap();
    assert_eq!((admin.role, admin.auth_epoch), (Role::Admin, 1));
    assert_eq!(site.store.user(id).await.unwrap().unwrap(), admin);
    assert!(site.store.set_role(user_id(1), Role::Admin).await.unwrap().is_none());
}
