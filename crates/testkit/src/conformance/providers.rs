//! People whom a provider identified.

use kenmovie_common::domain::{NewUser, ProviderAccount, User};
use kenmovie_common::ports::{Constraint, ProviderVisit, StoreError, Visitor};

use super::stage::{Stage, at, at_once, letter, new_user, provider, user_id, visit};

async fn linked(stage: &Stage, subject: &str) -> Option<User> {
    stage.store.user_of_provider(&provider(subject)).await.unwrap().map(|found| found.user)
}

pub async fn a_first_visit_makes_an_account_and_the_next_one_finds_it(stage: &Stage) {
    assert_eq!(linked(stage, "1").await, None);
    let first = visit("1", "Ana@Example.org");
    let Visitor::New(made) = stage.store.welcome(first.clone()).await.unwrap() else {
        panic!("no new account")
    };
    assert_eq!((made.id, made.email.as_str(), made.age), (first.new.id, "Ana@Example.org", None));
    assert!(made.email_verified && !made.has_password && made.auth_epoch == 0);
    assert_eq!(stage.store.user(made.id).await.unwrap(), Some(made.clone()));
    assert_eq!(linked(stage, "1").await, Some(made.clone()));
    // Who they are is what the provider's account says, not its address.
    for email in ["ana@example.org", "another@example.net", ""] {
        assert_eq!(stage.store.welcome(visit("1", email)).await.unwrap(), Visitor::Known(made.clone()));
    }
    assert!(stage.store.credentials("another@example.net").await.unwrap().is_none());
}

pub async fn an_address_that_is_not_proven_stays_unproven_on_a_new_account(stage: &Stage) {
    let first = visit("1", "ana@example.org");
    let new = NewUser { email_verified: false, ..first.new };
    let first = ProviderVisit { new, proves_email: false, ..first };
    let Visitor::New(made) = stage.store.welcome(first).await.unwrap() else { panic!("no new account") };
    assert!(!made.email_verified);
}

pub async fn one_subject_at_two_providers_is_two_people(stage: &Stage) {
    for (issuer, subject) in
        [("https://a", "1"), ("https://b", "1"), ("https://a", "11"), ("https://a1", "1")]
    {
        let account = ProviderAccount { issuer: issuer.into(), subject: subject.into() };
        let email = format!("{subject}@{}.example", &issuer[8..]);
        let one = ProviderVisit { account: account.clone(), ..visit("", &email) };
        assert!(
            matches!(stage.store.welcome(one.clone()).await.unwrap(), Visitor::New(_)),
            "{issuer} {subject}"
        );
        assert_eq!(stage.store.user_of_provider(&account).await.unwrap().unwrap().user.email, email);
    }
}

