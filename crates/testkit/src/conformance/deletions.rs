//! The end of an account, and what it begins with.

use kenmovie_common::UserId;
use kenmovie_common::domain::{Deletion, Role, User, UserChange};
use kenmovie_common::ports::{Erasure, Record, UserRecord, Visitor};

use super::reports::new_report;
use super::stage::{Stage, at, at_once, letter, new_user, provider, user_id, visit};

/// Somebody with something of everything in their row.
async fn whole(stage: &Stage) -> User {
    let id = stage.proven("Ana@Example.org").await.id;
    stage.store.link_provider(id, provider("1")).await.unwrap().unwrap();
    stage.store.saw_user(id, at(3)).await.unwrap();
    stage.store.set_role(id, Role::Moderator).await.unwrap().unwrap()
}

async fn stored(stage: &Stage, user: UserId) -> Option<UserRecord> {
    let records = stage.store.records_of(user).await.unwrap();
    records.into_iter().find_map(|record| match record {
        Record::User(user) => Some(user),
        _ => None,
    })
}

pub async fn nothing_personal_is_left_in_the_row_at_once(stage: &Stage) {
    let ana = whole(stage).await;
    let gone = stage.store.begin_deletion(ana.id, ana.auth_epoch, at(9)).await.unwrap();
    assert_eq!(gone, Some(User { auth_epoch: ana.auth_epoch + 1, ..ana.clone() }));
    let left = stored(stage, ana.id).await.unwrap();
    assert_eq!((left.id, left.deleting_at, left.auth_epoch), (ana.id, Some(at(9)), ana.auth_epoch + 1));
    assert_eq!((left.name.as_str(), left.email.as_str()), ("", ""));
    assert!(left.age.is_none() && left.avatar_url.is_none() && !left.email_verified);
    assert!(left.password_hash.is_none() && left.providers.is_empty() && left.last_seen_at.is_none());
}

pub async fn somebody_whose_deletion_has_begun_is_nobody(stage: &Stage) {
    let movie = stage.movie("Arrival").await;
    let ana = whole(stage).await;
    let comment = stage.comment(movie, ana.id, 0).await.id;
    let (id, epoch) = (ana.id, ana.auth_epoch + 1);
    stage.store.begin_deletion(id, ana.auth_epoch, at(9)).await.unwrap().unwrap();
    let store = &stage.store;
    assert_eq!(store.user(id).await.unwrap(), None);
    assert!(store.credentials_of(id).await.unwrap().is_none());
    for email in ["ana@example.org", ""] {
        assert!(store.credentials(email).await.unwrap().is_none());
        assert_eq!(store.reset_password(id, email, "late".into(), letter("", 0)).await.unwrap(), None);
    }
    assert!(store.user_of_provider(&provider("1")).await.unwrap().is_none());
    for beginning in ["", "ana"] {
        assert!(store.list_users(beginning, None, 10).await.unwrap().items.is_empty());
    }
    assert_eq!(store.set_role(id, Role::Admin).await.unwrap(), None);
    let change = UserChange { name: Some("Ana".into()), age: Some(30), language: None };
    assert_eq!(store.edit_user(id, change).await.unwrap(), None);
    for seen in [epoch - 1, epoch] {
        assert_eq!(store.change_password(id, seen, "late".into(), letter("", 0)).await.unwrap(), None);
        assert_eq!(store.begin_deletion(id, seen, at(10)).await.unwrap(), None);
    }
    assert_eq!(store.prove_email(id, "new@example.org", None).await.unwrap(), None);
    assert_eq!(store.advance_epoch(id).await.unwrap(), None);
    assert_eq!(store.link_provider(id, provider("2")).await.unwrap(), None);
    store.saw_user(id, at(11)).await.unwrap();
    store.rehash_password(id, "$argon2id$…", "late").await.unwrap();
    assert!(store.report(new_report(id, movie, 11)).await.unwrap().is_none());
    assert_eq!(stage.found(comment).await.unwrap().author, None);
    let left = stored(stage, id).await.unwrap();
    assert_eq!((left.auth_epoch, left.deleting_at, left.last_seen_at), (epoch, Some(at(9)), None));
    assert!(left.name.is_empty() && left.password_hash.is_none() && left.providers.is_empty());
    assert!(stage.letters(at(99)).await.is_empty());
}