pub async fn of_fifty_visits_at_once_one_makes_the_account(stage: &Stage) {
    let visitors = at_once(50, |_| {
        let store = stage.store.clone();
        async move { store.welcome(visit("1", "ana@example.org")).await.unwrap() }
    })
    .await;
    let (mut made, mut known) = (Vec::new(), Vec::new());
    for visitor in visitors {
        match visitor {
            Visitor::New(user) => made.push(user),
            Visitor::Known(user) => known.push(user),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((made.len(), known.len()), (1, 49));
    assert!(known.iter().all(|user| *user == made[0]));
    assert_eq!(stage.store.list_users("", None, 10).await.unwrap().items.len(), 1);
}

pub async fn of_visits_and_sign_ups_with_one_address_at_once_one_makes_the_account(stage: &Stage) {
    for round in 0..5 {
        let email = format!("{round}@example.org");
        let made = at_once(20, |number| {
            let (store, email) = (stage.store.clone(), email.clone());
            async move {
                if number % 2 == 0 {
                    let asked = ProviderVisit { proves_email: false, ..visit(&email, &email) };
                    match store.welcome(asked).await.unwrap() {
                        Visitor::New(user) => Some(user),
                        Visitor::Known(_) | Visitor::EmailTaken => None,
                        other => panic!("{other:?}"),
                    }
                } else {
                    match store.create_user(new_user(&email)).await {
                        Ok(user) => Some(user),
                        Err(StoreError::Conflict(Constraint::Email)) => None,
                        Err(other) => panic!("{other}"),
                    }
                }
            }
        })
        .await;
        let made: Vec<User> = made.into_iter().flatten().collect();
        assert_eq!(made.len(), 1);
        assert_eq!(stage.store.credentials(&email).await.unwrap().unwrap().user, made[0]);
        assert_eq!(linked(stage, &email).await.is_some(), !made[0].has_password);
    }
}

pub async fn an_address_alone_is_no_way_into_an_account(stage: &Stage) {
    for user in [stage.user("ana@example.org").await, stage.proven("eva@example.org").await] {
        let asked = ProviderVisit { proves_email: false, ..visit("1", &user.email.to_uppercase()) };
        assert_eq!(stage.store.welcome(asked).await.unwrap(), Visitor::EmailTaken);
        assert_eq!(stage.store.user(user.id).await.unwrap(), Some(user));
        assert_eq!(linked(stage, "1").await, None);
    }
}

pub async fn an_account_with_the_same_proven_address_is_linked(stage: &Stage) {
    let user = stage.proven("ana@example.org").await;
    let first = stage.store.welcome(visit("1", "ANA@example.org")).await.unwrap();
    assert_eq!(first, Visitor::Linked(user.clone()));
    assert_eq!(stage.store.welcome(visit("1", "")).await.unwrap(), Visitor::Known(user.clone()));
    // Another account at the same provider is another key to it.
    let second = stage.store.welcome(visit("2", "ana@example.org")).await.unwrap();
    assert_eq!(second, Visitor::Linked(user.clone()));
    for subject in ["1", "2"] {
        let found = stage.store.user_of_provider(&provider(subject)).await.unwrap().unwrap();
        assert_eq!((&found.user, found.password_hash.is_some()), (&user, true));
    }
}

pub async fn an_account_that_was_never_proven_goes_to_the_owner_of_its_address(stage: &Stage) {
    let sitting = stage.user("ana@example.org").await;
    stage.store.link_provider(sitting.id, provider("thief")).await.unwrap().unwrap();
    let taken = stage.store.welcome(visit("owner", "ana@example.org")).await.unwrap();
    let owner = User { email_verified: true, has_password: false, auth_epoch: 1, ..sitting };
    assert_eq!(taken, Visitor::TakenOver(owner.clone()));
    assert!(stage.store.credentials_of(owner.id).await.unwrap().unwrap().password_hash.is_none());
    assert_eq!(linked(stage, "thief").await, None);
    assert_eq!(linked(stage, "owner").await, Some(owner.clone()));
    let late = stage.store.change_password(owner.id, 0, "late".into(), letter("", 0)).await.unwrap();
    assert_eq!(late, None);
    assert!(stage.letters(at(9)).await.is_empty());
}

pub async fn of_owners_at_once_one_takes_the_account_over(stage: &Stage) {
    stage.user("ana@example.org").await;
    let visitors = at_once(20, |_| {
        let store = stage.store.clone();
        async move { store.welcome(visit("owner", "ana@example.org")).await.unwrap() }
    })
    .await;
    let taken = visitors.iter().filter(|visitor| matches!(visitor, Visitor::TakenOver(_))).count();
    let known = visitors.iter().filter(|visitor| matches!(visitor, Visitor::Known(_))).count();
    assert_eq!((taken, known), (1, 19));
    assert_eq!(linked(stage, "owner").await.unwrap().auth_epoch, 1);
}

pub async fn an_account_of_a_provider_is_linked_to_one_person(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await, stage.user("eva@example.org").await);
    for _ in 0..2 {
        assert_eq!(stage.store.link_provider(ana.id, provider("1")).await.unwrap(), Some(ana.clone()));
    }
    let taken = stage.store.link_provider(eva.id, provider("1")).await;
    assert!(matches!(taken, Err(StoreError::Conflict(Constraint::Provider))), "{taken:?}");
    assert_eq!(stage.store.link_provider(eva.id, provider("2")).await.unwrap(), Some(eva.clone()));
    assert_eq!(stage.store.link_provider(user_id(1), provider("3")).await.unwrap(), None);
    for (subject, owner) in [("1", Some(ana)), ("2", Some(eva)), ("3", None)] {
        assert_eq!(linked(stage, subject).await, owner);
    }
}

pub async fn of_many_who_link_one_account_at_once_one_has_it(stage: &Stage) {
    let mut people = Vec::new();
    for number in 0..10 {
        people.push(stage.user(&format!("{number}@example.org")).await.id);
    }
    let outcomes = at_once(people.len(), |number| {
        let (store, id) = (stage.store.clone(), people[number]);
        async move { store.link_provider(id, provider("1")).await }
    })
    .await;
    let won: Vec<usize> = (0..people.len()).filter(|number| outcomes[*number].is_ok()).collect();
    assert_eq!(won.len(), 1);
    assert_eq!(linked(stage, "1").await.unwrap().id, people[won[0]]);
}