pub async fn the_address_and_the_provider_are_free_at_once(stage: &Stage) {
    for round in 0..3 {
        let user = stage.user("ana@example.org").await;
        stage.store.link_provider(user.id, provider("1")).await.unwrap().unwrap();
        stage.store.begin_deletion(user.id, 0, at(round)).await.unwrap().unwrap();
    }
    let Visitor::New(again) = stage.store.welcome(visit("1", "ana@example.org")).await.unwrap() else {
        panic!("no new account")
    };
    assert_eq!(stage.store.credentials("ana@example.org").await.unwrap().unwrap().user, again);
    assert_eq!(stage.store.unfinished_deletions(10).await.unwrap().len(), 3);
}

pub async fn a_deletion_begins_from_the_epoch_that_was_seen(stage: &Stage) {
    let ana = stage.user("ana@example.org").await;
    assert_eq!(stage.store.begin_deletion(ana.id, 1, at(9)).await.unwrap(), None);
    assert_eq!(stage.store.begin_deletion(user_id(1), 0, at(9)).await.unwrap(), None);
    assert_eq!(stage.store.user(ana.id).await.unwrap(), Some(ana));
    assert!(stage.store.unfinished_deletions(10).await.unwrap().is_empty());
}

pub async fn of_deletions_and_changed_passwords_at_once_one_wins(stage: &Stage) {
    for round in 0..5 {
        let email = format!("{round}@example.org");
        let id = stage.user(&email).await.id;
        let won = at_once(20, |number| {
            let store = stage.store.clone();
            let notice = letter("ana@example.org", 0);
            async move {
                if number % 2 == 0 {
                    store.begin_deletion(id, 0, at(1)).await.unwrap()
                } else {
                    store.change_password(id, 0, "new".into(), notice).await.unwrap()
                }
            }
        })
        .await;
        let won: Vec<usize> = (0..20).filter(|number| won[*number].is_some()).collect();
        assert_eq!(won.len(), 1);
        let deleted = won[0].is_multiple_of(2);
        assert_eq!(stage.store.user(id).await.unwrap().is_none(), deleted);
        assert_eq!(stage.store.create_user(new_user(&email)).await.is_ok(), deleted);
        let letters = usize::from(!deleted);
        assert_eq!(stage.letters(at(9)).await.len(), letters);
    }
}

pub async fn deletions_are_unfinished_until_everything_is_erased(stage: &Stage) {
    let mut people = Vec::new();
    for number in 0..5 {
        let id = stage.user(&format!("{number}@example.org")).await.id;
        if number > 0 {
            stage.store.begin_deletion(id, 0, at(number)).await.unwrap().unwrap();
        }
        people.push(id);
    }
    let stays = people.remove(0);
    let place = |deletion: &Deletion| format!("{deletion:?}");
    people.sort_unstable();
    assert_eq!(stage.store.unfinished_deletions(2).await.unwrap().len(), 2);
    while !people.is_empty() {
        let mut unfinished = stage.store.unfinished_deletions(10).await.unwrap();
        unfinished.sort_by_key(place);
        assert_eq!(unfinished, people.iter().copied().map(Deletion::User).collect::<Vec<_>>());
        let id = people.remove(0);
        while stage.erase(id, 10).await != Erasure::Gone {}
        assert_eq!(stored(stage, id).await, None);
    }
    assert!(stage.store.unfinished_deletions(10).await.unwrap().is_empty());
    assert!(stage.store.user(stays).await.unwrap().is_some());
}
